//! The presets are whole desks, and each tells which requirement of a support process it meets, where, and which test shows it.

use crate::harness::Place;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A preset, the letter of the requirements that it ships ready to use, how many there are, and its least number of macros.
const PRESETS: &[(&str, &str, usize, usize)] = &[
    ("agencia", "A", 4, 8),
    ("consultoria", "T", 8, 12),
    ("helpdesk", "", 0, 12),
    ("portal", "C", 23, 12),
    ("produto", "P", 17, 12),
    ("suporte", "S", 35, 12),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder(preset: &str) -> PathBuf {
    root().join("templates/presets").join(preset)
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            all.push(path);
        }
    }
    all
}

#[test]
fn every_preset_is_listed() {
    let shipped: BTreeSet<String> = root()
        .join("templates/presets")
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    let listed: BTreeSet<String> = PRESETS.iter().map(|(name, ..)| (*name).to_owned()).collect();
    assert_eq!(shipped, listed);
}

#[test]
fn every_preset_is_a_desk_without_a_finding() {
    for (preset, _, _, macros) in PRESETS {
        let place = Place::repository();
        place.tramite(&["init", "--preset", preset]).ok();
        assert_eq!(place.tramite(&["validate"]).ok(), "", "{preset}");
        place.tramite(&["macro", "check"]).ok();
        let count = files(&folder(preset), ".hbs").len();
        assert!(count >= *macros, "{preset} has {count} macros");
    }
}

#[test]
fn every_preset_has_a_plausible_demo() {
    for (preset, ..) in PRESETS {
        let mut place = Place::empty();
        place.tramite(&["demo", "../demo", "--preset", preset, "--tickets", "24"]).ok();
        place.cd("demo");
        let listed = place.tramite(&["list", "--all", "--format", "json"]).json();
        let tickets = listed["tickets"].as_array().unwrap();
        assert_eq!(tickets.len(), 24, "{preset}: every ticket could be opened");
        // By each of its types, whoever may open them and whatever they ask for.
        let types: BTreeSet<&str> = tickets.iter().filter_map(|t| t["type"].as_str()).collect();
        assert_eq!(types.len(), files(&folder(preset).join("types"), ".yaml").len(), "{preset}: {types:?}");
        let statuses: BTreeSet<&str> = tickets.iter().filter_map(|t| t["status"].as_str()).collect();
        assert!(statuses.len() >= 3, "{preset}: {statuses:?}");
        // Warnings are part of a plausible desk; errors are not.
        place.tramite(&["validate"]).ok();
    }
}

/// The names of all tests.
pub fn tests() -> BTreeSet<String> {
    let sources = files(&root().join("tests"), ".rs").into_iter().chain(files(&root().join("src"), ".rs"));
    let mut names = BTreeSet::new();
    for source in sources {
        let text = std::fs::read_to_string(source).unwrap();
        for line in text.lines().filter_map(|line| line.trim_start().strip_prefix("fn ")) {
            names.extend(line.split_once('(').map(|(name, _)| name.to_owned()));
        }
        // Documents are run by tests that a macro names.
        for line in text.lines().filter(|line| line.contains(".md\"")) {
            names.extend(line.trim_start().split_once(": \"").map(|(name, _)| name.to_owned()));
        }
    }
    names
}

/// What stands between backticks.
pub fn quoted(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

/// Whether a path of the preset is there; `*` stands for any name in it, what follows `#` or a blank is a place in the file.
fn is_there(preset: &str, path: &str) -> bool {
    let path = path.split(['#', ' ']).next().unwrap_or_default();
    match path.split_once('*') {
        None => folder(preset).join(path).exists(),
        Some((before, after)) => {
            let before = folder(preset).join(before);
            before.exists() && !files(&before, after.rsplit('*').next().unwrap_or_default()).is_empty()
        }
    }
}

#[test]
fn every_requirement_has_its_place_and_its_test() {
    let tests = tests();
    let mut wrong = Vec::new();
    for (preset, letter, count, _) in PRESETS {
        let document = format!("docs/processes/{preset}.md");
        let Ok(text) = std::fs::read_to_string(root().join(&document)) else {
            wrong.push(format!("{document} is missing"));
            continue;
        };
        let mut rows: BTreeMap<&str, usize> = BTreeMap::new();
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [id, place, shown] = cells[..] else { continue };
            if !id.starts_with(|c: char| c.is_ascii_uppercase())
                || !id[1..].parse::<usize>().is_ok_and(|n| n > 0)
            {
                continue;
            }
            *rows.entry(id).or_default() += 1;
            let paths: Vec<&str> = quoted(place)
                .into_iter()
                .filter(|path| path.contains(".yaml") || path.contains(".hbs"))
                .collect();
            for path in &paths {
                if !is_there(preset, path) {
                    wrong.push(format!("{document}: {id}: {path} is not in the preset"));
                }
            }
            let named = quoted(shown);
            if named.is_empty() {
                wrong.push(format!("{document}: {id}: no test"));
            }
            for name in named {
                if !tests.contains(name) {
                    wrong.push(format!("{document}: {id}: there is no test {name}"));
                }
            }
        }
        let own = (1..=*count).map(|number| format!("{letter}{number}"));
        // The words of Brazilian users (E4) are those of every preset but the English one.
        let words = (!letter.is_empty()).then(|| "E4".to_owned());
        for id in own.chain(words) {
            if rows.get(id.as_str()) != Some(&1) {
                wrong.push(format!("{document}: {id}: {} rows", rows.get(id.as_str()).unwrap_or(&0)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
