//! `docs/desk.md` is true: its files are one desk without a finding, its filters can be asked there, and every key has
//! its place in it.

use std::collections::{BTreeMap, BTreeSet};
use tramite::calendar::{Calendar, CalendarSet, Zone};
use tramite::model::config::{
    ApprovalSpec, CalendarSpec, Config, ConfigFile, Desk, Effects, FieldKind, FieldSpec, Flow, MacroSpec,
    MetricSpec, OneOrMany, OpenSpec, PolicySpec, RouteSpec, RuleSpec, StatusCategory, TargetSpec, Transition,
};
use tramite::query::{Place, Query, sort};
use tramite::sla::Policies;

const TEXT: &str = include_str!("../docs/desk.md");

/// The fenced blocks: what stands after the fence, and the text.
fn blocks() -> Vec<(&'static str, String)> {
    let mut all = Vec::new();
    let mut open: Option<(&str, String)> = None;
    for line in TEXT.lines() {
        match (line.strip_prefix("```"), open.as_mut()) {
            (Some(info), None) => open = Some((info, String::new())),
            (Some(_), Some(_)) => all.extend(open.take()),
            (None, Some((_, text))) => text.extend([line, "\n"]),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    all
}

fn files() -> Vec<ConfigFile> {
    let file = |(info, text): (&str, String)| {
        let (first, rest) = text.split_once('\n')?;
        let (path, content) = match info {
            "yaml" => (first.strip_prefix("# ")?.to_owned(), text.clone()),
            // A comment before the front matter would not be a macro.
            "handlebars" => (first.strip_prefix("{{! ")?.strip_suffix(" }}")?.to_owned(), rest.to_owned()),
            _ => return None,
        };
        path.starts_with(".tramite/").then(|| ConfigFile { path, bytes: content.into_bytes() })
    };
    blocks().into_iter().filter_map(file).collect()
}

fn desk() -> Config {
    let files = files();
    assert_eq!(files.len(), 10, "a file of the example is not seen");
    let (config, findings) = tramite::codec::config::load(&files);
    assert!(findings.is_empty(), "{findings:#?}");
    config
}

fn problems(config: &Config, filter: &OneOrMany, place: Place) -> Vec<String> {
    match Query::compile(filter) {
        Ok(query) => query.check(config, place).into_iter().map(|e| format!("{filter:?}: {e}")).collect(),
        Err(error) => vec![format!("{filter:?}: {error}")],
    }
}

#[test]
fn the_examples_are_one_desk() {
    let config = desk();
    let policies = Policies::compile(&config);
    assert!(policies.errors.is_empty(), "{:?}", policies.errors);
    let (_, calendars) = CalendarSet::compile(&config);
    assert!(calendars.is_empty(), "{calendars:?}");
    let bug = &config.types["bug"];
    let mut filters: Vec<(&OneOrMany, Place)> = Vec::new();
    filters.extend(bug.fields.iter().map(|f| (&f.when, Place::Static)));
    filters.extend(bug.routing.iter().map(|r| (&r.when, Place::Static)));
    filters.extend(bug.flow.transitions.iter().map(|t| (&t.when, Place::Anywhere)));
    filters.extend(bug.flow.events.iter().map(|e| (&e.when, Place::Anywhere)));
    filters.extend(config.desk.rules.iter().chain(&bug.rules).map(|r| (&r.when, Place::Rule)));
    filters.extend(config.views.iter().map(|v| (&v.query, Place::Anywhere)));
    filters.extend(config.automations.iter().map(|a| (&a.when, Place::Anywhere)));
    filters.extend(config.macros.values().map(|m| (&m.when, Place::Anywhere)));
    for policy in config.policies.values() {
        filters.extend([(&policy.when, Place::Static), (&policy.pause, Place::Static)]);
        for metric in policy.metrics.values() {
            filters.push((&metric.while_, Place::Static));
            filters.extend(metric.targets.iter().map(|t| (&t.when, Place::Static)));
        }
    }
    let written = filters.iter().filter(|(filter, _)| !filter.is_empty()).count();
    assert!(written >= 20, "only {written} filters were looked at");
    let wrong: Vec<String> =
        filters.into_iter().flat_map(|(filter, place)| problems(&config, filter, place)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let requester = Query::compile(&bug.open.requester).unwrap().of_requester();
    assert_eq!(requester.check(&config, Place::Static), []);
    for view in &config.views {
        assert_eq!(sort::check_order(&view.order, &config), [], "{}", view.id);
    }
}

#[test]
fn what_the_examples_name_is_there() {
    let config = desk();
    let views: BTreeSet<&str> = config.views.iter().map(|v| v.id.as_str()).collect();
    let named = config.desk.dashboard.iter().chain(&config.desk.next);
    assert!(named.into_iter().all(|id| views.contains(id.as_str())));
    let bug = &config.types["bug"];
    for transition in &bug.flow.transitions {
        let ends = transition.from.0.iter().filter(|from| *from != "*").chain([&transition.to]);
        for status in ends {
            assert!(bug.flow.statuses.contains_key(status), "{status}");
        }
        assert!(transition.macro_id.iter().all(|id| config.macros.contains_key(id)));
    }
    assert!(bug.fields.iter().filter_map(|f| f.table.as_ref()).all(|id| config.tables.contains_key(id)));
    assert!(config.calendars.contains_key(config.desk.calendar.as_deref().unwrap()));
}

#[test]
fn every_filter_can_be_asked() {
    let config = desk();
    let mut count = 0;
    for (info, text) in blocks() {
        let place = match info {
            "query" => Place::Anywhere,
            "query static" => Place::Static,
            "query rule" => Place::Rule,
            _ => continue,
        };
        for line in text.lines() {
            let wrong = problems(&config, &OneOrMany::from(line), place);
            assert!(wrong.is_empty(), "{wrong:?}");
            count += 1;
        }
    }
    assert!(count > 25, "only {count} filters were found");
}

/// The keys of a part as its file has them.
fn keys<T: serde::Serialize>(part: &T) -> Vec<String> {
    let json = serde_json::to_value(part).expect("configuration is plain data");
    json.as_object().expect("a part is a mapping").keys().cloned().collect()
}

#[test]
fn every_key_and_word_is_explained() {
    let config = desk();
    let first = |id: &str| &config.types[id];
    let desk = &config.desk;
    let mut words: BTreeSet<String> = [
        keys(&Desk::default()),
        keys(first("bug")),
        keys(&OpenSpec::default()),
        keys(&FieldSpec::default()),
        keys(&Flow::default()),
        keys(&first("bug").flow.statuses["received"]),
        keys(&Transition::default()),
        keys(&Effects::default()),
        keys(&ApprovalSpec::default()),
        keys(&RuleSpec::default()),
        keys(&RouteSpec::default()),
        keys(&PolicySpec::default()),
        keys(&MetricSpec::default()),
        keys(&TargetSpec::default()),
        keys(&CalendarSpec::default()),
        keys(&MacroSpec::default()),
        keys(&config.views[0]),
        keys(&config.automations[0]),
        keys(&config.tables["modules"]),
        keys(&desk.priorities[0]),
        keys(&desk.people[0]),
        keys(&desk.teams[0]),
        keys(&desk.channels[0]),
        keys(&desk.rating[0]),
        keys(&desk.repositories[0]),
        keys(&config.organizations["acme"]),
        keys(&config.organizations["acme"].contacts[0]),
    ]
    .concat()
    .into_iter()
    .collect();
    let kinds = [
        FieldKind::Text,
        FieldKind::Multiline,
        FieldKind::Int,
        FieldKind::Decimal,
        FieldKind::Money,
        FieldKind::Bool,
        FieldKind::Date,
        FieldKind::Datetime,
        FieldKind::Enum,
        FieldKind::Row,
        FieldKind::Version,
        FieldKind::Url,
        FieldKind::Contact,
        FieldKind::Organization,
        FieldKind::Ticket,
        FieldKind::Attachment,
    ];
    words.extend(kinds.iter().map(|kind| serde_json::to_value(kind).unwrap().as_str().unwrap().to_owned()));
    let categories = [
        StatusCategory::New,
        StatusCategory::Active,
        StatusCategory::Waiting,
        StatusCategory::Resolved,
        StatusCategory::Closed,
        StatusCategory::Rejected,
    ];
    words.extend(categories.map(|category| category.as_str().to_owned()));
    // The words of the example's own: a key of a customer and of a contact.
    words.retain(|word| !["region", "trained"].contains(&word.as_str()));
    // Explained is what stands in code marks in prose or a table, not merely in an example.
    let mut prose = String::new();
    let mut inside = false;
    for line in TEXT.lines() {
        let fence = line.starts_with("```");
        inside ^= fence;
        if !inside && !fence {
            prose.extend([line, "\n"]);
        }
    }
    let marked: BTreeSet<&str> = prose
        .split('`')
        .skip(1)
        .step_by(2)
        .flat_map(|code| code.split(|c: char| !c.is_alphanumeric() && c != '_'))
        .collect();
    let missing: Vec<&String> = words.iter().filter(|word| !marked.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

/// The leaves of the command line that have an option, by the words that lead to them.
fn with_option(command: &clap::Command, path: &str, option: &str, found: &mut Vec<String>) {
    for sub in command.get_subcommands() {
        let path = format!("{path} {}", sub.get_name()).trim().to_owned();
        if sub.get_arguments().any(|a| a.get_id() == option) {
            found.push(path.clone());
        }
        with_option(sub, &path, option, found);
    }
}

#[test]
fn every_answer_in_json_is_described() {
    let mut found = Vec::new();
    with_option(&tramite::cli::declared(), "", "format", &mut found);
    assert!(found.len() > 60, "commands with --format are seen: {}", found.len());
    let text = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/json.md")).unwrap();
    let missing: Vec<&String> = found.iter().filter(|path| !text.contains(&format!("`{path}`"))).collect();
    assert!(missing.is_empty(), "docs/json.md does not say what these give: {missing:?}");
}

#[test]
fn every_built_in_holiday_is_named() {
    let spec = serde_json::json!({"calendar": "x", "hours": {"mon": ["08:00-12:00"]}, "holidays": ["br.ZZ"]});
    let spec: CalendarSpec = serde_json::from_value(spec).unwrap();
    let problems = Calendar::compile(&spec, &BTreeMap::new(), &Zone::utc()).unwrap_err();
    let (_, names) = problems[0].message.split_once("one of: ").expect("the message lists them");
    let (text, count) = (TEXT.replace('`', " "), names.split(' ').count());
    let words: BTreeSet<&str> = text.split_whitespace().collect();
    let missing: Vec<&str> = names.split(' ').filter(|name| !words.contains(name)).collect();
    assert!(missing.is_empty() && count > 20, "{missing:?} of {count}");
}

/// `docs/pitfalls.md`: each row says where it happened and names a test.
#[test]
fn every_pitfall_has_its_test() {
    let tests = crate::presets::tests();
    let text = include_str!("../docs/pitfalls.md");
    let (mut rows, mut wrong) = (0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---")) {
        let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
        let [area, what, place, here, shown] = cells[..] else {
            wrong.push(format!("no row of five: {line}"));
            continue;
        };
        if area == "area" {
            continue;
        }
        rows += 1;
        if what.is_empty() || place.is_empty() || here.is_empty() {
            wrong.push(format!("{area}: a cell is empty: {line}"));
        }
        let named = crate::presets::quoted(shown);
        if named.is_empty() {
            wrong.push(format!("{area}: {what}: no test"));
        }
        let missing = named.iter().filter(|name| !tests.contains(**name));
        wrong.extend(missing.map(|name| format!("{area}: {what}: there is no test {name}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(rows >= 45, "{rows} rows");
}
