//! `check --pre-receive` in a hub's hook, and the ways around a desk's rules that it closes.

use super::check::{edit, file_of, rules};
use super::support;
use crate::harness::{Place, Said};

/// A hub whose hook judges every push (with these further options), and a clone of its desk in which to work.
fn hub(options: &str) -> Place {
    let mut desk = support::desk_with_ticket();
    desk.tramite(&[
        "open",
        "problem",
        "-t",
        "Crash",
        "-d",
        "It stops.",
        "--for",
        "zoe@other",
        "-f",
        "impact=one",
    ])
    .ok();
    bare(&desk);
    desk.git(&["push", "-q", "../hub.git", "main"]).ok();
    hook(&desk, options);
    desk.git(&["clone", "-q", "../hub.git", "../clone"]).ok();
    desk.cd("clone");
    desk
}

/// An empty hub with the hook.
fn bare(desk: &Place) {
    desk.git(&["init", "-q", "--bare", "-b", "main", "../hub.git"]).ok();
    hook(desk, "");
}

/// The hook that `tramite hooks install --server` puts there; with options, one that somebody wrote.
fn hook(desk: &Place, options: &str) {
    if options.is_empty() {
        desk.sh("rm -f ../hub.git/hooks/pre-receive && cd ../hub.git && tramite hooks install --server").ok();
        return;
    }
    let hook = format!("#!/bin/sh\nexec tramite check --pre-receive {options}\n");
    desk.write("../hub.git/hooks/pre-receive", &hook);
    desk.sh("chmod +x ../hub.git/hooks/pre-receive").ok();
}

fn push(desk: &Place, args: &[&str]) -> Said {
    desk.git(&[&["push", "-q"], args].concat())
}

/// The hub refuses the push by these rules and stays as it is.
#[track_caller]
fn refused(desk: &Place, args: &[&str], rules: &[&str]) {
    let before = desk.git(&["ls-remote", "origin"]).ok();
    let said = push(desk, args);
    assert_ne!(said.code, 0, "{args:?}: {}", said.err);
    for rule in rules {
        assert!(said.err.contains(&format!(" {rule}: ")), "{rule} is not in\n{}", said.err);
    }
    assert_eq!(desk.git(&["ls-remote", "origin"]).ok(), before);
}

fn bruno(desk: &mut Place) {
    desk.be("Bruno Lima", "bruno@desk.example");
}

fn head(desk: &Place, name: &str) -> String {
    desk.git(&["rev-parse", name]).ok().trim().to_owned()
}

/// A merge commit of two parents with the files of a tree, made by hand.
fn merge_of(desk: &Place, tree: &str, parents: &[&str]) -> String {
    let mut args = vec!["commit-tree", "-m", "a merge"];
    for parent in parents {
        args.extend(["-p", parent]);
    }
    args.push(tree);
    desk.git(&args).ok().trim().to_owned()
}

#[test]
fn pushes_of_what_commands_write_are_taken_and_others_refused_whole() {
    let mut desk = hub("");
    desk.tramite(&["transition", "2", "open"]).ok();
    desk.tramite(&["reply", "2", "-m", "We are on it."]).ok();
    push(&desk, &["origin", "main"]).ok();
    assert_eq!(head(&desk, "main"), head(&desk, "origin/main"));
    // One bad commit among good ones: nothing goes through.
    let file = file_of(&desk, "1");
    edit(&desk, &file, "status: new", "status: closed");
    desk.commit("by hand");
    desk.tramite(&["note", "2", "-m", "a note"]).ok();
    refused(&desk, &["origin", "main"], &["transition"]);
    desk.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    // Deleted, rewritten, and other branches.
    refused(&desk, &["origin", ":main"], &["branch_deleted"]);
    let was = head(&desk, "main");
    desk.git(&["commit", "-q", "--amend", "-m", "other words"]).ok();
    refused(&desk, &["--force", "origin", "main"], &["non_fast_forward"]);
    desk.git(&["reset", "-q", "--hard", &was]).ok();
    desk.git(&["checkout", "-q", "--orphan", "code"]).ok();
    desk.git(&["rm", "-rqf", "."]).ok();
    desk.write("main.rs", "fn main() {}\n");
    bruno(&mut desk);
    desk.commit("code");
    push(&desk, &["origin", "code"]).ok();
    desk.write("main.rs", "fn main() { }\n");
    desk.git(&["commit", "-q", "--amend", "-am", "code again"]).ok();
    push(&desk, &["--force", "origin", "code"]).ok();
    push(&desk, &["origin", ":code"]).ok();
    // A branch of the desk may be pushed as long as what it holds is legal; a second desk may not.
    desk.git(&["checkout", "-q", "-f", "-b", "topic", "main"]).ok();
    desk.tramite(&["note", "2", "-m", "on a branch"]).ok();
    push(&desk, &["origin", "topic"]).ok();
    let file = file_of(&desk, "1");
    edit(&desk, &file, "status: new", "status: closed");
    desk.commit("by hand");
    refused(&desk, &["origin", "topic"], &["transition"]);
    desk.git(&["checkout", "-q", "-f", "--orphan", "mine"]).ok();
    desk.commit("a desk of my own");
    refused(&desk, &["origin", "mine"], &["first_push"]);
    refused(&desk, &["--force", "origin", "mine:main"], &["non_fast_forward"]);
}

#[test]
fn a_desk_comes_to_an_empty_hub_with_all_its_history() {
    let desk = support::desk_with_ticket();
    bare(&desk);
    desk.git(&["remote", "add", "origin", "../hub.git"]).ok();
    let good = head(&desk, "main");
    let file = file_of(&desk, "1");
    edit(&desk, &file, "status: new", "status: closed");
    desk.commit("by hand");
    edit(&desk, &file, "status: closed", "status: new");
    desk.commit("undone by hand");
    refused(&desk, &["origin", "main"], &["transition"]);
    desk.git(&["reset", "-q", "--hard", &good]).ok();
    push(&desk, &["origin", "main"]).ok();
    // A desk on a branch of its own, beside code that has none, cannot be taken the place of.
    desk.git(&["init", "-q", "--bare", "-b", "main", "../code.git"]).ok();
    desk.sh("cp ../hub.git/hooks/pre-receive ../code.git/hooks/").ok();
    desk.git(&["remote", "set-url", "origin", "../code.git"]).ok();
    push(&desk, &["origin", "main:desk"]).ok();
    desk.git(&["checkout", "-q", "--orphan", "other"]).ok();
    desk.commit("another desk");
    refused(&desk, &["origin", "other:main"], &["first_push"]);
    refused(&desk, &["origin", ":desk"], &["branch_deleted"]);
}

/// Merges by plain git pass, whichever side comes first and however often both sides have merged.
#[test]
fn clean_merges_need_no_authority() {
    let mut desk = hub("");
    let setup =
        "git config merge.tramite.driver 'tramite merge-driver %O %A %B %P || git merge-file %A %O %B'";
    desk.sh(setup).ok();
    // A customer may do little, but merge whatever others did.
    for (n, first) in [(1, "origin/main"), (2, "mine")] {
        desk.git(&["checkout", "-q", "-B", "mine", "main"]).ok();
        bruno(&mut desk);
        desk.tramite(&["tag", "1", &format!("+side{n}")]).ok();
        desk.git(&["checkout", "-q", "-f", "main"]).ok();
        support::be_ana(&mut desk);
        // Ana changes the configuration and another key of the same ticket.
        edit(&desk, ".tramite/types/question.yaml", "type:", &format!("# {n}\ntype:"));
        desk.commit("configuration");
        desk.tramite(&["set", "1", &format!("title=Title {n}")]).ok();
        push(&desk, &["origin", "main"]).ok();
        bruno(&mut desk);
        if first == "mine" {
            desk.git(&["checkout", "-q", "mine"]).ok();
            desk.git(&["merge", "-q", "-m", "pull", "origin/main"]).ok();
        } else {
            desk.git(&["merge", "-q", "-m", "sync", "mine"]).ok();
        }
        push(&desk, &["origin", "HEAD:main"]).ok();
        desk.git(&["checkout", "-q", "-B", "main", "origin/main"]).ok();
    }
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
}

#[test]
fn a_revoked_leader_cannot_go_back_to_when_they_led() {
    let mut desk = hub("");
    desk.git(&["config", "user.name", "x"]).ok();
    // Bruno is made a leader, and is none again.
    let was = desk.read(".tramite/desk.yaml");
    let line = was.lines().find(|l| l.contains("bruno@desk.example")).unwrap().to_owned();
    let led = was.replace(&line, &line.replace("[agent]", "[leader, agent]"));
    assert_ne!(was, led, "{line}");
    desk.write(".tramite/desk.yaml", &led);
    desk.commit("bruno leads");
    let leading = head(&desk, "HEAD");
    desk.write(".tramite/desk.yaml", &was);
    desk.commit("bruno leads no more");
    push(&desk, &["origin", "main"]).ok();
    let tip = head(&desk, "main");
    bruno(&mut desk);
    // On the old parent he changes the process, then merges: with the change, and with the change left out.
    desk.git(&["checkout", "-q", "-b", "old", &leading]).ok();
    edit(&desk, ".tramite/types/question.yaml", "type:", "# mine\ntype:");
    desk.commit("while I led");
    let side = head(&desk, "HEAD");
    for parents in [[tip.as_str(), side.as_str()], [side.as_str(), tip.as_str()]] {
        for tree in [format!("{side}^{{tree}}"), format!("{tip}^{{tree}}")] {
            let merge = merge_of(&desk, &tree, &parents);
            refused(&desk, &["origin", &format!("{merge}:main")], &["config_role"]);
        }
    }
    // He gives himself the role there.
    desk.git(&["checkout", "-q", "-f", "-b", "self", &leading]).ok();
    desk.write(
        ".tramite/types/mine.yaml",
        &desk.read(".tramite/types/question.yaml").replace("type: question", "type: mine"),
    );
    desk.commit("a type of my own");
    let merge = merge_of(&desk, "HEAD^{tree}", &[&tip, "HEAD"]);
    refused(&desk, &["origin", &format!("{merge}:main")], &["config_role"]);
    // In one push, his own promotion authorises nothing.
    desk.git(&["checkout", "-q", "-f", "-b", "promoted", &tip]).ok();
    desk.write(".tramite/desk.yaml", &led);
    desk.commit("I lead");
    edit(&desk, ".tramite/types/question.yaml", "type:", "# mine\ntype:");
    desk.commit("and change");
    refused(&desk, &["origin", "HEAD:main"], &["config_role"]);
    // Ana may, and from then on he may, in the same push too.
    desk.git(&["checkout", "-q", "-f", "-b", "again", &tip]).ok();
    support::be_ana(&mut desk);
    desk.write(".tramite/desk.yaml", &led);
    desk.commit("bruno leads");
    bruno(&mut desk);
    edit(&desk, ".tramite/types/question.yaml", "type:", "# mine\ntype:");
    desk.commit("as a leader");
    push(&desk, &["origin", "HEAD:main"]).ok();
}

#[test]
fn nothing_is_smuggled_through_a_merge() {
    let mut desk = hub("");
    bruno(&mut desk);
    let base = head(&desk, "main");
    desk.tramite(&["note", "1", "-m", "mine"]).ok();
    let mine = head(&desk, "HEAD");
    desk.git(&["checkout", "-q", "-b", "theirs", &base]).ok();
    support::be_ana(&mut desk);
    desk.tramite(&["transition", "1", "open"]).ok();
    desk.tramite(&["reply", "1", "-m", "An answer."]).ok();
    let theirs = head(&desk, "HEAD");
    push(&desk, &["origin", "HEAD:main"]).ok();
    bruno(&mut desk);
    desk.git(&["checkout", "-q", "--detach", &theirs]).ok();
    desk.git(&["merge", "-q", "--no-commit", &mine]).ok();
    let clean = desk.git(&["write-tree"]).ok().trim().to_owned();
    let (one, two) = (file_of(&desk, "1"), file_of(&desk, "2"));
    let smuggled = |change: &dyn Fn(&Place)| {
        desk.git(&["reset", "-q", "--hard"]);
        desk.git(&["read-tree", "-u", "--reset", &clean]).ok();
        change(&desk);
        desk.git(&["add", "-A"]).ok();
        let tree = desk.git(&["write-tree"]).ok();
        tree.trim().to_owned()
    };
    let comment = desk.git(&["ls-files", "tickets/*/01*.yaml"]).ok().lines().next().unwrap().to_owned();
    let cases: [(&str, String); 7] = [
        ("transition", smuggled(&|d| edit(d, &two, "status: new", "status: closed"))),
        ("transition", smuggled(&|d| edit(d, &one, "status: open", "status: closed"))),
        // The old status again: no clash, so the other side's stands.
        ("transition", smuggled(&|d| edit(d, &one, "status: open", "status: new"))),
        ("comment_removed", smuggled(&|d| drop(d.git(&["rm", "-q", "-f", &comment])))),
        ("comment_immutable", smuggled(&|d| d.write(&comment, "kind: public\nbody: |\n  Never said\n"))),
        ("config_role", smuggled(&|d| edit(d, ".gitattributes", "merge=tramite", "-merge"))),
        ("ticket_removed", smuggled(&|d| drop(d.git(&["rm", "-rqf", one.rsplit_once('/').unwrap().0])))),
    ];
    for (rule, tree) in &cases {
        for parents in [[theirs.as_str(), mine.as_str()], [mine.as_str(), theirs.as_str()]] {
            let merge = merge_of(&desk, tree, &parents);
            assert_ne!(*tree, clean, "{rule}");
            refused(&desk, &["origin", &format!("{merge}:main")], &[rule]);
        }
    }
    // `-s ours`: what the other side did is gone.
    let ours = merge_of(&desk, &format!("{mine}^{{tree}}"), &[&mine, &theirs]);
    refused(&desk, &["origin", &format!("{ours}:main")], &["comment_removed"]);
    let merge = merge_of(&desk, &clean, &[&mine, &theirs]);
    push(&desk, &["origin", &format!("{merge}:main")]).ok();
}

/// A branch of one's own at a commit, where commands work.
fn side(desk: &Place, name: &str, at: &str) {
    desk.git(&["checkout", "-q", "-f", "-B", name, at]).ok();
    desk.git(&["clean", "-qfdx"]).ok();
    desk.git(&["config", "tramite.branch", name]).ok();
}

/// A commit's tree with the comments of others, changed.
fn tree_of(desk: &Place, base: &str, others: &[&str], change: &dyn Fn(&Place)) -> String {
    desk.git(&["checkout", "-q", "-f", "--detach", base]).ok();
    desk.git(&["clean", "-qfdx"]).ok();
    for other in others {
        let comments = desk.git(&["ls-tree", "-r", "--name-only", other, "tickets"]).ok();
        for path in comments.lines().filter(|path| !path.ends_with("/ticket.yaml")) {
            if !desk.path().join(path).exists() {
                desk.git(&["checkout", "-q", other, "--", path]).ok();
            }
        }
    }
    change(desk);
    desk.git(&["add", "-A"]).ok();
    let tree = desk.git(&["write-tree"]).ok().trim().to_owned();
    desk.git(&["reset", "-q", "--hard"]).ok();
    tree
}

/// Sets a key of a ticket's file by hand.
fn put(desk: &Place, file: &str, key: &str, value: &str) {
    let text = desk.read(file);
    let line = text.lines().find(|line| line.starts_with(&format!("{key}: "))).unwrap().to_owned();
    desk.write(file, &text.replace(&line, &format!("{key}: {value}")));
}

/// Both sides changed one key: either value is a settlement, and a status is one only where the flow could have led to it.
#[test]
fn a_clash_is_settled_by_either_sides_value() {
    let mut desk = hub("");
    let base = head(&desk, "main");
    let file = file_of(&desk, "2");
    desk.tramite(&["set", "2", "title=Ours"]).ok();
    desk.tramite(&["transition", "2", "open"]).ok();
    let open = head(&desk, "main");
    desk.tramite(&["reply", "2", "solved", "-m", "Done.", "-f", "cause=defect"]).ok();
    desk.tramite(&["transition", "2", "closed"]).ok();
    let closed = head(&desk, "main");
    bruno(&mut desk);
    side(&desk, "side", &base);
    desk.tramite(&["set", "2", "title=Theirs"]).ok();
    desk.tramite(&["reply", "2", "pending", "-m", "Which one?"]).ok();
    let theirs = head(&desk, "side");
    let tree = |tip: &str, status: &str, title: &str| {
        tree_of(&desk, tip, &[&theirs], &|d| {
            put(d, &file, "status", status);
            put(d, &file, "title", title);
        })
    };
    let merge =
        |tip: &str, status: &str, title: &str| merge_of(&desk, &tree(tip, status, title), &[tip, &theirs]);
    // From open the flow leads to pending, and to no status that nobody set.
    push(&desk, &["origin", &format!("{open}:main")]).ok();
    refused(&desk, &["origin", &format!("{}:main", merge(&open, "closed", "Theirs"))], &["transition"]);
    let settled = merge(&open, "pending", "Theirs");
    push(&desk, &["origin", &format!("{settled}:refs/heads/topic")]).ok();
    // What is closed stays closed: nothing leads from there, in one merge, in the other order, or in a merge within one.
    push(&desk, &["origin", &format!("{closed}:main")]).ok();
    let back = tree(&closed, "pending", "Theirs");
    for parents in [[closed.as_str(), &theirs], [&theirs, &closed]] {
        let merge = merge_of(&desk, &back, &parents);
        refused(&desk, &["origin", &format!("{merge}:main")], &["transition"]);
    }
    let inner = merge_of(&desk, &back, &[&theirs, &closed]);
    let outer = merge_of(&desk, &back, &[&closed, &inner]);
    refused(&desk, &["origin", &format!("{outer}:main")], &["transition"]);
    let settled = merge(&closed, "closed", "Theirs");
    push(&desk, &["origin", &format!("{settled}:main")]).ok();
    // A contact merges too, and decides nothing against what the branch has.
    let trees = ["Theirs", "Ours"].map(|title| tree(&open, "open", title));
    desk.be("Zoé Dias", "zoe@other.example");
    let found = trees.map(|tree| {
        let merge = merge_of(&desk, &tree, &[&theirs, &open]);
        rules(&desk, &[&format!("{open}..{merge}")]).into_iter().collect::<Vec<_>>()
    });
    assert_eq!(found, [vec!["role".to_owned()], vec![]]);
}

/// Ways to make a merge say what nobody may, through the hook that is installed.
#[test]
fn what_both_lines_have_is_nobodys_to_change() {
    let mut desk = hub("");
    let before = head(&desk, "main~1");
    let (one, two) = (file_of(&desk, "1"), file_of(&desk, "2"));
    let folder = one.rsplit_once('/').unwrap().0.to_owned();
    let comment = format!("{folder}/01KAQ000000000000000000000.yaml");
    // Ana and Bruno write a comment under one name; she opened ticket 2, and he opens it for himself.
    let text = desk.read(&two);
    desk.write(&comment, "kind: internal\nbody: |\n  The truth\n");
    desk.commit("a comment");
    desk.tramite(&["set", "1", "title=Two"]).ok();
    let old = head(&desk, "main");
    desk.tramite(&["set", "1", "title=Three"]).ok();
    push(&desk, &["origin", "main"]).ok();
    let tip = head(&desk, "main");
    bruno(&mut desk);
    side(&desk, "lie", &before);
    desk.write(&comment, "kind: internal\nbody: |\n  A lie\n");
    desk.commit("a comment");
    side(&desk, "again", &before);
    desk.write(&two, &text.replace("title: Crash", "title: Mine"));
    desk.commit("a ticket");
    // The same ticket in a folder that comes before hers.
    side(&desk, "copy", &before);
    desk.write(&two.replace("/0002-", "/0001-"), &text);
    desk.commit("a ticket");
    // A root with no desk, and a desk on top of it.
    desk.git(&["checkout", "-q", "-f", "--orphan", "root"]).ok();
    desk.git(&["rm", "-rqf", "."]).ok();
    desk.write("README", "x\n");
    desk.commit("a root");
    desk.git(&["checkout", "-q", &tip, "--", "tickets"]).ok();
    desk.commit("a desk");
    side(&desk, "own", &before);
    desk.tramite(&["note", "1", "-m", "mine"]).ok();
    let tree = |change: &dyn Fn(&Place)| tree_of(&desk, &tip, &[], change);
    let copied = two.replace("/0002-", "/0001-");
    let cases: [(&str, &str, String); 6] = [
        ("comment_immutable", "lie", tree(&|d| d.write(&comment, "kind: internal\nbody: |\n  A lie\n"))),
        ("comment_immutable", "lie", tree(&|_| ())),
        ("comment_removed", "lie", tree(&|d| std::fs::remove_file(d.path().join(&comment)).unwrap())),
        ("duplicate_uid", "again", tree(&|d| put(d, &two, "title", "Mine"))),
        ("duplicate_uid", "copy", tree(&|d| d.write(&copied, &text))),
        ("unrelated_root", "root", tree(&|_| ())),
    ];
    for (rule, other, tree) in &cases {
        let other = head(&desk, other);
        for parents in [[tip.as_str(), &other], [&other, &tip]] {
            let merge = merge_of(&desk, tree, &parents);
            refused(&desk, &["origin", &format!("{merge}:main")], &[rule]);
        }
    }
    // Within another merge it is no better.
    let inner = merge_of(&desk, &cases[3].2, &[&head(&desk, "again"), &tip]);
    let outer = merge_of(&desk, &cases[3].2, &[&tip, &inner]);
    refused(&desk, &["origin", &format!("{outer}:main")], &["duplicate_uid"]);
    // Three sides: what the branch was once is no side's change. A contact merges, who may not set a title.
    let own = head(&desk, "own");
    let stale = tree_of(&desk, &tip, &[&own], &|d| put(d, &one, "title", "Two"));
    let good = tree_of(&desk, &tip, &[&own], &|_| ());
    desk.be("Zoé Dias", "zoe@other.example");
    for parents in [[own.as_str(), &old, &tip], [&tip, &own, &old]] {
        let merge = merge_of(&desk, &stale, &parents);
        refused(&desk, &["origin", &format!("{merge}:main")], &["role"]);
    }
    // Nor does a merge write a file in other words that one side alone has changed.
    let reworded = tree_of(&desk, &tip, &[&own], &|d| d.write(&one, &format!("# mine\n{}", d.read(&one))));
    let merge = merge_of(&desk, &reworded, &[&tip, &own]);
    refused(&desk, &["origin", &format!("{merge}:main")], &["role"]);
    let merge = merge_of(&desk, &good, &[&own, &old, &tip]);
    push(&desk, &["origin", &format!("{merge}:main")]).ok();
}

/// A branch beside the desk's is one line from where it left it: an old configuration does not come back in its merges.
#[test]
fn branches_beside_the_desk_keep_its_configuration() {
    let mut desk = hub("");
    let base = head(&desk, "main");
    edit(&desk, ".tramite/types/question.yaml", "type:", "# new\ntype:");
    edit(&desk, ".gitattributes", "tickets/** text", "# new\ntickets/** -diff text");
    desk.write(".tramite/views/mine.yaml", "- {id: x, query: \"status:new\"}\n");
    desk.commit("configuration");
    let there = head(&desk, "main");
    desk.git(&["rm", "-q", ".tramite/views/mine.yaml"]).ok();
    desk.commit("without the view");
    let changed = head(&desk, "main");
    desk.tramite(&["note", "1", "-m", "and on"]).ok();
    push(&desk, &["origin", "main"]).ok();
    bruno(&mut desk);
    side(&desk, "old", &base);
    desk.tramite(&["note", "1", "-m", "old"]).ok();
    side(&desk, "fork", &changed);
    desk.tramite(&["note", "2", "-m", "fork"]).ok();
    let (old, fork) = (head(&desk, "old"), head(&desk, "fork"));
    for part in [".tramite", ".gitattributes"] {
        let tree = tree_of(&desk, &fork, &[&old], &|d| drop(d.git(&["checkout", &base, "--", part]).ok()));
        for parents in [[fork.as_str(), &old], [&old, &fork]] {
            let merge = merge_of(&desk, &tree, &parents);
            refused(&desk, &["origin", &format!("{merge}:refs/heads/topic")], &["config_role"]);
        }
    }
    let merge = merge_of(&desk, &tree_of(&desk, &fork, &[&old], &|_| ()), &[&fork, &old]);
    push(&desk, &["origin", &format!("{merge}:refs/heads/topic")]).ok();
    // A leader's change on such a branch is not that of who goes on from it.
    desk.git(&["checkout", "-q", "-f", "-B", "led", &fork]).ok();
    support::be_ana(&mut desk);
    edit(&desk, ".tramite/types/question.yaml", "type:", "# newer\ntype:");
    desk.commit("configuration");
    bruno(&mut desk);
    side(&desk, "led", "led");
    desk.tramite(&["note", "2", "-m", "after it"]).ok();
    push(&desk, &["origin", "led:refs/heads/topic2"]).ok();
    // Pulled twice before it is pushed: what others took away of the configuration is their change.
    side(&desk, "pulls", &there);
    desk.tramite(&["note", "2", "-m", "pulls"]).ok();
    for onto in [&changed, "origin/main"] {
        desk.git(&["merge", "-q", "-m", "pull", onto]).ok();
    }
    push(&desk, &["origin", "pulls:main"]).ok();
    // Two files of two sides that are one file on some file systems.
    support::be_ana(&mut desk);
    let tip = head(&desk, "pulls");
    let mut sides = Vec::new();
    for name in ["View", "view"] {
        side(&desk, "named", &tip);
        desk.write(&format!(".tramite/views/{name}.yaml"), "- {id: y, query: \"status:new\"}\n");
        desk.commit("a view");
        sides.push(head(&desk, "HEAD"));
    }
    desk.git(&["merge", "-q", "-m", "both", &sides[0]]).ok();
    refused(&desk, &["origin", "HEAD:main"], &["path"]);
}

#[test]
fn roots_attachments_and_forged_names() {
    let mut desk = hub("--pusher bruno@desk.example");
    let tip = head(&desk, "main");
    // An unrelated root that brings tickets of its own.
    desk.git(&["checkout", "-q", "--orphan", "root"]).ok();
    desk.commit("a root");
    let merge = merge_of(&desk, "HEAD^{tree}", &[&tip, "HEAD"]);
    refused(&desk, &["origin", &format!("{merge}:main")], &["unrelated_root", "pusher"]);
    desk.git(&["checkout", "-q", "-f", "main"]).ok();
    // Somebody else's commits, and somebody else's name as the author.
    desk.tramite(&["note", "1", "-m", "by Ana"]).ok();
    refused(&desk, &["origin", "main"], &["pusher"]);
    desk.git(&["reset", "-q", "--hard", &tip]).ok();
    bruno(&mut desk);
    desk.set("GIT_AUTHOR_NAME", "Ana Souza");
    desk.set("GIT_AUTHOR_EMAIL", "ana@desk.example");
    desk.write(
        ".tramite/types/mine.yaml",
        &desk.read(".tramite/types/question.yaml").replace("type: question", "type: mine"),
    );
    desk.commit("as if by Ana");
    refused(&desk, &["origin", "main"], &["author"]);
    desk.git(&["reset", "-q", "--hard", &tip]).ok();
    // A merge is told as its author's too.
    bruno(&mut desk);
    side(&desk, "side", &head(&desk, "main~1"));
    desk.tramite(&["note", "1", "-m", "mine"]).ok();
    let tree = tree_of(&desk, &tip, &["side"], &|_| ());
    desk.set("GIT_AUTHOR_EMAIL", "ana@desk.example");
    let merge = merge_of(&desk, &tree, &[&tip, "side"]);
    refused(&desk, &["origin", &format!("{merge}:main")], &["author"]);
    desk.set("GIT_AUTHOR_EMAIL", "Bruno@desk.example");
    let merge = merge_of(&desk, &tree, &[&tip, "side"]);
    assert_eq!(
        desk.tramite(&["check", &format!("{tip}..{merge}"), "--pusher", "bruno@desk.example"]).ok(),
        ""
    );
    side(&desk, "main", &tip);
    bruno(&mut desk);
    // Attachments: created once, and never again once they are purged.
    hook(&desk, "");
    support::be_ana(&mut desk);
    desk.write("../file", "text\n");
    let blob = desk.git(&["hash-object", "-w", "../file"]).ok().trim().to_owned();
    let hash = desk.sh("sha256sum ../file").ok()[..64].to_owned();
    let uid = desk.read(&file_of(&desk, "1")).lines().next().unwrap()["uid: ".len()..].to_owned();
    let name = format!("refs/tramite/files/{uid}/{hash}");
    push(&desk, &["origin", &format!("{blob}:{name}")]).ok();
    refused(&desk, &["origin", &format!(":{name}")], &["file_ref"]);
    for other in
        [format!("{uid}/{}", "a".repeat(64)), "x/y".to_owned(), format!("{}/{hash}", uid.to_lowercase())]
    {
        refused(&desk, &["origin", &format!("{blob}:refs/tramite/files/{other}")], &["file_ref"]);
    }
    let folder = desk.ticket_file("1");
    desk.write(
        &format!("{folder}/01KAQ000000000000000000000.yaml"),
        &format!(
            "kind: internal\nattachments:\n  - {{name: a.txt, sha256: {hash}, size: 5}}\nbody: |\n  A file\n"
        ),
    );
    desk.commit("attached");
    push(&desk, &["origin", "main"]).ok();
    desk.write(
        &format!("{folder}/01KAQ000000000000000000001.yaml"),
        &format!("kind: internal\npurges:\n  - {hash}\nbody: |\n  Not ours to keep\n"),
    );
    desk.commit("purged");
    push(&desk, &["origin", "main", &format!(":{name}")]).ok();
    refused(&desk, &["origin", &format!("{blob}:{name}")], &["purged_file"]);
}

#[test]
fn signatures_are_asked_for_where_the_desk_does() {
    let mut desk = hub("");
    for who in ["ana", "bruno", "other"] {
        desk.sh(&format!("ssh-keygen -q -t ed25519 -N '' -C {who} -f ../{who}")).ok();
    }
    let key = |who: &str| desk.read(&format!("../{who}.pub"));
    let signers = format!("ana@desk.example {}bruno@desk.example {}", key("ana"), key("bruno"));
    desk.write(".tramite/allowed_signers", &signers);
    let text = desk.read(".tramite/desk.yaml");
    desk.write(".tramite/desk.yaml", &format!("{text}require_signed: true\n"));
    desk.git(&["config", "gpg.format", "ssh"]).ok();
    // The commit that asks for signatures is not judged by itself.
    desk.commit("signed from now on");
    push(&desk, &["origin", "main"]).ok();
    let sign = |desk: &Place, who: &str| {
        let key = desk.root().join(who).display().to_string();
        desk.git(&["config", "user.signingkey", &key]).ok();
        desk.git(&["config", "commit.gpgsign", if who.is_empty() { "false" } else { "true" }]).ok();
    };
    let tip = head(&desk, "main");
    for (by, key, good) in [
        ("ana", "", false),
        ("ana", "other", false),
        ("ana", "bruno", false),
        ("bruno", "ana", false),
        ("ana", "ana", true),
        ("bruno", "bruno", true),
    ] {
        desk.be(by, &format!("{by}@desk.example"));
        sign(&desk, key);
        desk.tramite(&["note", "1", "-m", "signed or not"]).ok();
        if good {
            push(&desk, &["origin", "main"]).ok();
        } else {
            refused(&desk, &["origin", "main"], &["signature"]);
            desk.git(&["reset", "-q", "--hard", &tip]).ok();
        }
    }
    assert_eq!(desk.tramite(&["check", "HEAD"]).ok(), "");
    // A merge that Bruno makes and signs, as if it were Ana's.
    let tip = head(&desk, "HEAD");
    side(&desk, "side", "HEAD~1");
    desk.set("TRAMITE_SEED", "2");
    desk.tramite(&["note", "1", "-m", "beside"]).ok();
    let beside = head(&desk, "side");
    let tree = tree_of(&desk, &tip, &[&beside], &|_| ());
    let merge = |desk: &Place| {
        let args = ["commit-tree", "-S", "-m", "a merge", "-p", &tip, "-p", &beside, &tree];
        desk.git(&args).ok().trim().to_owned()
    };
    desk.set("GIT_AUTHOR_EMAIL", "ana@desk.example");
    refused(&desk, &["origin", &format!("{}:main", merge(&desk))], &["signature"]);
    bruno(&mut desk);
    push(&desk, &["origin", &format!("{}:main", merge(&desk))]).ok();
}

/// Many commits in one push, objects that are still in quarantine, and a second push that reads on from the first.
#[test]
fn many_commits_at_once() {
    let mut desk = hub("");
    let origin = desk.git(&["rev-parse", "HEAD"]).ok();
    for n in 0..25 {
        desk.at(&format!("2026-11-23T11:{n:02}:00-03:00"));
        desk.tramite(&["note", if n % 2 == 0 { "1" } else { "2" }, "-m", &format!("note {n}")]).ok();
    }
    push(&desk, &["origin", "main"]).ok();
    assert_eq!(desk.git(&["rev-list", "--count", &format!("{}..origin/main", origin.trim())]).ok(), "25\n");
    // The history before counts: three written replies, then a move that needs one of the status before.
    desk.tramite(&["transition", "2", "open"]).ok();
    push(&desk, &["origin", "main"]).ok();
    let file = file_of(&desk, "2");
    edit(&desk, &file, "status: open", "status: pending");
    desk.commit("without a reply");
    refused(&desk, &["origin", "main"], &["requirement"]);
    desk.git(&["reset", "-q", "--hard", "origin/main"]).ok();
    desk.tramite(&["reply", "2", "-m", "Which one?"]).ok();
    push(&desk, &["origin", "main"]).ok();
    desk.tramite(&["transition", "2", "pending"]).ok();
    push(&desk, &["origin", "main"]).ok();
    // Two clones open a ticket with one number.
    desk.git(&["clone", "-q", "../hub.git", "../other"]).ok();
    desk.tramite(&["open", "question", "-t", "One", "-d", "x", "--for", "maria@example"]).ok();
    push(&desk, &["origin", "main"]).ok();
    desk.cd("other");
    desk.set("TRAMITE_SEED", "2");
    desk.tramite(&["open", "question", "-t", "Other", "-d", "x", "--for", "maria@example"]).ok();
    desk.git(&["pull", "-q", "--no-rebase", "--no-edit"]).ok();
    refused(&desk, &["origin", "main"], &["duplicate_number"]);
}
