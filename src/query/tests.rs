//! The language as a whole: what each rule of design 3.4 means for a ticket.

use super::fixture::*;
use super::*;
use serde_json::{Value, json};

fn yes(file: &Value, queries: &[&str]) {
    for query in queries {
        assert!(matches(file.clone(), query), "should match: {query}");
    }
}

fn no(file: &Value, queries: &[&str]) {
    for query in queries {
        assert!(!matches(file.clone(), query), "should not match: {query}");
    }
}

#[test]
fn terms_all_hold_and_commas_mean_any() {
    let file = json!({"priority": "alta", "tags": ["nfe", "Fiscal"], "assignee": "ana"});
    yes(
        &file,
        &[
            "",
            "priority:alta",
            "priority:media,alta tags:nfe",
            "tag:fiscal",
            "-priority:baixa",
            "!tags:xml",
            "assignee:me,none",
            "assignee:none,me",
        ],
    );
    no(
        &file,
        &[
            "priority:media",
            "priority:alta tags:xml",
            "-tags:nfe",
            "-assignee:me",
            "assignee:none",
            "-tags:xml,fiscal",
        ],
    );
    yes(
        &json!({}),
        &["assignee:none", "tags:none", "-assignee:me", "due:none", "priority:none", "-fields.caminho:x"],
    );
}
