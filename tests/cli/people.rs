//! `person add`, `contact add`: edits of the configuration by a program.

use crate::harness::Place;

const BRUNO: [&str; 9] =
    ["person", "add", "bruno", "--name", "Bruno Lima", "--email", "bruno@desk.example", "--team", "support"];

#[test]
fn a_person_is_added_in_one_commit_and_can_act() {
    let mut desk = Place::desk();
    let before = desk.read(".tramite/desk.yaml");
    let json = desk.tramite(&[&BRUNO[..], &["--format", "json"]].concat()).json();
    assert_eq!(json["person"], "bruno");
    assert_eq!(desk.git(&["rev-parse", "HEAD"]).ok().trim(), json["commit"].as_str().unwrap());
    let line =
        "  - {id: bruno, name: Bruno Lima, email: bruno@desk.example, roles: [agent], teams: [support]}";
    let after = desk.read(".tramite/desk.yaml");
    let added: Vec<&str> = after.lines().filter(|l| !before.lines().any(|b| b == *l)).collect();
    assert_eq!(added, [line]);
    assert_eq!(after.lines().count(), before.lines().count() + 1, "comments and layout stay");
    desk.is_clean();
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    desk.be("Bruno Lima", "Bruno@desk.example");
    desk.tramite(&["open", "question", "-t", "How?", "-d", "x", "--for", "maria@example"]).ok();
    desk.tramite(&["take", "1"]).ok();
    assert_eq!(desk.tramite(&["show", "1", "--format", "json"]).json()["ticket"]["assignee"], "bruno");
    // Who had it before stays in sight (S14).
    desk.be("Ana Souza", "ana@desk.example");
    desk.tramite(&["take", "1"]).ok();
    let shown = desk.tramite(&["show", "1"]).ok();
    assert!(shown.contains("(before: Bruno Lima)"), "{shown}");
}

#[test]
fn only_those_whom_the_desk_names_add_people() {
    let mut desk = Place::desk();
    desk.tramite(&BRUNO).ok();
    for (name, email) in [
        ("Bruno Lima", "bruno@desk.example"),
        ("Eve", "eve@elsewhere.example"),
        ("Maria", "maria@example.com"),
    ] {
        desk.be(name, email);
        let error = desk
            .tramite(&["person", "add", "carla", "--name", "Carla", "--email", "carla@desk.example"])
            .fails(4);
        assert!(error.contains("may not change desk") && error.contains("leader"), "{error}");
    }
    desk.is_clean();
}

#[test]
fn a_second_person_of_one_id_or_address_is_refused() {
    let desk = Place::desk();
    desk.tramite(&BRUNO).ok();
    let add = |id: &str, email: &str| desk.tramite(&["person", "add", id, "--name", "X", "--email", email]);
    assert!(add("bruno", "b@desk.example").fails(4).contains("has a person \"bruno\" already"));
    assert!(add("b2", "BRUNO@desk.example").fails(4).contains("is that of \"bruno\""));
    assert!(add("b2", "maria@example.com").fails(4).contains("is that of \"maria@example\""));
    assert!(add("b2", "no address").fails(2).contains("is no address"));
    for id in ["me", "none", "a b", "a: b", "-x", ""] {
        let said = desk.tramite(&["person", "add", "--name", "X", "--email", "x@desk.example", "--", id]);
        assert!(said.fails(2).contains("is no id"), "{id}");
    }
    let error = desk
        .tramite(&["person", "add", "b3", "--name", "X", "--email", "x@desk.example", "--team", "nobody"])
        .fails(2);
    assert!(error.contains("support, engineering"), "{error}");
    desk.is_clean();
}

#[test]
fn names_of_people_are_kept_whatever_is_in_them() {
    let desk = Place::desk();
    for (n, name) in ["Ann \"Al\" O'Neil: x", "two  blanks", "{{me.email}}", "no", "a # b", "- x", "日本 語"]
        .iter()
        .enumerate()
    {
        let (id, email) = (format!("p{n}"), format!("p{n}@desk.example"));
        desk.tramite(&["person", "add", &id, &format!("--name={name}"), "--email", &email]).ok();
        let text = desk.read(".tramite/desk.yaml");
        assert!(text.contains(&format!("id: {id}")), "{text}");
    }
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
}

#[test]
fn contacts_are_added_to_old_and_new_organizations() {
    let mut desk = Place::desk();
    let add = |args: &[&str]| desk.tramite(&[&["contact", "add"], args].concat());
    add(&[
        "rui@acme",
        "--name",
        "Rui Melo",
        "--email",
        "rui@acme.example",
        "--organization",
        "acme",
        "--org-name",
        "ACME: Ltd",
        "-f",
        "trained=true",
    ])
    .ok();
    assert_eq!(
        desk.read(".tramite/contacts/acme.yaml"),
        "organization: acme\nname: \"ACME: Ltd\"\ncontacts:\n  - {id: rui@acme, name: Rui Melo, email: rui@acme.example, trained: \"true\"}\n"
    );
    add(&[
        "eva@acme",
        "--name",
        "Eva",
        "--email",
        "eva@acme.example",
        "--organization",
        "acme",
        "--role",
        "manager",
    ])
    .ok();
    assert!(
        desk.read(".tramite/contacts/acme.yaml")
            .ends_with("  - {id: eva@acme, name: Eva, email: eva@acme.example, roles: [manager]}\n")
    );
    let before = desk.read(".tramite/contacts/example.yaml");
    add(&["zoe@example", "--name", "Zoe", "--email", "zoe@example.com", "--organization", "example"]).ok();
    let after = desk.read(".tramite/contacts/example.yaml");
    assert_eq!(after, format!("{before}  - {{id: zoe@example, name: Zoe, email: zoe@example.com}}\n"));
    assert!(
        add(&["zoe@example", "--name", "Z", "--email", "z@example.com", "--organization", "acme"])
            .fails(4)
            .contains("already")
    );
    assert!(
        add(&["z2", "--name", "Z", "--email", "ZOE@example.com", "--organization", "acme"])
            .fails(4)
            .contains("is that of")
    );
    assert!(
        add(&["z3", "--name", "Z", "--email", "z3@example.com", "--organization", "../x"])
            .fails(2)
            .contains("is no id")
    );
    assert_eq!(desk.tramite(&["validate", "--config"]).ok(), "");
    desk.is_clean();
    // The new contact acts as a customer.
    desk.be("Rui", "rui@acme.example");
    desk.tramite(&["open", "question", "-t", "How?", "-d", "x"]).ok();
    let ticket = desk.tramite(&["show", "1", "--format", "json"]).json();
    assert_eq!(
        (&ticket["ticket"]["requester"], &ticket["ticket"]["organization"]),
        (&"rui@acme".into(), &"acme".into())
    );
    let said = desk.tramite(&[
        "contact",
        "add",
        "x@acme",
        "--name",
        "X",
        "--email",
        "x@acme.example",
        "--organization",
        "acme",
    ]);
    assert!(said.fails(4).contains("may not change contacts"));
}
