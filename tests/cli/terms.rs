//! Words that begin with `-`: terms and tags, or options (8).

use crate::harness::Place;

#[test]
fn a_term_and_the_options_behind_it_are_told_apart() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "First"]).ok();
    desk.tramite(&["open", "question", "-t", "Second", "--tag", "vip"]).ok();
    let titles = |args: &[&str]| {
        let json = desk.tramite(args).json();
        let tickets = json["tickets"].as_array().unwrap();
        tickets.iter().map(|t| t["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(titles(&["list", "-tags:vip", "--format", "json"]), ["First"]);
    assert_eq!(titles(&["list", "status:new", "-tags:vip", "--all", "--format=json"]), ["First"]);
    assert_eq!(titles(&["list", "--format", "json", "tags:vip"]), ["Second"]);
    assert_eq!(titles(&["list", "--order", "-opened", "--format", "json"]).len(), 2, "an option's value");
    assert!(desk.tramite(&["list", "-x"]).fails(2).contains("-x"), "neither a term nor an option");
}

#[test]
fn a_tag_is_taken_away_and_the_answer_is_json() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "First", "--tag", "vip"]).ok();
    desk.tramite(&["tag", "1", "-vip", "+export", "--format", "json"]).json();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["tags"], serde_json::json!(["export"]));
    desk.tramite(&["watch", "1", "john@example", "--format", "json"]).json();
    desk.tramite(&["watch", "1", "-john@example", "--format", "json"]).json();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["watchers"], serde_json::json!([]));
    // A text may begin with a dash: it is what follows its option.
    desk.tramite(&["note", "1", "-m", "-status:new is how we say it", "--format", "json"]).json();
    let shown = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(shown["ticket"]["comments"][0]["body"], "-status:new is how we say it");
}
