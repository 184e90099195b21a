//! Text and files of strangers (2.5): nothing raw reaches a terminal, nothing is evaluated, and one bad file is one finding,
//! never the end of a list (8).

use crate::harness::{Place, Said};
use std::path::Path;

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];
/// In YAML: colour, bell, a line that overwrites, direction marks, a C1 control, an invisible character, a template.
const EVIL: &str = r#""x\e[31mRED\a\rover \u202Ebidi \u2066 \u200B \x9B2J {{ticket.title}} =1+1""#;

fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&OPEN).ok();
    desk
}

fn folder(desk: &Place, ticket: &str) -> String {
    desk.ticket_file(ticket).trim_end_matches("/ticket.yaml").to_owned()
}

/// Whether a terminal would do something else than show the character (list of the Unicode standard: Cc, bidirectional
/// controls, zero-width).
fn is_raw(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[track_caller]
fn nothing_raw(what: &[&str], said: &Said) {
    for text in [&said.out, &said.err] {
        // CSV ends its lines with CR LF.
        let text = text.replace("\r\n", "\n");
        if let Some(at) = text.find(is_raw) {
            panic!("{what:?}: {:?}", text[at..].chars().take(30).collect::<String>());
        }
    }
}

const READS: [&[&str]; 27] = [
    &[],
    &["list", "--all"],
    &["list", "--all", "--format", "json"],
    &["show", "1"],
    &["show", "1", "--format", "json"],
    &["log", "1"],
    &["log", "1", "--format", "json"],
    &["search", "RED"],
    &["next"],
    &["board"],
    &["view", "list"],
    &["type", "list"],
    &["type", "show", "question"],
    &["macro", "list"],
    &["macro", "show", "close/solved"],
    &["macro", "check"],
    &["contact", "list"],
    &["calendar", "show", "business"],
    &["report", "sla"],
    &["report", "sla", "--format", "json"],
    &["report", "sla", "--format", "csv"],
    &["report", "sla", "--format", "markdown"],
    &["sla", "explain", "1"],
    &["sla", "due", "--within", "400h"],
    &["validate"],
    &["validate", "--all"],
    &["validate", "--all", "--format", "json"],
];

#[test]
fn control_characters_in_every_field_are_not_passed_on() {
    let mut desk = desk();
    let folder = folder(&desk, "1");
    let path = format!("{folder}/ticket.yaml");
    let keep = |key: &str, text: &str| {
        text.lines().find(|line| line.starts_with(&format!("{key}:"))).unwrap().to_owned()
    };
    let text = desk.read(&path);
    let mut evil = format!("{}\n{}\n", keep("uid", &text), keep("type", &text));
    evil.push_str(&format!("title: {EVIL}\n{}\npriority: {EVIL}\n", keep("status", &text)));
    for key in ["requester", "organization", "payer", "team", "assignee", "origin", "description"] {
        evil.push_str(&format!("{key}: {EVIL}\n"));
    }
    evil.push_str(&format!(
        "watchers:\n  - {EVIL}\ntags:\n  - {EVIL}\nfields:\n  {EVIL}: {EVIL}\n  area: {EVIL}\n"
    ));
    evil.push_str(&format!("links:\n  - {{kind: issue, to: {EVIL}}}\n  - {{kind: {EVIL}, to: {EVIL}}}\n"));
    let sha = "a".repeat(64);
    evil.push_str(&format!("attachments:\n  - {{name: {EVIL}, sha256: {sha}, size: 3}}\n"));
    evil.push_str(&format!("external: {{system: {EVIL}, id: {EVIL}}}\n{EVIL}: {EVIL}\n"));
    desk.write(&path, &evil);
    desk.write(
        &format!("{folder}/01M847VV403Q6Q266XBHM8WVV9.yaml"),
        &format!(
            "kind: public\nchannel: {EVIL}\nwith: {EVIL}\nfor: {EVIL}\nmissing:\n  - {EVIL}\n\
             approval: {{what: {EVIL}, verdict: approved}}\nattachments:\n  - {{name: {EVIL}, sha256: {sha}, size: 3}}\n\
             {EVIL}: {EVIL}\nbody: {EVIL}\n"
        ),
    );
    desk.write("tickets/evil\u{1b}[31m\u{202e}name", "x\n");
    desk.write(&format!("{folder}/\u{9b}2J.yaml"), "x: y\n");
    // The people of git, and its messages.
    desk.be("Eve\u{1b}[31m\u{202e}", "eve\u{1b}[31m@evil.example");
    desk.commit("evil \u{1b}[31m\u{202e} message");
    desk.be("Ana Souza", "ana@desk.example");
    for args in READS {
        let said = desk.tramite(args);
        assert!(matches!(said.code, 0 | 1), "{args:?}: {}", said.err);
        nothing_raw(args, &said);
    }
    let json = desk.tramite(&["show", "1", "--format", "json"]).json();
    let title = json["ticket"]["title"].as_str().unwrap();
    assert!(title.contains("{{ticket.title}} =1+1"), "scripts get the text itself: {title:?}");
    // In errors, too: of what was typed and of what the ticket says.
    for args in [
        &["show", "\u{1b}[31m\u{202e}"][..],
        &["transition", "1", "\u{1b}[31m\u{202e}"],
        &["set", "1", "\u{1b}[31m=\u{202e}"],
        &["list", "\u{1b}[31m\u{202e}:x"],
        &["macro", "show", "\u{1b}[31m\u{202e}"],
        &["type", "show", "\u{1b}[31m"],
        &["\u{1b}[31m"],
    ] {
        let said = desk.tramite(args);
        assert!(said.code > 0, "{args:?}");
        nothing_raw(args, &said);
    }
    // Writers, on that ticket.
    for args in [
        &["reply", "1", "-m", "Answer"][..],
        &["tag", "1", "+seen"],
        &["set", "1", "title=Clean"],
        &["assign", "1", "ana"],
        &["show", "1"],
    ] {
        let said = desk.tramite(args);
        nothing_raw(args, &said);
    }
}

#[test]
fn control_characters_in_the_configuration_are_not_passed_on() {
    let desk = desk();
    let path = ".tramite/contacts/example.yaml";
    let text = desk.read(path).replace("name: Maria Lopes", &format!("name: {EVIL}"));
    assert!(text.contains("RED"));
    desk.write(path, &text);
    desk.write(
        ".tramite/views/evil.yaml",
        &format!("- {{id: evil, label: {EVIL}, query: \"status:new\"}}\n"),
    );
    desk.write(".tramite/unknown\u{1b}[31m.yaml", "x: y\n");
    desk.commit("evil");
    for args in READS {
        let said = desk.tramite(args);
        assert!(matches!(said.code, 0 | 1), "{args:?}: {}", said.err);
        nothing_raw(args, &said);
    }
    nothing_raw(&[], &desk.tramite(&["macro", "render", "1", "close/solved", "-v", "answer=x"]));
}

#[test]
fn what_is_typed_is_kept_without_control_characters() {
    let desk = desk();
    desk.tramite(&["comment", "1", "-m", "a\u{1b}[31mb\u{7}c\r\nd   \n\n\n"]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["comments"][0]["body"].as_str().unwrap().trim_end(), "a[31mbc\nd");
    desk.tramite(&["set", "1", "title=one\ntwo\u{1b}"]).exits(0);
    let title = desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["title"].clone();
    assert!(!title.as_str().unwrap().contains(['\n', '\u{1b}']), "{title}");
    desk.is_clean();
}

#[test]
fn templates_in_customer_text_are_text() {
    let desk = desk();
    let evil = "{{desk.name}} {{{me.email}}} {{#each ticket}}x{{/each}} {{> partial}}";
    desk.tramite(&["set", "1", &format!("title={evil}")]).ok();
    desk.tramite(&["comment", "1", "--customer", "--for", "maria@example", "-m", evil]).ok();
    desk.write(
        ".tramite/macros/evil.hbs",
        "---\ntitle: Evil\nkind: public\nask: [{id: what, label: What}]\n---\n{{ticket.title}} | {{what}}\n",
    );
    desk.commit("a macro that repeats what the customer wrote");
    let rendered = desk.tramite(&["macro", "render", "1", "evil", "-v", &format!("what={evil}")]).ok();
    assert_eq!(rendered.trim(), format!("{evil} | {evil}"));
    desk.tramite(&["macro", "apply", "1", "evil", "-v", &format!("what={evil}")]).ok();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    let last = shown["ticket"]["comments"].as_array().unwrap().last().unwrap()["body"].clone();
    assert_eq!(last.as_str().unwrap().trim(), format!("{evil} | {evil}"));
    // Nor is customer text in the messages of commits.
    let messages = desk.git(&["log", "--format=%B"]).ok();
    assert!(!messages.contains("{{"), "{messages}");
}

/// Files that cannot be tickets, by what is wrong with them.
fn bad_files() -> Vec<(&'static str, Vec<u8>)> {
    let mut bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for i in 1..12 {
        let row = vec![format!("*a{}", i - 1); 10].join(", ");
        bomb.push_str(&format!("a{i}: &a{i} [{row}]\n"));
    }
    let ticket = "uid: 01M847VV408THJ2BBRPY44MRAA\ntype: question\ntitle: T\nstatus: new\n";
    vec![
        ("an alias bomb", format!("{ticket}{bomb}").into_bytes()),
        ("a huge file", format!("{ticket}description: {}\n", "x".repeat(1 << 21)).into_bytes()),
        (
            "deep nesting",
            format!("{ticket}fields: {}{}\n", "[".repeat(50_000), "]".repeat(50_000)).into_bytes(),
        ),
        (
            "deep indentation",
            (0..3000).flat_map(|i| [" ".repeat(i), "a:\n".to_owned()]).collect::<String>().into_bytes(),
        ),
        ("NUL bytes", b"uid: 01M847VV408THJ2BBRPY44MRAA\ntitle: a\0b\n".to_vec()),
        (
            "not UTF-8",
            b"uid: 01M847VV408THJ2BBRPY44MRAA\ntype: question\ntitle: caf\xe9\nstatus: new\n".to_vec(),
        ),
        ("UTF-16", "uid: x\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("nothing", Vec::new()),
        ("no mapping", b"- a\n- b\n".to_vec()),
        ("a key twice", format!("{ticket}title: again\n").into_bytes()),
        (
            "a conflict",
            format!("{ticket}<<<<<<< ours\npriority: high\n=======\npriority: low\n>>>>>>> theirs\n")
                .into_bytes(),
        ),
        ("no uid", b"type: question\ntitle: T\nstatus: new\n".to_vec()),
        ("two documents", format!("{ticket}---\n{ticket}").into_bytes()),
        ("a tag of a programming language", b"!!python/object/apply:os.system [ls]\n".to_vec()),
    ]
}

#[test]
fn a_bad_ticket_file_is_one_finding_and_the_list_goes_on() {
    let desk = desk();
    let bad = bad_files();
    for (i, (_, bytes)) in bad.iter().enumerate() {
        let path = format!("tickets/202611/{:04}-aa{:02}/ticket.yaml", i + 10, i);
        desk.write(&path, "");
        std::fs::write(desk.path().join(path), bytes).unwrap();
    }
    desk.commit("bad");
    list_goes_on(&desk, 1);
    let found = findings(&desk);
    for (i, (what, _)) in bad.iter().enumerate() {
        let path = format!("tickets/202611/{:04}-aa{:02}/ticket.yaml", i + 10, i);
        let of_it: Vec<_> = found.iter().filter(|f| f["path"] == path.as_str()).collect();
        assert_eq!(of_it.iter().filter(|f| f["severity"] == "error").count(), 1, "{what}: {of_it:?}");
        // It cannot be changed either, and says why.
        let name = format!("202611/{:04}", i + 10);
        let said = desk.tramite(&["set", &name, "priority=high"]);
        assert!(matches!(said.code, 3 | 4), "{what}: {} {}", said.code, said.err);
        nothing_raw(&[what], &said);
    }
    // Opening and answering go on, and no number is given out twice.
    desk.tramite(&["comment", "1", "-m", "x"]).ok();
    let opened = desk.tramite(&[&OPEN[..], &["--format", "json"]].concat()).json();
    assert_eq!(opened["number"], format!("202611/{:04}", bad.len() + 10));
    assert_eq!(desk.git(&["status", "--porcelain"]).ok(), "");
}

#[test]
fn a_bad_comment_file_is_one_finding_and_the_ticket_is_shown() {
    let desk = desk();
    let folder = folder(&desk, "1");
    desk.tramite(&["comment", "1", "-m", "A good one"]).ok();
    let bad = bad_files();
    let path = |i: usize| format!("{folder}/01M847VV403Q6Q266XBHM8WV{i:02}.yaml");
    for (i, (_, bytes)) in bad.iter().enumerate() {
        std::fs::write(desk.path().join(path(i)), bytes).unwrap();
    }
    desk.commit("bad");
    let said = desk.tramite(&["show", "1"]).exits(0);
    assert!(said.out.contains("A good one"));
    list_goes_on(&desk, 1);
    let found = findings(&desk);
    for (i, (what, _)) in bad.iter().enumerate() {
        assert!(found.iter().any(|f| f["path"] == path(i).as_str()), "{what}: {found:?}");
    }
    desk.tramite(&["comment", "1", "-m", "x"]).ok();
}

/// `list` says the good tickets and exits 0; what is wrong goes to standard error.
#[track_caller]
fn list_goes_on(desk: &Place, good: usize) {
    let said = desk.tramite(&["list", "--all"]).exits(0);
    assert!(said.out.contains("First"), "{}", said.out);
    nothing_raw(&["list"], &said);
    let list = desk.tramite(&["list", "--all", "--format", "json"]).json();
    let named = list["tickets"].as_array().unwrap().iter().filter(|t| t["title"] == "First").count();
    assert_eq!(named, good);
    for args in [&["show", "1"][..], &["log", "1"], &["report", "sla"], &["board"], &["search", "First"], &[]]
    {
        nothing_raw(args, &desk.tramite(args).exits(0));
    }
}

fn findings(desk: &Place) -> Vec<serde_json::Value> {
    let said = desk.tramite(&["validate", "--all", "--format", "json"]);
    assert!(matches!(said.code, 0 | 1), "{}", said.err);
    nothing_raw(&["validate"], &said);
    let found: serde_json::Value = serde_json::from_str(&said.out).unwrap();
    found["findings"].as_array().unwrap().clone()
}

#[test]
#[cfg(unix)]
fn links_and_folders_in_the_place_of_files_are_not_followed() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    let secret = desk.root().join("secret");
    std::fs::write(&secret, "uid: 01M847VV408THJ2BBRPY44MRAA\ntype: question\ntitle: SECRET\nstatus: new\n")
        .unwrap();
    let at = |path: &str| desk.path().join(path);
    for path in ["tickets/202611/0010-mraa", "tickets/202611/0011-aaaa/ticket.yaml"] {
        std::fs::create_dir_all(at(path)).unwrap();
    }
    symlink(&secret, at("tickets/202611/0010-mraa/ticket.yaml")).unwrap();
    desk.write("tickets/202611/0011-aaaa/ticket.yaml/inside", "x\n");
    symlink(desk.root().join("home"), at("tickets/202611/0012-aaaa")).unwrap();
    symlink("/etc", at("tickets/202612")).unwrap();
    symlink(&secret, at(&format!("{}/01M847VV403Q6Q266XBHM8WVV9.yaml", folder(&desk, "1")))).unwrap();
    symlink(&secret, at(".tramite/types/evil.yaml")).unwrap();
    desk.commit("links");
    list_goes_on(&desk, 1);
    for args in READS {
        let said = desk.tramite(args);
        assert!(matches!(said.code, 0 | 1), "{args:?}: {}", said.err);
        assert!(!said.out.contains("SECRET"), "{args:?}");
    }
    desk.tramite(&["comment", "1", "-m", "x"]).ok();
    desk.is_clean();
}

/// A write does not go through a link that somebody put in the ticket's place.
#[test]
#[cfg(unix)]
fn a_write_does_not_leave_the_working_tree_by_a_link() {
    let desk = desk();
    let folder = folder(&desk, "1");
    let outside = desk.root().join("outside");
    std::fs::rename(desk.path().join(&folder), &outside).unwrap();
    std::os::unix::fs::symlink(&outside, desk.path().join(&folder)).unwrap();
    let before = std::fs::read_dir(&outside).unwrap().count();
    desk.tramite(&["comment", "1", "-m", "x"]).fails(6);
    desk.tramite(&["set", "1", "priority=high"]).fails(6);
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), before);
}

#[test]
fn odd_names_are_stray_files() {
    let desk = desk();
    for name in [
        "tickets/CON",
        "tickets/202611/nul.yaml",
        "tickets/202611/0007-k0ra.txt",
        "tickets/202613/0001-aaaa/ticket.yaml",
        "tickets/202611/7-aaaa/ticket.yaml",
        "tickets/202611/0007-AAAA/ticket.yaml",
        "tickets/202611/0007/ticket.yaml",
        "tickets/202611/0007-aaaa/extra/deep.yaml",
        "tickets/202611/0007-aaaa/COM1.yaml",
        "tickets/ space /x",
        "tickets/202611/99999999999999999999-aaaa/ticket.yaml",
        "tickets/202611/0000-aaaa/ticket.yaml",
    ] {
        desk.write(name, "uid: 01M847VV408THJ2BBRPY44AAAA\ntype: question\ntitle: Stray\nstatus: new\n");
    }
    desk.commit("odd");
    list_goes_on(&desk, 1);
    assert!(!desk.tramite(&["list", "--all"]).ok().contains("Stray"));
    assert!(findings(&desk).len() >= 10);
    desk.tramite(&["comment", "1", "-m", "x"]).ok();
    desk.is_clean();
}

#[test]
#[cfg(unix)]
fn names_that_are_not_utf8_and_trees_that_git_would_refuse() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let desk = desk();
    std::fs::write(desk.path().join(Path::new(OsStr::from_bytes(b"tickets/caf\xe9"))), "x").unwrap();
    std::fs::write(desk.path().join(Path::new(OsStr::from_bytes(b"caf\xe9"))), "x").unwrap();
    desk.commit("not UTF-8");
    list_goes_on(&desk, 1);
    desk.tramite(&["comment", "1", "-m", "x"]).ok();
    desk.is_clean();
    // A tree with `..` in it, as no git program makes it.
    desk.sh(
        "blob=$(printf 'uid: x\\n' | git hash-object -w --stdin) &&
         inner=$(printf '100644 blob %s\\tticket.yaml\\n' $blob | git mktree) &&
         month=$( (git ls-tree HEAD:tickets/202611; printf '040000 tree %s\\t..\\n' $inner) | git mktree) &&
         tickets=$(printf '040000 tree %s\\t202611\\n040000 tree %s\\t..\\n' $month $inner | git mktree) &&
         root=$( (git ls-tree HEAD | grep -v tickets; printf '040000 tree %s\\ttickets\\n' $tickets) | git mktree) &&
         git update-ref refs/heads/main $(git commit-tree -p HEAD -m tree $root)",
    )
    .ok();
    list_goes_on(&desk, 1);
    assert!(!desk.path().join("ticket.yaml").exists());
}

#[test]
fn a_text_that_could_not_be_read_back_is_refused() {
    let desk = desk();
    desk.write("../huge", &"x".repeat(1 << 21));
    let before = desk.git(&["rev-parse", "HEAD"]).ok();
    let error = desk.tramite(&["comment", "1", "-F", "../huge"]).fails(4);
    assert!(error.contains("attach"), "{error}");
    desk.tramite(&["open", "question", "-t", "x", "-F", "../huge", "--for", "maria@example"]).fails(4);
    assert_eq!(desk.git(&["rev-parse", "HEAD"]).ok(), before);
    std::fs::write(desk.path().join("../latin1"), b"caf\xe9").unwrap();
    desk.tramite(&["comment", "1", "-F", "../latin1"]).fails(2);
    desk.is_clean();
}

/// A name of git's that YAML, JSON, CSV or a terminal could take for something else.
#[test]
fn formulas_do_not_reach_a_spreadsheet() {
    let desk = desk();
    desk.tramite(&["set", "1", "title==HYPERLINK(\"http://evil\")"]).ok();
    let csv = desk.tramite(&["report", "sla", "--format", "csv"]).ok();
    let cells: Vec<&str> = csv.lines().nth(1).unwrap().split(',').collect();
    assert!(cells.iter().all(|cell| !cell.trim_start_matches('"').starts_with(['=', '+', '@'])), "{csv}");
}

#[test]
fn a_closed_pipe_is_no_error() {
    let desk = desk();
    for i in 0..30 {
        let folder = folder(&desk, "1");
        desk.write(
            &format!("{folder}/01M847VV403Q6Q266XBHM8W{i:03}.yaml"),
            &format!("kind: internal\nbody: |\n{}", "  long line of text\n".repeat(400)),
        );
    }
    desk.commit("long");
    for command in [
        "log 1",
        "show 1",
        "list",
        "show 1 --format json",
        "log 1 --format json",
        "man",
        "completions bash",
        "report sla --format csv",
    ] {
        let said =
            desk.sh(&format!("{{ tramite {command}; echo $? > ../code; }} | head -c 1 > /dev/null")).exits(0);
        assert_eq!(said.err, "", "{command}");
        assert_eq!(std::fs::read_to_string(desk.root().join("code")).unwrap(), "0\n", "{command}");
    }
    let said = desk.sh("tramite show 1 | true").exits(0);
    assert_eq!(said.err, "");
    // A full device is one.
    let said = desk.sh("tramite show 1 > /dev/full");
    assert_eq!(said.code, 6, "{}", said.err);
}
