//! Every console block of the documents is executed, each document in one pinned world, from top to bottom.
//!
//! `<!-- now 10:20 -->` sets the clock (`<!-- now 2026-11-24 10:20 -->` the day too, which stays), `<!-- as Caio Reis <caio@desk.example> -->` who is at the keyboard,
//! `<!-- $ command -->` runs unseen. `...` on a line of its own stands for any lines. Ids of commits and tickets are
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
        (r"(?m)^([*|\\ ]*)[0-9a-f]{7,10} ", "${1}COMMIT "),
        (r", [0-9a-f]{8}\)", ", COMMIT)"),
        (r"\b[0-9a-f]{10}\b", "COMMIT"),
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
    let mut day = "2026-11-23".to_owned();
    let (mut written, mut wrong) = (String::new(), Vec::new());
    for part in parts(text) {
        let Part::Command { line, says } = part else {
            let Part::Line(line) = part else { continue };
            if let Some(now) = line.strip_prefix("<!-- now ").and_then(|l| l.strip_suffix(" -->")) {
                let time = now.split_once(' ').map_or(now, |(date, time)| {
                    date.clone_into(&mut day);
                    time
                });
                let now = format!("{day}T{time}:00-03:00");
                place.at(&now);
                place.set("GIT_AUTHOR_DATE", &now);
                place.set("GIT_COMMITTER_DATE", &now);
            }
            if let Some(who) = line.strip_prefix("<!-- as ").and_then(|l| l.strip_suffix("> -->")) {
                let (name, email) = who.split_once(" <").unwrap();
                place.be(name, email);
            }
            let person = line.strip_prefix("<!-- be ").and_then(|l| l.strip_suffix("> -->"));
            if let Some((name, email)) = person.and_then(|person| person.split_once(" <")) {
                place.be(name, email);
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

/// One test for each document, so that they run side by side, and the number of console blocks that it has at least.
macro_rules! documents {
    ($($name:ident: $path:literal, $blocks:literal;)*) => {
        $(#[test]
        fn $name() {
            holds($path, $blocks);
        })*

        /// The documents that are executed.
        const EXECUTED: &[&str] = &[$($path),*];
    };
}

documents! {
    the_readme_says_what_happens: "README.md", 10;
    the_envelopes_of_json: "docs/json.md", 8;
    two_people_and_a_repository_between_them: "docs/teamwork.md", 5;
    commits_are_the_tickets: "docs/commits.md", 4;
    a_day_at_the_agency: "docs/processes/agencia.md", 8;
    a_day_of_consulting: "docs/processes/consultoria.md", 8;
    a_day_at_the_portal: "docs/processes/portal.md", 8;
    a_day_at_the_product_company: "docs/processes/produto.md", 8;
    a_day_at_the_help_desk: "docs/processes/helpdesk.md", 8;
    a_day_at_the_support_centre: "docs/processes/suporte.md", 8;
    a_process_is_changed: "docs/changing.md", 3;
    automations_and_bulk_changes: "docs/automations.md", 5;
    files_from_arrival_to_removal: "docs/attachments.md", 3;
}

/// Has its own test, beside that of its example's file.
const ELSEWHERE: [&str; 1] = ["docs/import.md"];

fn all_documents() -> Vec<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<String> =
        ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"].map(str::to_owned).into_iter().collect();
    for folder in ["docs", "docs/processes"] {
        let Ok(files) = root.join(folder).read_dir() else { continue };
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        all.extend(
            names.filter(|name| name.strip_suffix(".md").is_some()).map(|name| format!("{folder}/{name}")),
        );
    }
    all
}

#[test]
fn every_console_block_is_executed() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    for document in all_documents() {
        let text = std::fs::read_to_string(root.join(&document)).unwrap();
        let known = EXECUTED.contains(&document.as_str()) || ELSEWHERE.contains(&document.as_str());
        assert!(
            known || !text.contains("```console"),
            "{document} is shown but not run: add it to `documents!`"
        );
    }
}

#[test]
fn links_lead_somewhere() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let link = Regex::new(r"\]\(([^)#:]+)(?:#[^)]*)?\)").unwrap();
    for document in all_documents() {
        let text = std::fs::read_to_string(root.join(&document)).unwrap();
        let here = root.join(&document).parent().unwrap().to_owned();
        for found in link.captures_iter(&text) {
            assert!(here.join(&found[1]).exists(), "{document}: {}", &found[1]);
        }
    }
}
