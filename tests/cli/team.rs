//! Several people with a clone each, and one bare repository between them.

use crate::harness::{Place, Said};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Ana, Bia and Caio, each in a folder of that name, and `hub.git`.
pub struct Team {
    pub place: Place,
    minute: u32,
}

impl Team {
    /// A desk with one ticket, `202611/0001`, that all of them have.
    pub fn new(people: &[&str]) -> Self {
        let place = Place::desk();
        for (id, name) in [("bia", "Bia Lima"), ("caio", "Caio Reis")] {
            let email = format!("{id}@desk.example");
            place
                .tramite(&["person", "add", id, "--name", name, "--email", &email, "--team", "support"])
                .ok();
        }
        place.git(&["init", "-q", "--bare", "-b", "main", "../hub.git"]).ok();
        let mut team = Self { place, minute: 0 };
        team.place.tramite(&OPEN).ok();
        let hub = team.place.root().join("hub.git").display().to_string();
        team.place.git(&["remote", "add", "origin", &format!("file://{hub}")]).ok();
        team.place.tramite(&["sync"]).ok();
        std::fs::rename(team.place.root().join("desk"), team.place.root().join("ana")).unwrap();
        team.place.cd("ana");
        for who in people.iter().filter(|who| **who != "ana") {
            let to = team.place.root().join(who).display().to_string();
            team.place.git(&["clone", "-q", &format!("file://{hub}"), &to]).ok();
        }
        team
    }

    /// Somebody at their clone, a minute later, whose new ids are their own.
    pub fn at(&mut self, who: &str) -> &mut Place {
        self.minute += 1;
        let (id, name) = match who {
            "ana" => ("ana", "Ana Souza"),
            "bia" => ("bia", "Bia Lima"),
            _ => ("caio", "Caio Reis"),
        };
        self.place.cd(who);
        self.place.be(name, &format!("{id}@desk.example"));
        let now = format!("2026-11-23T{:02}:{:02}:00-03:00", 10 + self.minute / 60, self.minute % 60);
        self.place.at(&now);
        self.place.set("TRAMITE_SEED", &format!("{who} {}", self.minute));
        &mut self.place
    }

    /// Runs `tramite` as somebody.
    pub fn run(&mut self, who: &str, args: &[&str]) -> Said {
        self.at(who).tramite(args)
    }

    /// What `tramite sync --format json` says.
    pub fn sync(&mut self, who: &str) -> Value {
        self.run(who, &["sync", "--format", "json"]).json()
    }

    /// Opens a ticket; its number and uid.
    pub fn open(&mut self, who: &str, title: &str) -> (String, String) {
        let args = ["open", "question", "-t", title, "-d", "x", "--for", "maria@example", "--format", "json"];
        let said = self.run(who, &args).json();
        (said["number"].as_str().unwrap().to_owned(), said["uid"].as_str().unwrap().to_owned())
    }

    /// The tip of somebody's branch.
    pub fn head(&mut self, who: &str) -> String {
        self.place.cd(who);
        self.place.git(&["rev-parse", "main"]).ok().trim().to_owned()
    }

    /// A ticket as somebody sees it.
    pub fn show(&mut self, who: &str, ticket: &str) -> Value {
        self.at(who).tramite(&["show", ticket, "--format", "json"]).json()["ticket"].clone()
    }

    /// Everything in somebody's clone: references, files, index, in words that can be compared.
    pub fn state(&mut self, who: &str) -> String {
        self.place.cd(who);
        let refs = self.place.git(&["for-each-ref", "refs/heads"]).ok();
        let status = self.place.git(&["status", "--porcelain"]).ok();
        let index = self.place.git(&["ls-files", "-s"]).ok();
        format!("{refs}{status}{index}")
    }

    /// All have one head, their repositories are whole, and no uid or number is there twice.
    #[track_caller]
    pub fn is_one(&mut self, people: &[&str]) {
        let heads: BTreeSet<String> = people.iter().map(|who| self.head(who)).collect();
        assert_eq!(heads.len(), 1, "{heads:?}");
        for who in people {
            self.place.cd(who);
            self.place.is_clean();
            let mut seen = BTreeMap::new();
            for ticket in self.tickets(who) {
                for key in ["number", "uid"] {
                    let before = seen.insert(ticket[key].to_string(), ticket["path"].clone());
                    assert_eq!(before, None, "{key} {} twice", ticket[key]);
                }
            }
        }
        self.place.cd("hub.git");
        self.place.git(&["fsck", "--strict", "--no-dangling"]).ok();
    }

    /// Every ticket.
    pub fn tickets(&mut self, who: &str) -> Vec<Value> {
        self.place.cd(who);
        let list = self.place.tramite(&["list", "--all", "--format", "json"]).json();
        list["tickets"].as_array().unwrap().clone()
    }
}

pub const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];
