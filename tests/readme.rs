//! Every console block of README.md and docs/json.md is executed, in one pinned world, from top to bottom.
//!
//! `<!-- now 10:20 -->` sets the clock, `<!-- $ command -->` runs unseen. `...` on a line of its own stands for any lines. Ids of commits and tickets are
//! compared by their form. A command that fails is followed by `$ echo $?`. `UPDATE=1` writes what was said into the file.

use crate::harness::Place;
use regex::Regex;
use std::path::PathBuf;

/// One line of a document, or a command with what it is expected to say.
enum Part {
    Line(String),
    Command { line: String, says: Vec<String> },
}

fn parts(text: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        let fence = line.starts_with("```");
        if fence {
            inside = !inside && line == "```console";
        }
        match (inside && !fence, line.strip_prefix("$ "), parts.last_mut()) {
            (true, Some(command), _) => {
                parts.push(Part::Command { line: command.to_owned(), says: Vec::new() });
            }
            (true, None, Some(Part::Command { says, .. })) => says.push(line.to_owned()),
            (true, None, _) => panic!("a console block begins with a command: {line}"),
            _ => parts.push(Part::Line(line.to_owned())),
        }
    }
    parts
}

/// The text with ids as their form.
fn formed(text: &str) -> String {
    let forms = [
        (r"\b[0-9A-HJKMNP-TV-Z]{26}\b", "ULID"),
        (r"\b(\d{6}/\d{4})-[0-9a-hjkmnp-tv-z]{4}\b", "$1-xxxx"),
        (r"\b[0-9a-f]{40}\b", "COMMIT"),
        (r"(?m)^[0-9a-f]{7,10} ", "COMMIT "),
    ];
    forms.iter().fold(text.to_owned(), |text, (from, to)| {
        Regex::new(from).unwrap().replace_all(&text, *to).into_owned()
    })
}

fn matches(expected: &[String], said: &[&str]) -> bool {
    match expected.split_first() {
        None => said.is_empty(),
        Some((first, rest)) if first == "..." => (0..=said.len()).any(|n| matches(rest, &said[n..])),
        Some((first, rest)) => said
            .split_first()
            .is_some_and(|(line, more)| formed(first) == formed(line) && matches(rest, more)),
    }
}

/// Runs the document and gives it with what was said, and what differed.
fn run(text: &str) -> (String, Vec<String>) {
    let mut place = Place::empty();
    let (mut folder, mut code) = ("desk".to_owned(), 0);
    let (mut written, mut wrong) = (String::new(), Vec::new());
    for part in parts(text) {
        let Part::Command { line, says } = part else {
            let Part::Line(line) = part else { continue };
            if let Some(time) = line.strip_prefix("<!-- now ").and_then(|l| l.strip_suffix(" -->")) {
                let now = format!("2026-11-23T{time}:00-03:00");
                place.at(&now);
                place.set("GIT_AUTHOR_DATE", &now);
                place.set("GIT_COMMITTER_DATE", &now);
            }
            if let Some(hidden) = line.strip_prefix("<!-- $ ").and_then(|l| l.strip_suffix(" -->")) {
                place.sh(hidden).ok();
            }
            written.push_str(&format!("{line}\n"));
            continue;
        };
        if code != 0 && line != "echo $?" {
            wrong.push(format!("before `{line}`: the command failed with {code}"));
        }
        let said = if let Some(dir) = line.strip_prefix("cd ") {
            folder = format!("{folder}/{dir}");
            place.cd(&folder);
            String::new()
        } else {
            let said = place.sh(&format!("exec 2>&1\n(exit {code})\n{line}"));
            code = said.code;
            said.out
        };
        let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
        written.push_str(&format!("$ {line}\n"));
        let same = matches(&says, &lines);
        if !same {
            wrong.push(format!(
                "$ {line}\n--- expected\n{}\n--- said\n{}",
                says.join("\n"),
                lines.join("\n")
            ));
        }
        let shown = if same { says } else { lines.into_iter().map(str::to_owned).collect() };
        for line in &shown {
            written.push_str(&format!("{line}\n"));
        }
    }
    (written, wrong)
}

#[track_caller]
fn holds(document: &str, blocks: usize) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(document);
    let text = std::fs::read_to_string(&path).unwrap();
    let (written, wrong) = run(&text);
    if crate::harness::update() {
        std::fs::write(&path, written).unwrap();
        return;
    }
    let hint = "`UPDATE=1 cargo test --test it readme` writes it anew";
    assert!(wrong.is_empty(), "{document}:\n{}\n\n{hint}", wrong.join("\n\n"));
    assert!(text.matches("```console").count() >= blocks, "{document}: its console blocks are seen");
}

#[test]
fn the_console_blocks_of_the_readme_say_what_they_show() {
    holds("README.md", 10);
}

#[test]
fn the_envelopes_of_docs_json_are_those_of_the_program() {
    holds("docs/json.md", 8);
}

#[test]
fn links_lead_somewhere() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let link = Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)").unwrap();
    let documents = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "docs/desk.md",
        "docs/json.md",
        "docs/exit-codes.md",
    ];
    for document in documents {
        let text = std::fs::read_to_string(root.join(document)).unwrap();
        let here = root.join(document).parent().unwrap().to_owned();
        for found in link.captures_iter(&text) {
            assert!(here.join(&found[1]).exists(), "{document}: {}", &found[1]);
        }
    }
}
