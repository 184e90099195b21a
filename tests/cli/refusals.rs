//! What is refused or warned of, and with which code: names that nothing bears, tickets that go on elsewhere, ratings of nothing.

use super::support::{commits, desk, says};

#[test]
fn a_name_that_the_desk_lacks_is_not_found_and_the_nearest_is_offered() {
    let desk = desk();
    desk.tramite(&["open", "question", "-t", "Export", "--for", "maria@example"]).ok();
    for (args, words) in [
        (&["open", "qestion", "-t", "x"][..], "did you mean question"),
        (&["open", "question", "-t", "x", "--for", "mario@example"], "did you mean maria@example"),
        (&["open", "question", "-t", "x", "--origin", "emial"], "did you mean email"),
        (&["open", "question", "-t", "x", "-p", "hihg"], "did you mean high"),
        (&["assign", "1", "ann"], "did you mean ana"),
        (&["transfer", "1", "eng", "-m", "x"], "did you mean engineering"),
        (&["transition", "1", "sloved"], "did you mean solved"),
        (&["reply", "1", "-m", "x", "--channel", "fone"], "did you mean phone"),
        (&["watch", "1", "maira@exampel"], "maria@example"),
        (&["macro", "apply", "1", "close/solvd"], "close/solved"),
        (&["list", "--view", "queu"], "queue"),
        (&["type", "add", "helpdsk/question"], "did you mean helpdesk"),
        (&["type", "add", "helpdesk/qestion"], "did you mean question"),
        (&["type", "show", "qestion"], "did you mean question"),
        (&["init", "--preset", "helpdeks", "--branch", "other"], "did you mean helpdesk"),
    ] {
        let error = desk.tramite(args).fails(3);
        assert!(error.contains(words), "{args:?}: {error}");
    }
    // What is wrong besides a name is the desk's refusal.
    desk.tramite(&["open", "problem", "-t", "x", "--for", "nobody"]).fails(3);
    desk.tramite(&["set", "1", "area=nowhere"]).fails(4);
    // What is no name is not sought among the desk's names.
    for (args, words) in [
        (&["due", "1", "99/99"][..], "is not a date or time"),
        (&["promise", "1", "someday"], "2026-11-23, today, tomorrow, friday or +3d"),
        (&["set", "1", "title="], "title=TITLE"),
    ] {
        let error = desk.tramite(args).fails(4);
        assert!(error.contains(words) && !error.contains("knows by name"), "{args:?}: {error}");
    }
}

#[test]
fn what_is_said_of_a_ticket_that_goes_on_elsewhere() {
    let mut desk = desk();
    for title in ["Export", "Export again", "Export once more"] {
        desk.tramite(&["open", "question", "-t", title, "--for", "maria@example"]).ok();
    }
    says(&desk.tramite(&["rate", "1", "5"]).fails(4), &["never answered", "tramite reply 202611/0001"]);
    let said = desk.tramite(&["follow-up", "1", "-t", "More"]).exits(0);
    says(&said.err, &["202611/0001 is still open", "tramite child"]);
    says(&desk.tramite(&["promise", "1", "2026-11-20"]).exits(0).err, &["2026-11-20 is in the past"]);
    assert_eq!(desk.tramite(&["promise", "1", "2026-11-23"]).exits(0).err, "", "today is not past");

    let merged = desk.tramite(&["merge", "2", "1"]).ok();
    says(&merged, &["merged: none → 202611/0001"]);
    says(&desk.tramite(&["log", "2"]).ok(), &["202611/0001"]);
    let error = desk.tramite(&["reply", "2", "-m", "Hello"]).fails(4);
    says(&error, &["202611/0002 was merged into 202611/0001", "tramite reply 202611/0001"]);
    desk.tramite(&["note", "2", "-m", "For us"]).ok();
    desk.tramite(&["duplicate", "3", "1", "-m", "The same"]).ok();
    says(&desk.tramite(&["reply", "3", "-m", "Hello"]).fails(4), &["is a duplicate of 202611/0001"]);

    // Without a terminal nobody is left alone with `vi`.
    for name in ["GIT_EDITOR", "VISUAL", "EDITOR"] {
        desk.unset(name);
    }
    says(&desk.tramite(&["edit", "1"]).fails(2), &["an editor is needed", "set EDITOR"]);
}

#[test]
fn a_change_that_could_not_be_told_is_said_to_be_recorded() {
    let desk = desk();
    desk.tramite(&["open", "question", "-t", "Export"]).ok();
    let before = commits(&desk);
    let said = desk.sh("tramite note 1 -m x > /dev/full");
    assert_eq!((said.code, commits(&desk)), (6, before + 1));
    says(&said.err, &["cannot write the output", "recorded all the same", "do not repeat it"]);
    let said = desk.sh("tramite show 1 > /dev/full");
    assert!(said.code == 6 && !said.err.contains("recorded"), "{}", said.err);
}
