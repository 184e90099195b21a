//! Every example of every help text is executed, each in a fresh copy of one desk.

use crate::harness::Place;
use clap::Command;
use std::collections::BTreeMap;

/// Each command that does something, by its words, with the commands of its help's examples.
fn leaves() -> BTreeMap<String, Vec<String>> {
    fn walk(command: &Command, path: &str, found: &mut BTreeMap<String, Vec<String>>) {
        let path = format!("{path} {}", command.get_name());
        let help = command.get_after_long_help().or(command.get_after_help()).map(ToString::to_string);
        let help = help.unwrap_or_default();
        let examples: Vec<String> =
            help.lines().filter_map(|line| line.strip_prefix("  $ ")).map(str::to_owned).collect();
        if !command.is_hide_set() && (!command.has_subcommands() || !examples.is_empty()) {
            found.insert(path.trim().to_owned(), examples);
        }
        command.get_subcommands().for_each(|inner| walk(inner, &path, found));
    }
    let mut found = BTreeMap::new();
    walk(&tramite::cli::declared(), "", &mut found);
    found
}

/// A new question, a new problem and a new request, numbered 1 to 3.
fn desk() -> Place {
    let mut desk = Place::desk();
    let open = |desk: &Place, args: &[&str]| desk.tramite(&[&["open"], args].concat()).ok();
    desk.at("2026-11-23T09:00:00-03:00");
    let question =
        ["question", "-t", "How do I export?", "-d", "Last month's orders", "--for", "maria@example"];
    open(&desk, &question);
    desk.at("2026-11-23T09:10:00-03:00");
    open(&desk, &["problem", "-t", "Export stops", "-f", "impact=some", "--for", "john@example"]);
    desk.at("2026-11-23T09:20:00-03:00");
    open(&desk, &["request", "-t", "A monthly report", "-f", "service=report", "--for", "maria@example"]);
    desk.tramite(&["reply", "1", "-m", "In the menu"]).ok();
    // What an example answers: a message of the customer, and an approval that a type has.
    desk.tramite(&["comment", "1", "--customer", "--for", "maria@example", "-m", "Oh, Rui knows how"]).ok();
    let requests = desk.read(".tramite/types/request.yaml");
    desk.write(
        ".tramite/types/request.yaml",
        &format!("{requests}approvals:\n  quote: {{label: Quote, by: [customer]}}\n"),
    );
    desk.commit("desk: a customer approves the quote");
    // What an example reads.
    let line = r#"{"external":{"system":"old","id":"1"},"type":"question","title":"From before",
        "opened_at":"2026-11-20T10:00:00-03:00","by":"Ana Souza <ana@desk.example>"}"#;
    desk.write("tickets.jsonl", &format!("{}\n", line.replace('\n', "")));
    // Where it is shared.
    desk.git(&["init", "-q", "--bare", "-b", "main", "../hub.git"]).ok();
    desk.git(&["remote", "add", "origin", &desk.root().join("hub.git").display().to_string()]).ok();
    desk
}

/// The same world with the desk of `from`, or without one.
fn copy(from: &Place, with_desk: bool) -> Place {
    if !with_desk {
        return Place::repository();
    }
    let place = Place::empty();
    let source = from.path().display().to_string();
    place.sh(&format!("cp -R '{source}/.' .")).ok();
    place
}

#[test]
fn every_command_has_an_example() {
    let without: Vec<String> =
        leaves().into_iter().filter(|(_, examples)| examples.is_empty()).map(|(path, _)| path).collect();
    assert!(without.is_empty(), "no example in the help of {without:?}");
}

#[test]
fn an_example_is_of_its_command() {
    for (path, examples) in leaves() {
        for example in examples {
            assert!(example.contains(&path), "{path}: {example}");
        }
    }
}

#[test]
fn every_example_works() {
    let desk = desk();
    let all: Vec<(String, String)> = leaves()
        .into_iter()
        .flat_map(|(path, examples)| examples.into_iter().map(move |example| (path.clone(), example)))
        .collect();
    assert!(all.len() >= 30, "the examples are seen");
    let failed = |(path, example): &(String, String)| {
        let place = copy(&desk, path != "tramite init");
        let said = place.sh(example);
        (said.code != 0).then(|| format!("$ {example}\nexit {}\n{}{}", said.code, said.out, said.err))
    };
    let halves: Vec<_> = all.chunks(all.len().div_ceil(2)).collect();
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let running: Vec<_> = halves
            .into_iter()
            .map(|half| scope.spawn(|| half.iter().filter_map(failed).collect::<Vec<_>>()))
            .collect();
        running.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn help_is_for_people() {
    fn walk(command: &Command, path: &str, wrong: &mut Vec<String>) {
        let path = format!("{path} {}", command.get_name());
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        if about.is_empty() || about.ends_with('.') || about.len() > 90 {
            wrong.push(format!("{path}: {about:?}"));
        }
        for arg in command.get_arguments() {
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let own = ["help", "version"].contains(&arg.get_id().as_str());
            if !own && (help.is_empty() || help.ends_with('.')) {
                wrong.push(format!("{path} {}: {help:?}", arg.get_id()));
            }
            if !arg.is_positional() && arg.get_long().is_none() {
                wrong.push(format!("{path} {}: has no long name", arg.get_id()));
            }
        }
        command.get_subcommands().for_each(|inner| walk(inner, &path, wrong));
    }
    let mut wrong = Vec::new();
    walk(&tramite::cli::declared(), "", &mut wrong);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
