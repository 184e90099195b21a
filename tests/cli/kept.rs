//! The configuration that is kept as it was read: never seen, whatever becomes of it (2.3).

use crate::harness::Place;
use std::path::PathBuf;

const REPORT: [&str; 4] = ["report", "sla", "--format", "json"];

fn kept(desk: &Place) -> Vec<PathBuf> {
    let dir = desk.path().join(".git/tramite/configs");
    let mut all: Vec<PathBuf> = std::fs::read_dir(dir).unwrap().map(|e| e.unwrap().path()).collect();
    all.sort();
    all
}

#[test]
fn a_desk_says_the_same_with_it_without_it_and_with_a_bad_one() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "It is slow", "--priority", "urgent"]).ok();
    let ask = || desk.tramite(&["show", "1", "--format", "json"]).ok();
    let said = ask();
    let tree = desk.git(&["rev-parse", "HEAD:.tramite"]).ok();
    let file = desk.path().join(".git/tramite/configs").join(tree.trim());
    let whole = std::fs::read(&file).unwrap();
    for bad in [&b""[..], b"x", &whole[..whole.len() / 2], &whole[..whole.len() - 1]] {
        std::fs::write(&file, bad).unwrap();
        assert_eq!(ask(), said);
        assert_eq!(std::fs::read(&file).unwrap(), whole, "it is made anew");
    }
    // One that somebody has changed without the sum: what it says of itself is not believed.
    let other = String::from_utf8(whole.clone()).unwrap().replace("urgent", "gentur");
    assert_ne!(other.as_bytes(), whole);
    std::fs::write(&file, other).unwrap();
    assert_eq!(ask(), said);
    // Of another build of the program: as above.
    let (first, rest) = std::str::from_utf8(&whole).unwrap().split_once('\n').unwrap();
    let older = first.replace(tree.trim(), &format!("{}1", tree.trim()));
    std::fs::write(&file, format!("{older}\n{rest}")).unwrap();
    assert_eq!(ask(), said);
    assert_eq!(std::fs::read(&file).unwrap(), whole);
    // Where nothing can be kept.
    std::fs::remove_dir_all(desk.path().join(".git/tramite/configs")).unwrap();
    std::fs::write(desk.path().join(".git/tramite/configs"), "in the way").unwrap();
    assert_eq!(ask(), said);
}

#[test]
fn a_changed_configuration_is_seen_at_once_and_an_old_one_when_it_is_asked_for() {
    let desk = Place::desk();
    desk.tramite(&["list"]).ok();
    assert_eq!(kept(&desk).len(), 1);
    let config = desk.read(".tramite/desk.yaml").replace("Support", "Other");
    desk.write(".tramite/desk.yaml", &config);
    desk.commit("Another name");
    let name = || desk.tramite(&["report", "sla", "--format", "json"]).json()["desk"].clone();
    assert_eq!(name(), "Other");
    assert_eq!(kept(&desk).len(), 2);
    desk.git(&["reset", "-q", "--hard", "HEAD~1"]).ok();
    assert_eq!(name(), "Support");
}

/// What is asked for once is kept; asked for at another time, it is what a fresh index says.
#[test]
fn clocks_that_were_kept_are_those_of_the_time_asked_about() {
    let mut desk = Place::empty();
    desk.tramite(&["demo", ".", "--tickets", "40"]).ok();
    desk.be("Ana Souza", "ana@desk.example");
    let times = ["2026-11-23T10:00:00-03:00", "2026-11-24T16:40:00-03:00", "2026-10-02T12:00:00-03:00"];
    let ask = |desk: &mut Place| {
        let mut all = Vec::new();
        for now in times {
            desk.at(now);
            all.push(desk.tramite(&["list", "--all", "--format", "json"]).ok());
            all.push(desk.tramite(&["sla", "due", "--format", "json"]).ok());
            all.push(desk.tramite(&["list", "at_risk:true", "-breached:true"]).ok());
            all.push(desk.tramite(&REPORT).ok());
        }
        all
    };
    let mut fresh = Vec::new();
    for now in times {
        desk.at(now);
        for args in [
            &["list", "--all", "--format", "json"][..],
            &["sla", "due", "--format", "json"],
            &["list", "at_risk:true", "-breached:true"],
            &REPORT,
        ] {
            std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
            fresh.push(desk.tramite(args).ok());
        }
        // Figures as known at some time are worked out of history, whatever is kept.
        for rest in [&[][..], &["--by", "assignee"], &["--query", "-breached:true -\"password\""]] {
            let kept = desk.tramite(&[&REPORT[..], rest].concat()).ok();
            let anew = desk.tramite(&[&REPORT[..], rest, &["--as-known", "2099-01-01"]].concat()).ok();
            assert_eq!(kept, anew, "at {now}, {rest:?}");
        }
    }
    assert!(fresh[1] != fresh[5] && fresh[1] != fresh[9], "the times tell them apart");
    assert_eq!(ask(&mut desk), fresh);
    assert_eq!(ask(&mut desk), fresh);
    // A change of one ticket, then of the process.
    let changed = |desk: &mut Place| {
        let kept = ask(desk);
        std::fs::remove_dir_all(desk.path().join(".git/tramite")).unwrap();
        assert_eq!(ask(desk), kept);
    };
    let numbers = desk.git(&["ls-files", "tickets/*/ticket.yaml"]).ok();
    let ticket =
        numbers.lines().last().unwrap().trim_start_matches("tickets/").trim_end_matches("/ticket.yaml");
    desk.at(times[0]);
    desk.tramite(&["note", ticket, "-m", "Seen"]).ok();
    changed(&mut desk);
    let policies = desk.sh("ls .tramite/sla").ok();
    let policy = format!(".tramite/sla/{}", policies.lines().next().unwrap());
    let text = desk.read(&policy).replace("8h", "1h").replace("4h", "2h");
    desk.write(&policy, &text);
    let calendars = desk.sh("ls .tramite/calendars").ok();
    let calendar = format!(".tramite/calendars/{}", calendars.lines().next().unwrap());
    let text = format!("{}  \"2026-11-23\": []\n", desk.read(&calendar));
    desk.write(&calendar, &text);
    desk.commit("Shorter, and a day off");
    assert_ne!(ask(&mut desk)[1], fresh[1]);
    changed(&mut desk);
}

#[test]
fn several_processes_at_once_make_one_whole_file() {
    let desk = Place::desk();
    desk.tramite(&["open", "question", "-t", "It is slow"]).ok();
    let said = desk.tramite(&["list"]).ok();
    let whole: Vec<_> = kept(&desk).iter().map(|file| std::fs::read(file).unwrap()).collect();
    for _ in 0..3 {
        std::fs::remove_dir_all(desk.path().join(".git/tramite/configs")).unwrap();
        std::thread::scope(|scope| {
            let all: Vec<_> = (0..6).map(|_| scope.spawn(|| desk.tramite(&["list"]).ok())).collect();
            for one in all {
                assert_eq!(one.join().unwrap(), said);
            }
        });
        let again: Vec<_> = kept(&desk).iter().map(|file| std::fs::read(file).unwrap()).collect();
        assert_eq!(again, whole[whole.len() - 1..], "no more than the head's, and nothing half");
    }
}
