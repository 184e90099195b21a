//! Scripts and manual pages for the shell, and what it is offered on TAB.

use crate::harness::{Place, update};
use std::path::PathBuf;

const SCRIPTS: [(&str, &str); 5] = [
    ("bash", "tramite.bash"),
    ("elvish", "tramite.elv"),
    ("fish", "tramite.fish"),
    ("powershell", "_tramite.ps1"),
    ("zsh", "_tramite"),
];

#[test]
fn the_scripts_in_completions_are_those_of_the_code() {
    let place = Place::empty();
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("completions");
    for (shell, file) in SCRIPTS {
        let script = place.tramite(&["completions", shell]).ok();
        let path = dir.join(file);
        if update() {
            std::fs::create_dir_all(&dir).unwrap();
            std::fs::write(&path, &script).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(
            kept == script,
            "completions/{file} is not the code's: UPDATE=1 cargo test --test it completions"
        );
    }
}

/// What a shell gets on TAB at the last of `words`: values, and behind a tab what they mean.
fn offered(place: &mut Place, words: &[&str]) -> Vec<(String, String)> {
    place.set("COMPLETE", "fish");
    let said = place.tramite(&[&["--", "tramite"], words].concat());
    place.unset("COMPLETE");
    assert_eq!(said.err, "", "a shell is told nothing");
    let pair = |line: &str| {
        let (value, help) = line.split_once('\t').unwrap_or((line, ""));
        (value.to_owned(), help.to_owned())
    };
    said.ok().lines().map(pair).filter(|(value, _)| !value.starts_with("--")).collect()
}

fn values(place: &mut Place, words: &[&str]) -> Vec<String> {
    offered(place, words).into_iter().map(|(value, _)| value).collect()
}

/// A question (solved and closed), a problem and a question, 1 to 3.
fn desk() -> Place {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "How do I export?", "--for", "maria@example"]).ok();
    desk.tramite(&["open", "problem", "-t", "Export stops", "-f", "impact=some"]).ok();
    desk.tramite(&["open", "question", "-t", "Where is the bill?"]).ok();
    desk.tramite(&["reply", "1", "solved", "-m", "In the menu"]).ok();
    desk.tramite(&["transition", "1", "closed"]).ok();
    desk
}

#[test]
fn tickets_are_offered_by_number_with_their_titles() {
    let mut desk = desk();
    let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
    assert_eq!(
        offered(&mut desk, &["show", ""]),
        [pair("202611/0003", "Where is the bill?"), pair("202611/0002", "Export stops")],
        "open ones, the newest first"
    );
    assert_eq!(values(&mut desk, &["log", "202611/0001"]), ["202611/0001"], "a closed one that is begun");
    assert_eq!(values(&mut desk, &["show", "202612"]), [""; 0]);
    // From elsewhere, and with an option before the word.
    let folder = desk.path().display().to_string();
    desk.cd("home");
    assert_eq!(values(&mut desk, &["-C", &folder, "show", "202611/0002"]), ["202611/0002"]);
}

#[test]
fn a_status_is_one_that_the_ticket_may_move_to() {
    let mut desk = desk();
    let moves = offered(&mut desk, &["transition", "2", ""]);
    let to: Vec<&str> = moves.iter().map(|(value, _)| value.as_str()).collect();
    assert_eq!(to, ["open", "pending", "invalid"], "from new, by the flow of its type");
    assert!(moves[1].1.starts_with("Waiting for customer · a public reply"), "what it lacks: {}", moves[1].1);
    assert_eq!(values(&mut desk, &["reply", "2", "-m", "A text", "pe"]), ["pending"]);
    assert_eq!(
        values(&mut desk, &["transition", "2", "en"]),
        ["engineering"],
        "no move: a status of its type"
    );
    assert_eq!(values(&mut desk, &["transition", "9", ""]), [""; 0]);
}

#[test]
fn what_the_desk_names_is_offered() {
    let mut desk = desk();
    assert_eq!(values(&mut desk, &["open", ""]), ["problem", "question", "request"]);
    assert_eq!(values(&mut desk, &["assign", "2", ""]), ["ana", "me", "none"]);
    assert_eq!(values(&mut desk, &["transfer", "2", "e"]), ["engineering"]);
    assert_eq!(values(&mut desk, &["open", "question", "--for", "m"]), ["maria@example"]);
    assert_eq!(values(&mut desk, &["reply", "2", "--channel", "p"]), ["portal", "phone"]);
    assert_eq!(values(&mut desk, &["list", "--view", "l"]), ["late"]);
    assert_eq!(
        values(&mut desk, &["macro", "apply", "2", "c"]),
        ["collect/more_information"],
        "those that fit it"
    );
    assert_eq!(
        values(&mut desk, &["macro", "render", "2", "collect/more_information", "-v", ""]),
        ["question="]
    );
    assert_eq!(values(&mut desk, &["open", "problem", "-f", "imp"]), ["impact="]);
    assert_eq!(values(&mut desk, &["set", "2", "impact="]), ["impact=one", "impact=some", "impact=all"]);
    assert_eq!(values(&mut desk, &["calendar", "show", "b"]), ["business"]);
}

#[test]
fn an_alias_is_completed_as_what_it_stands_for() {
    let mut desk = desk();
    assert_eq!(values(&mut desk, &["ans"]), ["answer"]);
    assert_eq!(values(&mut desk, &["solve", "202611/0002"]), ["202611/0002"]);
    // Such a name hides no command and changes none.
    assert_eq!(values(&mut desk, &["answer", "2", "pe"]), ["pending"]);
}

#[test]
fn without_a_desk_commands_are_offered_and_nothing_is_said() {
    let mut place = Place::empty();
    assert_eq!(values(&mut place, &["show", ""]), [""; 0]);
    assert_eq!(values(&mut place, &["dem"]), ["demo"]);
    assert_eq!(values(&mut place, &["-C", "nowhere", "show", ""]), [""; 0]);
    // A file of the configuration that cannot be read is no reason to speak either.
    let mut desk = Place::desk();
    desk.write(".tramite/desk.yaml", "name: [");
    desk.commit("break it");
    assert_eq!(values(&mut desk, &["show", "2"]), [""; 0]);
}

#[test]
fn titles_are_offered_without_what_a_terminal_obeys() {
    let mut desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "plain \u{202e}evil"]).ok();
    let offers = offered(&mut desk, &["show", ""]);
    assert!(!offers[0].1.contains('\u{202e}'), "{offers:?}");
}

#[test]
fn bash_itself_completes() {
    let desk = desk();
    let script = "source <(COMPLETE=bash tramite); COMP_WORDS=(tramite show 202611/0002); COMP_CWORD=2; \
                  _clap_complete_tramite tramite 202611/0002 show; echo \"${COMPREPLY[0]}\"";
    let said = desk.command("bash").args(["--norc", "-c", script]).output();
    // A machine without bash has nobody to ask.
    if let Ok(output) = said {
        assert_eq!(String::from_utf8_lossy(&output.stdout), "202611/0002\n", "{output:?}");
    }
}

#[test]
fn the_manual_has_a_page_for_each_command() {
    let place = Place::empty();
    let page = place.tramite(&["man"]).ok();
    assert!(page.lines().any(|line| line.starts_with(".TH tramite 1")), "{page}");
    place.tramite(&["man", "--dir", "pages"]).ok();
    for name in ["tramite.1", "tramite-open.1", "tramite-report-sla.1"] {
        let page = place.read(&format!("pages/{name}"));
        let title = name.trim_end_matches(".1");
        assert!(page.contains(&format!(".TH {title} 1")), "{name}");
    }
    // A machine without man, or with a stub of it, has nobody to ask.
    let shown = place.command("man").args(["-l", "pages/tramite-open.1"]).output();
    if let Some(output) = shown.ok().filter(|o| o.status.success() && o.stderr.is_empty())
        && !String::from_utf8_lossy(&output.stdout).contains("minimized")
    {
        assert!(String::from_utf8_lossy(&output.stdout).contains("Open a ticket"), "{output:?}");
    }
}
