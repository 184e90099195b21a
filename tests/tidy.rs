//! The rules of the house, read off the sources.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// From the bottom up; those on one line do not know each other.
const LAYERS: &[&[&str]] = &[
    &["model"],
    &["env", "locale", "query", "calendar"],
    &["sla"],
    &["process"],
    &["report"],
    &["codec"],
    &["store"],
    &["index"],
    &["app"],
    &["render"],
    &["ui"],
    &["cli"],
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources() -> Vec<(String, String)> {
    fn walk(dir: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join("src"), &mut found);
    found.sort();
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root().join("src")).unwrap().display().to_string();
            (name, std::fs::read_to_string(&path).unwrap())
        })
        .collect()
}

fn layer_of(file: &str) -> Option<&'static str> {
    let top = file.split('/').next()?.trim_end_matches(".rs");
    LAYERS.iter().flat_map(|row| row.iter()).find(|name| **name == top).copied()
}

fn height(layer: &str) -> usize {
    LAYERS.iter().position(|row| row.contains(&layer)).unwrap()
}

/// The code before a file's unit tests, and whether the file is one of tests only.
fn code(name: &str, text: &str) -> String {
    let tests_only = ["tests.rs", "fixture.rs", "props.rs", "testing.rs"];
    if tests_only.iter().any(|end| name.ends_with(end)) || name.contains("/tests/") {
        return String::new();
    }
    text.split("\n#[cfg(test)]\nmod ").next().unwrap_or(text).to_owned()
}

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        let Some(layer) = layer_of(&name) else { continue };
        for line in code(&name, &text).lines() {
            for part in line.split("crate::").skip(1) {
                let other: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let Some(other) = layer_of(&other) else { continue };
                if other != layer && height(other) >= height(layer) {
                    wrong.push(format!("{name}: {layer} knows {other}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_folder_has_a_layer() {
    for (name, _) in sources() {
        assert!(name == "main.rs" || name == "lib.rs" || layer_of(&name).is_some(), "{name} is in no layer");
    }
}

#[test]
fn one_room_for_each_foreign_library() {
    let rooms: &[(&str, &[&str])] = &[
        ("git2::", &["store/"]),
        ("flate2::", &["store/"]),
        ("rusqlite::", &["index/"]),
        ("serde_yaml::", &["codec/"]),
        ("saphyr_parser::", &["codec/"]),
        ("chrono_tz::", &["calendar/zone.rs"]),
        ("comfy_table::", &["render/"]),
        ("dialoguer::", &["ui"]),
        ("clap::", &["cli/"]),
        ("Command::new(", &["store/", "ui"]),
    ];
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for (word, places) in rooms {
            if code(&name, &text).contains(word) && !places.iter().any(|place| name.starts_with(place)) {
                wrong.push(format!("{name} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_a_warehouse() {
    let sizes: Vec<(String, usize)> =
        sources().iter().map(|(name, text)| (name.clone(), code(name, text).lines().count())).collect();
    let large: Vec<_> = sizes.iter().filter(|(_, lines)| *lines > 600).collect();
    assert!(large.is_empty(), "{large:?}");
    let main = sizes.iter().find(|(name, _)| name == "main.rs").unwrap();
    assert!(main.1 <= 30, "main.rs is parse, run, exit code");
}

#[test]
fn no_process_is_in_the_code() {
    // Ids that only presets may know. Words of the contract (statuses' categories, comment kinds) are not among them.
    let mut ids = BTreeSet::new();
    for preset in std::fs::read_dir(root().join("templates/presets")).unwrap() {
        let preset = preset.unwrap().path();
        ids.insert(preset.file_name().unwrap().to_string_lossy().into_owned());
        for entry in std::fs::read_dir(preset.join("types")).unwrap() {
            ids.insert(entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned());
        }
    }
    let mut wrong = Vec::new();
    for (name, text) in sources() {
        for line in code(&name, &text).lines().filter(|line| !line.trim_start().starts_with("//")) {
            let shown =
                name.starts_with("cli/") && (line.contains("Example") || line.contains("default_value"));
            for id in ids.iter().filter(|id| line.contains(&format!("\"{id}\""))) {
                if !shown {
                    wrong.push(format!("{name}: {id}: {}", line.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_names_every_room() {
    let map = std::fs::read_to_string(root().join("ARCHITECTURE.md")).unwrap();
    let order = map.lines().find(|line| line.starts_with("`model ←")).expect("the order of the layers");
    let drawn: Vec<Vec<&str>> =
        order.trim_matches('`').split(" ← ").map(|row| row.split(", ").collect()).collect();
    let mut held: Vec<Vec<&str>> = LAYERS.iter().map(|row| row.to_vec()).collect();
    held.push(vec!["main"]);
    assert_eq!(drawn, held, "the order in ARCHITECTURE.md is the one that is held here");
    let library = std::fs::read_to_string(root().join("src/lib.rs")).unwrap();
    for layer in LAYERS.iter().flat_map(|row| row.iter()) {
        let room =
            if root().join("src").join(layer).is_dir() { format!("{layer}/") } else { format!("{layer}.rs") };
        assert!(map.contains(&format!("| `{room}` |")), "ARCHITECTURE.md does not tell of src/{room}");
        assert!(library.contains(&format!("pub mod {layer};")), "src/lib.rs has no line of {layer}");
    }
}
