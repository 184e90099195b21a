//! `init`: what it makes, and what it leaves alone.

use crate::harness::Place;

/// Names of the presets, from their folders.
fn presets() -> Vec<String> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/templates/presets");
    let mut names: Vec<String> =
        std::fs::read_dir(root).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

#[test]
fn a_code_repository_keeps_its_files_and_attributes() {
    let place = Place::repository();
    place.write(".gitattributes", "*.png binary\n");
    place.write("src/main.c", "int main;\n");
    place.commit("code");
    place.write("staged.txt", "x\n");
    place.git(&["add", "staged.txt"]).ok();
    place.tramite(&["init"]).ok();
    assert_eq!(
        place.read(".gitattributes"),
        "*.png binary\ntickets/** text eol=lf\ntickets/**/ticket.yaml merge=tramite\n.tramite/** text eol=lf\n"
    );
    assert_eq!(place.read("src/main.c"), "int main;\n");
    assert_eq!(place.git(&["status", "--porcelain"]).ok(), "A  staged.txt\n");
    assert_eq!(place.git(&["log", "--format=%an %s"]).ok().lines().count(), 2);
    let driver = place.git(&["config", "merge.tramite.driver"]).ok();
    assert!(driver.starts_with("tramite merge-driver %O %A %B %P || git merge-file"), "{driver}");
}

#[test]
fn an_existing_desk_is_not_overwritten() {
    let place = Place::desk();
    let head = place.git(&["rev-parse", "HEAD"]).ok();
    let error = place.tramite(&["init"]).fails(4);
    assert!(error.contains("already has a desk") && error.contains("nothing is overwritten"), "{error}");
    assert_eq!(place.git(&["rev-parse", "HEAD"]).ok(), head);
    place.is_clean();
}

#[test]
fn without_a_repository_the_mend_is_git_init() {
    let error = Place::empty().tramite(&["init"]);
    assert!([3, 6].contains(&error.code), "{error:?}");
    assert_eq!(error.out, "");
    assert!(error.err.contains("git init"), "{}", error.err);
}

#[test]
fn unknown_presets_and_zones_are_named_with_the_known() {
    let place = Place::repository();
    let error = place.tramite(&["init", "--preset", "helpdisk"]).fails(3);
    for name in presets() {
        assert!(error.contains(&name), "{error}");
    }
    let error = place.tramite(&["init", "--timezone", "America/Sao_Paolo"]).fails(2);
    assert!(error.contains("America/Sao_Paulo"), "{error}");
    assert_eq!(place.git(&["log"]).code, 128, "nothing was written");
}

#[test]
fn a_desk_on_a_branch_of_its_own_is_found_without_a_checkout() {
    let place = Place::repository();
    place.write("a.txt", "a\n");
    place.commit("code");
    let json = place.tramite(&["init", "--branch", "helpdesk", "--format", "json"]).json();
    assert_eq!(
        (&json["version"], &json["branch"], &json["leader"]),
        (&1.into(), &"helpdesk".into(), &"ana".into())
    );
    assert_eq!(place.git(&["rev-parse", "helpdesk"]).ok().trim(), json["commit"].as_str().unwrap());
    assert_eq!(place.git(&["log", "--format=%s", "helpdesk"]).ok().lines().count(), 1, "an orphan branch");
    assert!(!place.path().join(".tramite").exists());
    place.tramite(&["open", "question", "-t", "How?", "-d", "x", "--for", "maria@example"]).ok();
    place.tramite(&["validate"]).ok();
    assert_eq!(place.git(&["status", "--porcelain"]).ok(), "");
}

/// From the initial status of each type a closed one can be reached by transitions that a person may make.
#[test]
fn every_type_of_every_preset_can_be_walked_to_its_end() {
    for preset in presets() {
        let place = Place::repository();
        place.tramite(&["init", "--preset", &preset]).ok();
        let types = place.tramite(&["type", "list", "--format", "json"]).json();
        for one in types["types"].as_array().unwrap() {
            let id = one["type"].as_str().unwrap();
            let shown = place.tramite(&["type", "show", id, "--format", "json"]).json();
            let flow = &shown["type"]["flow"];
            let category = |s: &str| flow["statuses"][s]["category"].as_str().unwrap().to_owned();
            let mut reached = vec![flow["initial"].as_str().unwrap().to_owned()];
            let mut n = 0;
            while n < reached.len() {
                for transition in flow["transitions"].as_array().unwrap() {
                    let from = &transition["from"];
                    let from: Vec<&str> = from.as_str().map_or_else(
                        || from.as_array().unwrap().iter().filter_map(|f| f.as_str()).collect(),
                        |f| vec![f],
                    );
                    let to = transition["to"].as_str().unwrap().to_owned();
                    if (from.contains(&reached[n].as_str()) || from.contains(&"*")) && !reached.contains(&to)
                    {
                        reached.push(to);
                    }
                }
                n += 1;
            }
            assert!(reached.iter().any(|s| category(s) == "closed"), "{preset}/{id}: {reached:?}");
        }
    }
}

/// Each macro renders for some ticket that it is for, with an answer to each of its questions.
#[test]
fn every_macro_of_the_helpdesk_renders() {
    let place = Place::desk();
    for kind in ["question", "request"] {
        let mut args = vec!["open", kind, "-t", "A thing", "-d", "x", "--for", "maria@example"];
        if kind == "request" {
            args.extend(["-f", "service=access"]);
        }
        place.tramite(&args).ok();
    }
    place
        .tramite(&[
            "open",
            "problem",
            "-t",
            "It fails",
            "-d",
            "x",
            "--for",
            "maria@example",
            "-f",
            "impact=one",
        ])
        .ok();
    place.tramite(&["reply", "1", "pending", "-m", "Which one?"]).ok();
    let all = place.tramite(&["macro", "list", "--format", "json"]).json();
    let all = all["macros"].as_array().unwrap();
    assert!(all.len() >= 8, "{all:?}");
    let mut rendered = std::collections::BTreeSet::new();
    for ticket in ["1", "2", "3"] {
        let fitting = place.tramite(&["macro", "list", ticket, "--format", "json"]).json();
        for one in fitting["macros"].as_array().unwrap() {
            let id = one["id"].as_str().unwrap();
            let mut args = vec!["macro".to_owned(), "render".to_owned(), ticket.to_owned(), id.to_owned()];
            for ask in one["ask"].as_array().unwrap() {
                let ask = ask.as_str().unwrap();
                let answer = if ask.ends_with("date") { "2026-11-30" } else { "so it is" };
                args.extend(["-v".to_owned(), format!("{ask}={answer}")]);
            }
            let args: Vec<&str> = args.iter().map(String::as_str).collect();
            let text = place.tramite(&args).ok();
            assert!(!text.contains("{{") && text.trim().len() > 20, "{id}: {text}");
            rendered.insert(id.to_owned());
        }
    }
    assert_eq!(rendered.len(), all.len(), "{rendered:?}");
}
