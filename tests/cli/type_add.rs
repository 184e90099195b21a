//! `type add`: a type of a preset comes with what it needs, and nothing of the desk is overwritten.

use super::support::{commits, refused, says, state, tip};
use crate::harness::Place;

#[test]
fn a_type_comes_with_what_it_needs_in_one_commit() {
    // A desk of the agency takes in the help desk's requests.
    let desk = Place::repository();
    desk.tramite(&["init", "--preset", "agencia", "--timezone", "America/Sao_Paulo"]).ok();
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    let own = desk.git(&["ls-tree", "-r", "HEAD", "--", ".tramite"]).ok();
    let before = state(&desk);
    let preview = desk.tramite(&["type", "add", "helpdesk/problem", "--dry-run", "--format", "json"]).json();
    assert_eq!(state(&desk), before, "a preview writes nothing");
    let count = commits(&desk);
    let done = desk.tramite(&["type", "add", "helpdesk/problem", "--format", "json"]).json();
    assert_eq!(commits(&desk), count + 1);
    assert_eq!(
        (&done["files"], &done["edited"], &done["notes"]),
        (&preview["files"], &preview["edited"], &preview["notes"])
    );
    assert_eq!((&done["type"], &done["commit"]), (&"problem".into(), &tip(&desk, "%H").into()));
    let files: Vec<&str> = done["files"].as_array().unwrap().iter().map(|f| f.as_str().unwrap()).collect();
    assert!(files.contains(&".tramite/types/problem.yaml"), "{files:?}");
    assert_eq!(
        desk.read(".tramite/types/problem.yaml"),
        include_str!("../../templates/presets/helpdesk/types/problem.yaml"),
        "with its comments"
    );
    // Its routing names a team that the agency lacks.
    says(&desk.read(".tramite/desk.yaml"), &["id: support"]);
    // What the desk had is as it was, but for what was added to.
    let now = desk.git(&["ls-tree", "-r", "HEAD", "--", ".tramite"]).ok();
    for line in own.lines() {
        let edited = done["edited"].as_array().unwrap().iter().any(|p| line.ends_with(p.as_str().unwrap()));
        assert!(edited || now.contains(line), "{line} was overwritten");
    }
    let types = desk.tramite(&["type", "list"]).ok();
    says(&types, &["problem", "solicitacao"]);
    // What does not fit is told now, and is all that the check says.
    let findings = desk.tramite(&["validate", "--config", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&findings.out).unwrap();
    let notes = done["notes"].to_string();
    for finding in json["findings"].as_array().unwrap() {
        let message = serde_json::Value::from(finding["message"].as_str().unwrap()).to_string();
        assert!(notes.contains(message.trim_matches('"')), "{finding}: {notes}");
    }
    desk.is_clean();
    // Twice is a clash of nothing: it is there, and nothing changes.
    let again = desk.tramite(&["type", "add", "helpdesk/problem", "--format", "json"]).json();
    assert_eq!((&again["commit"], &again["files"]), (&serde_json::Value::Null, &serde_json::json!([])));
}

#[test]
fn a_clash_of_ids_is_refused_and_nothing_is_overwritten() {
    let desk = Place::desk();
    let text = desk.read(".tramite/types/question.yaml").replace("title: Question", "title: Our question");
    desk.write(".tramite/types/question.yaml", &text);
    desk.commit("our own");
    let error = refused(&desk, &["type", "add", "helpdesk/question"], 4);
    says(&error, &["types/question", ".tramite/types/question.yaml", "nothing is overwritten"]);
    says(&refused(&desk, &["type", "add", "helpdesk/qestion"], 3), &["question"]);
    says(&refused(&desk, &["type", "add", "hepldesk/question"], 3), &["helpdesk"]);
    says(&refused(&desk, &["type", "add", "question"], 2), &["PRESET/TYPE"]);
    // A desk that is there already keeps all it has.
    let error = refused(&desk, &["init", "--preset", "agencia"], 4);
    says(&error, &["already has a desk", "nothing is overwritten"]);
}
