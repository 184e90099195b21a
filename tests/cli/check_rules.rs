//! Each rule of `check` broken in turn, by hand and `git commit`.

use super::check::{a_comment, edit, file_of, findings, rules, two_tickets};
use super::support;
use crate::harness::Place;
use std::collections::BTreeSet;

/// Makes one commit on `base` by `change` and gives the rules that it breaks.
#[track_caller]
fn broken(desk: &Place, change: &dyn Fn(&Place)) -> BTreeSet<String> {
    desk.git(&["checkout", "-q", "-f", "--detach", "base"]).ok();
    desk.git(&["clean", "-qfdx"]).ok();
    change(desk);
    if desk.git(&["status", "--porcelain"]).ok() != "" {
        desk.commit("by hand");
    }
    let found = rules(desk, &["base..HEAD"]);
    for finding in findings(desk, &["base..HEAD"]) {
        assert!(
            finding["commit"].is_string() && finding["message"].as_str().unwrap().len() > 20,
            "{finding}"
        );
    }
    found
}

/// A commit of one changed tree entry, made without a working tree: `MODE OBJECT PATH`.
fn entry(desk: &Place, mode: &str, object: &str, path: &str) {
    desk.git(&["update-index", "--add", "--cacheinfo", &format!("{mode},{object},{path}")]).ok();
    desk.git(&["commit", "-q", "-m", "a trick"]).ok();
    desk.git(&["checkout", "-q", "-f", "HEAD"]);
}

fn blob(desk: &Place, text: &str) -> String {
    desk.write("../blob", text);
    desk.git(&["hash-object", "-w", "../blob"]).ok().trim().to_owned()
}

#[test]
fn flows_requirements_fields_and_rules() {
    let desk = two_tickets();
    let (one, two) = (file_of(&desk, "1"), file_of(&desk, "2"));
    let replaced = |path: &str, from: &str, to: &str| {
        let (path, from, to) = (path.to_owned(), from.to_owned(), to.to_owned());
        move |desk: &Place| edit(desk, &path, &from, &to)
    };
    let cases: [(&str, Box<dyn Fn(&Place)>); 9] = [
        ("transition", Box::new(replaced(&two, "status: new", "status: closed"))),
        ("requirement", Box::new(replaced(&two, "status: new", "status: pending"))),
        ("requirement", Box::new(replaced(&two, "status: new", "status: invalid"))),
        ("field_value", Box::new(replaced(&two, "impact: one", "impact: nobody"))),
        ("unknown_field", Box::new(replaced(&two, "impact: one", "impact: one\n  colour: red"))),
        ("value", Box::new(replaced(&two, "team: support", "team: nobody"))),
        ("type", Box::new(replaced(&one, "type: question", "type: riddle"))),
        // The desk's own rule: a priority does not change without a word.
        ("reclassified", Box::new(replaced(&two, "priority: normal", "priority: urgent"))),
        ("field_required", Box::new(replaced(&one, "type: question", "type: problem"))),
    ];
    for (rule, change) in cases {
        let found = broken(&desk, &*change);
        assert!(found.contains(rule), "{rule}: {found:?}");
    }
    // A password in a comment; what else is wrong with a comment.
    let dir = one.rsplit_once('/').unwrap().0.to_owned();
    let comment = |text: &'static str| {
        let path = format!("{dir}/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml");
        move |desk: &Place| desk.write(&path, text)
    };
    for (rule, text) in [
        ("secrets", "kind: internal\nbody: |\n  senha: abc123\n"),
        ("comment", "kind: public\nchannel: pigeon\nbody: |\n  x\n"),
        ("comment", "kind: public\n"),
        ("approval", "kind: internal\napproval: {what: nothing, verdict: approved}\nbody: |\n  x\n"),
    ] {
        let found = broken(&desk, &comment(text));
        assert!(found.contains(rule), "{rule}: {found:?}");
    }
    // A hand edit that the process allows is as good as a command.
    assert_eq!(broken(&desk, &replaced(&two, "status: new", "status: open")), BTreeSet::new());
    assert_eq!(broken(&desk, &replaced(&two, "title: Crash", "title: It crashes")), BTreeSet::new());
}

#[test]
fn tickets_and_comments_stay() {
    let desk = two_tickets();
    let (one, two) = (file_of(&desk, "1"), file_of(&desk, "2"));
    let uid = desk.read(&two).lines().next().unwrap().to_owned();
    let comment = a_comment(&desk);
    let folder = |path: &str| path.rsplit_once('/').unwrap().0.to_owned();
    let git = |args: &[&str]| {
        let args: Vec<String> = args.iter().map(|a| (*a).to_owned()).collect();
        move |desk: &Place| drop(desk.git(&args.iter().map(String::as_str).collect::<Vec<_>>()).ok())
    };
    let only = |rule: &str| BTreeSet::from([rule.to_owned()]);
    assert_eq!(broken(&desk, &git(&["rm", "-q", &comment])), only("comment_removed"));
    assert_eq!(broken(&desk, &git(&["rm", "-q", "-r", &folder(&one)])), only("ticket_removed"));
    let found = broken(&desk, &git(&["rm", "-q", &one]));
    assert!(found.contains("ticket_removed"), "{found:?}");
    assert_eq!(broken(&desk, &|d| edit(d, &comment, "looking", "not looking")), only("comment_immutable"));
    // The way out that a finding prints can be typed as it is.
    let message = findings(&desk, &["base..HEAD"])[0]["message"].as_str().unwrap().to_owned();
    let mend = message.split('`').find(|part| part.starts_with("git checkout")).expect("a command");
    desk.git(&mend.split(' ').skip(1).collect::<Vec<_>>()).ok();
    assert_eq!(desk.read(&comment), desk.git(&["show", &format!("base:{comment}")]).ok());
    // Other bytes that say the same are another file all the same; line ends are git's business.
    assert_eq!(
        broken(&desk, &|d| edit(d, &comment, "kind: public", "kind: \"public\"")),
        only("comment_immutable")
    );
    let moved = folder(&two).replace("/0002-", "/0009-");
    let found = broken(&desk, &git(&["mv", &folder(&two), &moved]));
    assert!(found.contains("path"), "{found:?}");
    let other = "uid: 01JDB4M8A0A0A0A0A0A0A0A0A0";
    let found = broken(&desk, &|d| edit(d, &two, &uid, other));
    assert!(found.contains("uid") && !found.contains("ticket_removed"), "{found:?}");
    // A copy of a ticket under another number, and a number that another ticket has.
    let copy = folder(&two).replace("/0002-", "/0003-");
    let found = broken(&desk, &|d| {
        let text = d.read(&two);
        d.write(&format!("{copy}/ticket.yaml"), &text);
    });
    assert!(found.contains("duplicate_uid"), "{found:?}");
    let found = broken(&desk, &|d| edit(d, &two, &uid, &format!("{uid}\nnumber: 202611/0001")));
    assert_eq!(found, only("duplicate_number"));
    let found = broken(&desk, &|d| {
        d.write(&format!("{copy}/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml"), "kind: internal\nbody: x\n");
    });
    assert!(found.contains("no_ticket"), "{found:?}");
}

#[test]
fn paths_and_modes_that_no_desk_has() {
    let desk = two_tickets();
    let one = file_of(&desk, "1");
    let only = BTreeSet::from(["path".to_owned()]);
    for path in
        ["tickets/README.md", "tickets/202611/notes.txt", "tickets/.gitattributes", ".tramite/.gitattributes"]
    {
        assert_eq!(broken(&desk, &|d| d.write(path, "x\n")), only, "{path}");
    }
    let folder = one.rsplit_once('/').unwrap().0.to_owned();
    let target = blob(&desk, "../../../../etc/passwd");
    let head = desk.git(&["rev-parse", "base"]).ok().trim().to_owned();
    let text = blob(&desk, "kind: internal\nbody: x\n");
    for (mode, object, path) in [
        ("120000", &target, format!("{folder}/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml")),
        ("160000", &head, "tickets/202612".to_owned()),
        ("100755", &text, format!("{folder}/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml")),
        ("100644", &text, format!("{folder}/01jdb4m8a0a0a0a0a0a0a0a0a0.yaml")),
        ("100644", &text, ".Tramite/desk.yaml".to_owned()),
        ("100644", &text, ".tramite/Desk.yaml".to_owned()),
        ("100644", &text, "Tickets/x".to_owned()),
    ] {
        let found = broken(&desk, &|d| entry(d, mode, object, &path));
        assert!(found.contains("path"), "{mode} {path}: {found:?}");
    }
    // Names that git itself would not write into a tree, among tickets and beside them, and a mode that readers pass over.
    let inner = tree(&desk, &[("100644", "x", &text)]);
    let code = tree(&desk, &[("40000", "..", &inner)]);
    let separated = tree(&desk, &[("100644", "a/b", &text)]);
    let root = desk.git(&["ls-tree", "base"]).ok();
    let tickets = desk.git(&["rev-parse", "base:tickets/202611"]).ok().trim().to_owned();
    for (name, below, path) in [
        ("tickets", tree(&desk, &[("40000", "..", &inner), ("40000", "202611", &tickets)]), "tickets/.."),
        (
            "tickets",
            tree(&desk, &[("40000", "202611", &tickets), ("040000", "202612", &inner)]),
            "tickets/202612",
        ),
        (".git", inner.clone(), ".git"),
        ("src", code, "src/.."),
        ("src", separated, "src/a/b"),
    ] {
        let listed = root.lines().filter(|line| !line.ends_with(&format!("\t{name}"))).map(|line| {
            let (meta, name) = line.split_once('\t').unwrap();
            let words: Vec<&str> = meta.split(' ').collect();
            (words[0].trim_start_matches('0').to_owned(), name.to_owned(), words[2].to_owned())
        });
        let mut entries: Vec<_> = listed.chain([("40000".to_owned(), name.to_owned(), below)]).collect();
        entries.sort_by(|a, b| a.1.cmp(&b.1));
        let entries: Vec<_> = entries.iter().map(|(m, n, o)| (m.as_str(), n.as_str(), o.as_str())).collect();
        let commit = desk.git(&["commit-tree", "-p", "base", "-m", "odd", &tree(&desk, &entries)]).ok();
        let found = findings(&desk, &[&format!("base..{}", commit.trim())]);
        assert!(found.iter().all(|f| f["rule"] == "path"), "{path}: {found:?}");
        assert!(found.iter().any(|f| f["path"] == path), "{path}: {found:?}");
    }
}

/// A tree of these entries, whatever git thinks of them: mode, name, object.
fn tree(desk: &Place, entries: &[(&str, &str, &str)]) -> String {
    use std::io::Write;
    let mut raw = Vec::new();
    for (mode, name, object) in entries {
        raw.extend_from_slice(format!("{mode} {name}\0").as_bytes());
        raw.extend((0..20).map(|n| u8::from_str_radix(&object[2 * n..2 * n + 2], 16).unwrap()));
    }
    let mut git = desk.command("git");
    git.args(["hash-object", "-t", "tree", "-w", "--literally", "--stdin"]);
    git.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut git = git.spawn().unwrap();
    git.stdin.take().unwrap().write_all(&raw).unwrap();
    let said = git.wait_with_output().unwrap();
    assert!(said.status.success());
    String::from_utf8(said.stdout).unwrap().trim().to_owned()
}

#[test]
fn contents_that_cannot_be_read() {
    let desk = two_tickets();
    let one = file_of(&desk, "1");
    let bomb = (1..30).fold("uid: 01JDB4M8A0A0A0A0A0A0A0A0A0\na0: &a0 [x, x]\n".to_owned(), |text, n| {
        let before = n - 1;
        format!("{text}a{n}: &a{n} [*a{before}, *a{before}, *a{before}, *a{before}]\n")
    });
    let text = desk.read(&one);
    let comment = format!("{}/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml", one.rsplit_once('/').unwrap().0);
    let of_ticket: [(&[&str], String); 15] = [
        (&["conflict_markers"], "<<<<<<< HEAD\nstatus: a\n=======\nstatus: b\n>>>>>>> x\n".to_owned()),
        (&["yaml_syntax"], "uid: [\n".to_owned()),
        (&["too_large"], format!("uid: x\ndescription: {}\n", "x".repeat(2 << 20))),
        (&["too_many_values"], bomb),
        (&["too_deep"], format!("{text}x: {}{}\n", "[".repeat(100), "]".repeat(100))),
        (&["yaml_syntax"], format!("uid: {}{}\n", "[".repeat(5000), "]".repeat(5000))),
        (&["not_a_mapping"], "- a\n- b\n".to_owned()),
        (&["several_documents"], format!("{text}---\nuid: x\n")),
        (&["duplicate_key"], format!("{text}status: open\n")),
        (&["missing_key"], "title: x\n".to_owned()),
        (&["bad_key"], format!("{text}? [a, b]\n: x\n")),
        (&["missing_key", "value", "wrong_shape"], text.replace("title: Export", "title: [a]")),
        (&["bad_uid"], format!("uid: 123\n{}", text.split_once('\n').unwrap().1)),
        (&["bad_number"], format!("{text}number: x\n")),
        (&["value"], format!("{text}due: soon\n")),
    ];
    let of_comment: [(&[&str], String); 3] = [
        (&["bad_value"], "kind: secret\nbody: |\n  x\n".to_owned()),
        (&["missing_key"], "body: |\n  x\n".to_owned()),
        (&["not_a_mapping"], "- x\n".to_owned()),
    ];
    let all = of_ticket.into_iter().map(|case| (&one, case));
    for (path, (rules, text)) in all.chain(of_comment.into_iter().map(|case| (&comment, case))) {
        let found = broken(&desk, &|d| d.write(path, &text));
        assert_eq!(
            found,
            rules.iter().map(|rule| (*rule).to_owned()).collect(),
            "{}",
            &text[..text.len().min(80)]
        );
    }
}

#[test]
fn who_may_change_what() {
    let mut desk = two_tickets();
    let (one, two) = (file_of(&desk, "1"), file_of(&desk, "2"));
    let only = |rule: &str| BTreeSet::from([rule.to_owned()]);
    let types = ".tramite/types/question.yaml";
    let contacts = ".tramite/contacts/other.yaml";
    let say = |text: &'static str| {
        let path = format!("{}/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml", one.rsplit_once('/').unwrap().0);
        move |d: &Place| d.write(&path, text)
    };
    let customer = say("kind: customer\nbody: |\n  Thank you\n");
    let public = say("kind: public\nbody: |\n  We will see\n");
    // A link and a key that nobody knows, to be taken away.
    desk.git(&["checkout", "-q", "-f", "-B", "linked", "base"]).ok();
    desk.git(&["config", "tramite.branch", "linked"]).ok();
    desk.tramite(&["link", "1", "related", "2"]).ok();
    desk.write(&one, &format!("{}colour: red\n", desk.read(&one)));
    desk.commit("colour");
    desk.git(&["branch", "-f", "base", "linked"]).ok();
    let unlink = |d: &Place| {
        let text = d.read(&one);
        let (head, rest) = text.split_once("links:\n").unwrap();
        d.write(&one, &format!("{head}{}", rest.split_once('\n').unwrap().1));
    };
    let recolour = |d: &Place| edit(d, &one, "colour: red", "colour: blue");
    // The same in other words is a change of the file all the same.
    let reword = |d: &Place| d.write(&one, &format!("# mine\n{}", d.read(&one)));
    // A stranger reads.
    desk.be("Nobody", "nobody@else.example");
    for change in [&unlink as &dyn Fn(&Place), &recolour, &reword] {
        assert_eq!(broken(&desk, change), only("role"));
    }
    desk.write("../mailmap", "Ana Souza <ana@desk.example> <nobody@else.example>\n");
    desk.git(&["config", "mailmap.file", "../mailmap"]).ok();
    assert_eq!(broken(&desk, &|d| edit(d, &two, "title: Crash", "title: Boom")), only("role"));
    assert_eq!(broken(&desk, &|d| edit(d, contacts, "Zoé Dias", "Zoé")), only("config_role"));
    // A customer: comments on their organization's tickets, and no more.
    desk.be("Maria", &contact_address(&desk));
    for change in [&unlink as &dyn Fn(&Place), &recolour, &reword] {
        assert_eq!(broken(&desk, change), only("role"));
    }
    assert_eq!(broken(&desk, &customer), BTreeSet::new());
    assert_eq!(broken(&desk, &public), only("role"));
    assert_eq!(broken(&desk, &|d| edit(d, &two, "title: Crash", "title: Boom")), only("role"));
    // An agent, whatever the case of the address: tickets and contacts, no types.
    desk.be("Bruno Lima", "BRUNO@Desk.Example");
    for change in [&unlink as &dyn Fn(&Place), &recolour, &reword] {
        assert_eq!(broken(&desk, change), BTreeSet::new());
    }
    assert_eq!(broken(&desk, &public), BTreeSet::new());
    assert_eq!(broken(&desk, &|d| edit(d, contacts, "Zoé Dias", "Zoé")), BTreeSet::new());
    assert_eq!(broken(&desk, &|d| edit(d, types, "title:", "# words\ntitle:")), only("config_role"));
    assert_eq!(
        broken(&desk, &|d| d.write(".tramite/views/people/bruno.yaml", "- {id: x, query: \"status:new\"}\n")),
        BTreeSet::new()
    );
    // The line that sets up the merge is the desk's; what is for code is not.
    assert_eq!(broken(&desk, &|d| edit(d, ".gitattributes", "merge=tramite", "-merge")), only("config_role"));
    assert_eq!(
        broken(&desk, &|d| edit(d, ".gitattributes", "tickets/**", "*.png binary\ntickets/**")),
        BTreeSet::new()
    );
    // A leader: all of it, as long as it can be read.
    support::be_ana(&mut desk);
    assert_eq!(broken(&desk, &|d| edit(d, types, "title:", "# words\ntitle:")), BTreeSet::new());
    assert_eq!(broken(&desk, &|d| edit(d, ".gitattributes", "merge=tramite", "-merge")), BTreeSet::new());
    assert_eq!(broken(&desk, &|d| d.write(types, "flow: [\n")), only("config"));
    assert_eq!(
        broken(&desk, &|d| drop(d.git(&["rm", "-q", ".tramite/desk.yaml"]).ok())),
        only("desk_removed")
    );
    assert_eq!(broken(&desk, &|d| drop(d.git(&["rm", "-rq", ".tramite"]).ok())), only("desk_removed"));
}

/// Maria's address.
fn contact_address(desk: &Place) -> String {
    let text = desk.read(".tramite/contacts/example.yaml");
    let line = text.lines().find(|line| line.contains("maria@example")).unwrap().to_owned();
    line.split("email: ").nth(1).unwrap().split([',', '}']).next().unwrap().trim().to_owned()
}

#[test]
fn clocks() {
    let desk = two_tickets();
    let file = file_of(&desk, "2");
    let dated = |author: &str, committer: &str| {
        let line =
            format!("GIT_AUTHOR_DATE='{author}' GIT_COMMITTER_DATE='{committer}' git commit -qam dated");
        let file = file.clone();
        move |d: &Place| {
            edit(d, &file, "title: Crash", "title: Boom");
            d.sh(&line).ok();
        }
    };
    let only = |rule: &str| BTreeSet::from([rule.to_owned()]);
    // Now is 2026-11-23T10:00:00-03:00.
    for (author, committer, expected) in [
        ("2026-11-23T09:59:00-03:00", "2026-11-23T10:00:00-03:00", BTreeSet::new()),
        ("2026-11-23T10:00:01-03:00", "2026-11-23T10:00:00-03:00", only("author_date")),
        ("2026-11-23T10:05:00-03:00", "2026-11-23T10:05:00-03:00", BTreeSet::new()),
        ("2026-11-23T10:05:01-03:00", "2026-11-23T10:05:01-03:00", only("committer_date")),
        ("2026-11-23T13:04:00Z", "2026-11-23T13:05:00Z", BTreeSet::new()),
        ("2020-01-01T00:00:00Z", "2026-11-23T10:00:00-03:00", BTreeSet::new()),
    ] {
        assert_eq!(broken(&desk, &dated(author, committer)), expected, "{author} {committer}");
    }
    // The clock's own time has parts of seconds, which nobody reads.
    broken(&desk, &dated("2090-11-23T10:00:00Z", "2090-11-23T10:00:00Z"));
    let said = desk.sh("env -u TRAMITE_NOW tramite check base..HEAD").out;
    assert!(said.contains("ahead of now, 20") && !said.contains('.'), "{said}");
    broken(&desk, &dated("2020-01-01T00:00:00Z", "2026-11-23T10:00:00-03:00"));
    assert_eq!(rules(&desk, &["base..HEAD", "--max-backdate", "15d"]), only("backdate"));
    // Both dates set back are told by the commit before.
    broken(&desk, &dated("2020-01-01T00:00:00Z", "2020-01-01T00:00:00Z"));
    assert_eq!(rules(&desk, &["base..HEAD", "--max-backdate", "15d"]), only("backdate"));
    broken(&desk, &dated("2026-11-22T10:00:00-03:00", "2026-11-23T10:00:00-03:00"));
    assert_eq!(rules(&desk, &["base..HEAD", "--max-backdate", "36h"]), BTreeSet::new());
    assert_eq!(rules(&desk, &["base..HEAD", "--max-backdate", "23h"]), only("backdate"));
}

/// Code beside the desk is its developers' business.
#[test]
fn commits_that_touch_no_desk_are_not_judged() {
    let mut desk = two_tickets();
    desk.be("Dev", "dev@code.example");
    let found = broken(&desk, &|d| {
        d.write("src/main.rs", "fn main() {}\n");
        d.git(&["add", "-A"]).ok();
        d.sh("GIT_AUTHOR_DATE=2026-11-25T00:00:00Z GIT_COMMITTER_DATE=2026-11-23T00:00:00Z git commit -qm code").ok();
    });
    assert_eq!(found, BTreeSet::new());
}
