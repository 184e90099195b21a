//! A desk with a history of its own: the same for the same seed, number and time.

use crate::harness::Place;

fn demo(place: &Place, args: &[&str]) -> String {
    place.tramite(&[&["demo"], args].concat()).ok()
}

fn head(place: &Place, dir: &str) -> String {
    place.git(&["-C", dir, "rev-parse", "HEAD"]).ok()
}

#[test]
fn the_same_seed_number_and_time_give_the_same_commits() {
    let mut place = Place::empty();
    demo(&place, &["one", "--tickets", "12", "--seed", "3"]);
    // Neither the ids of ordinary commands nor who asks have a part in it.
    place.set("TRAMITE_SEED", "another");
    place.be("Bob", "bob@elsewhere.example");
    demo(&place, &["two", "--tickets", "12", "--seed", "3"]);
    assert_eq!(head(&place, "one"), head(&place, "two"));
    demo(&place, &["three", "--tickets", "12", "--seed", "4"]);
    assert_ne!(head(&place, "one"), head(&place, "three"));
    place.at("2026-11-24T10:00:00-03:00");
    demo(&place, &["four", "--tickets", "12", "--seed", "3"]);
    assert_ne!(head(&place, "one"), head(&place, "four"));
}

#[test]
fn it_is_a_desk_without_errors_in_a_whole_repository() {
    let mut place = Place::empty();
    let out = demo(&place, &["there", "--tickets", "30"]);
    assert!(out.contains("first_response"), "the SLA report is shown: {out}");
    place.cd("desk/there");
    place.is_clean();
    // Nobody has anything to find fault with.
    let findings = place.tramite(&["validate", "--all", "--format", "json"]).json();
    assert_eq!(findings["findings"], serde_json::json!([]));
    let listed = place.tramite(&["list", "--all", "--format", "json"]).json();
    assert_eq!(listed["tickets"].as_array().unwrap().len(), 30);
    // Nothing happens after now.
    let newest: i64 = place.git(&["log", "-1", "--format=%ct"]).ok().trim().parse().unwrap();
    assert!(newest <= 1_795_438_800, "{newest}");
}

#[test]
fn it_needs_no_git_identity_on_the_machine() {
    let mut place = Place::empty();
    for role in ["AUTHOR", "COMMITTER"] {
        place.unset(&format!("GIT_{role}_NAME"));
        place.unset(&format!("GIT_{role}_EMAIL"));
    }
    demo(&place, &["there", "--tickets", "3"]);
    place.cd("desk/there");
    place.tramite(&["note", "1", "-m", "The desk's leader writes here"]).ok();
    place.is_clean();
}

#[test]
fn a_folder_with_anything_in_it_is_left_alone() {
    let place = Place::empty();
    place.write("there/mine.txt", "mine\n");
    let said = place.tramite(&["demo", "there", "--tickets", "3"]).fails(6);
    assert!(said.contains("not empty"), "{said}");
    assert!(!place.path().join("there/.git").exists());
    assert_eq!(place.read("there/mine.txt"), "mine\n");
}
