//! What was packed comes back as it was, or not at all.

use super::config::{desk, with};
use crate::codec::config::{load, pack, unpack};
use crate::model::config::ConfigFile;

#[test]
fn a_whole_desk_comes_back_with_what_is_wrong_with_it() {
    let mut files = desk();
    for (path, text) in [
        ("views/people/ana.yaml", "- {id: so_minhas, query: [\"assignee:me\", \"team:suporte\"]}\n"),
        ("calendars/feriados.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
        ("contacts/beta.yaml", "organization: beta\nvip: yes\ncontacts: [{id: b, since: 2020}]\n"),
        ("tables/t.yaml", "table: t\nrows: [{id: 1, peso: 12.10, mais: {a: [b, null]}}]\n"),
        ("sla/outra.yaml", "policy: outra\nsem_metricas: 1\n"),
    ] {
        files.push(ConfigFile { path: format!(".tramite/{path}"), bytes: text.as_bytes().to_vec() });
    }
    let (config, findings) = load(&files);
    assert!(!findings.is_empty() && !config.macros.is_empty() && config.ics.contains_key("feriados.ics"));
    let bytes = pack("a tree", &config, &findings).expect("nothing of it is lost");
    assert_eq!(unpack("a tree", &bytes), Some((config, findings)));
}

#[test]
fn requirements_of_every_form_come_back() {
    let forms = "{from: a, to: b, requires: [reason, \"field:x\", \"link:duplicate_of.done\", {internal_comment: {min_length: 20}}]}";
    let (config, findings) = with("types/x.yaml", &format!("type: x\nflow:\n  transitions: [{forms}]\n"));
    assert_eq!(config.types["x"].flow.transitions[0].requires.len(), 4);
    let bytes = pack("x", &config, &findings).expect("nothing of it is lost");
    assert_eq!(unpack("x", &bytes).unwrap().0.types["x"], config.types["x"]);
}

#[test]
fn what_is_stale_or_damaged_is_nothing() {
    let (config, findings) = load(&desk());
    let bytes = pack("a tree", &config, &findings).unwrap();
    assert_eq!(unpack("another tree", &bytes), None);
    assert_eq!(unpack("a tree", b""), None);
    for place in (0..bytes.len()).step_by(97) {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        assert_eq!(unpack("a tree", &damaged), None, "byte {place}");
        assert_eq!(unpack("a tree", &bytes[..place]), None, "cut at {place}");
    }
    let line = String::from_utf8(bytes.split(|b| *b == b'\n').next().unwrap().to_vec()).unwrap();
    let of_another_format = line.replacen(" 1 a tree ", " 0 a tree ", 1);
    assert_ne!(line, of_another_format);
    let text = String::from_utf8(bytes).unwrap().replacen(&line, &of_another_format, 1);
    assert_eq!(unpack("a tree", text.as_bytes()), None);
}
