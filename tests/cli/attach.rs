//! `attach`, `--attach`, `--sensitive`, fields that hold files, `attachment list|get` (7.1, C8, C9, A3, S32).

use crate::harness::{Place, Said};
use serde_json::Value as Json;

const OPEN: [&str; 8] = ["open", "question", "-t", "First", "-d", "Text", "--for", "maria@example"];

/// The ticket as `show` gives it to scripts.
fn shown(place: &Place, ticket: &str) -> Json {
    place.tramite(&["show", ticket, "--format", "json"]).json()["ticket"].clone()
}

/// SHA-256 by another program.
fn sha256(place: &Place, file: &str) -> String {
    place.sh(&format!("sha256sum {file} | cut -c1-64")).ok().trim().to_owned()
}

/// The bytes that git has for a file of a ticket.
fn kept(place: &Place, ticket: &str, hash: &str) -> Said {
    let uid = shown(place, ticket)["uid"].as_str().unwrap().to_owned();
    place.git(&["cat-file", "blob", &format!("refs/tramite/files/{uid}/{hash}")])
}

fn refs(place: &Place) -> Vec<String> {
    let all = place.git(&["for-each-ref", "--format=%(refname)", "refs/tramite"]).ok();
    all.lines().map(str::to_owned).collect()
}

#[test]
fn files_go_with_everything_that_writes() {
    let place = Place::desk();
    for name in ["a.txt", "b.txt", "c.txt", "d.txt", "e.txt", "f.txt"] {
        place.write(&format!("../{name}"), &format!("bytes of {name}\n"));
    }
    place.tramite(&[&OPEN[..], &["--attach", "../a.txt"]].concat()).ok();
    let said = place.tramite(&["attach", "1", "../b.txt"]).exits(0);
    assert!(said.err.contains("tramite purge"), "the agent is told what stays: {}", said.err);
    place.tramite(&["reply", "1", "-m", "See the file", "--attach", "../c.txt"]).ok();
    place.tramite(&["note", "1", "--attach", "../d.txt"]).ok();
    place.tramite(&["transition", "1", "open", "-m", "I look", "--attach", "../e.txt"]).ok();
    place.tramite(&["macro", "apply", "1", "reply/received", "--attach", "../f.txt"]).ok();
    let ticket = shown(&place, "1");
    let own: Vec<&str> =
        ticket["attachments"].as_array().unwrap().iter().map(|a| a["name"].as_str().unwrap()).collect();
    assert_eq!(own, ["a.txt", "b.txt"]);
    let comments = ticket["comments"].as_array().unwrap();
    let of_comments: Vec<(&str, &str)> = comments
        .iter()
        .map(|c| (c["kind"].as_str().unwrap(), c["attachments"][0]["name"].as_str().unwrap()))
        .collect();
    assert_eq!(
        of_comments,
        [("public", "c.txt"), ("internal", "d.txt"), ("internal", "e.txt"), ("public", "f.txt")]
    );
    assert_eq!(comments[3]["attachments"].as_array().unwrap().len(), 1);
    assert_ne!(comments[3]["body"], "", "the macro's text is in the same comment");
    let hash = sha256(&place, "../c.txt");
    assert_eq!(comments[0]["attachments"][0]["sha256"], hash.as_str());
    assert_eq!(comments[0]["attachments"][0]["size"], 15);
    assert_eq!(kept(&place, "1", &hash).ok(), "bytes of c.txt\n");
    assert_eq!(refs(&place).len(), 6);
    // Nothing of the files lies on the branch.
    assert!(!place.git(&["grep", "-l", "bytes of", "HEAD"]).out.contains("tickets"));
    let show = place.tramite(&["show", "1"]).ok();
    for line in ["  a.txt (15 B)", "  + c.txt (15 B)"] {
        assert!(show.lines().any(|l| l == line), "{line}: {show}");
    }
    // What is there is seen in lists, whoever gave it.
    let list = place.tramite(&["list", "--columns", "number,attachments"]).ok();
    assert!(list.contains("a.txt, b.txt, ") && list.matches(".txt").count() == 6, "{list}");
    let log = place.tramite(&["log", "1", "--format", "json"]).json();
    assert_eq!(log["tramites"][1]["changes"][0]["change"], "attachments");
    assert_eq!(place.git(&["log", "-1", "--format=%s", "HEAD~4"]).ok(), "202611/0001 attachments\n");
    let list = place.tramite(&["attachment", "list", "1", "--format", "json"]).json();
    assert_eq!(list["version"], 1);
    assert_eq!(list["attachments"][0]["name"], "a.txt");
    assert_eq!(list["attachments"][0]["state"], "here");
    assert_eq!(list["attachments"][0]["by"]["email"], "ana@desk.example");
    assert_eq!(list["attachments"].as_array().unwrap().len(), 6);
    // The same file once more is nothing new; by a pipe under another name it is.
    let before = place.git(&["rev-parse", "HEAD"]).ok();
    assert!(place.tramite(&["attach", "1", "../b.txt"]).ok().contains("nothing to change"));
    assert_eq!(place.git(&["rev-parse", "HEAD"]).ok(), before);
    place.tramite_with(&["attach", "1", "-", "--name", "tela.png"], "bytes of b.txt\n").ok();
    assert_eq!(refs(&place).len(), 6, "the same bytes are kept once");
    assert_eq!(shown(&place, "1")["attachments"].as_array().unwrap().len(), 3);
    // A customer's file is a message of theirs.
    let mut place = place;
    place.be("Maria Lopes", "maria@example.com");
    place.tramite(&["attach", "1", "../a.txt"]).ok();
    let last = shown(&place, "1")["comments"].as_array().unwrap().last().unwrap().clone();
    assert_eq!((&last["kind"], &last["attachments"][0]["name"]), (&"customer".into(), &"a.txt".into()));
    assert_eq!(place.tramite(&["validate"]).ok(), "");
    place.is_clean();
}

#[test]
fn what_is_no_plain_file_with_a_plain_name_is_refused() {
    let mut place = Place::desk();
    place.tramite(&OPEN).ok();
    let desk = place.read(".tramite/desk.yaml");
    place.write(".tramite/desk.yaml", &format!("{desk}\nmax_attachment: 1kB\n"));
    place.commit("A small limit");
    let before = place.git(&["rev-parse", "HEAD"]).ok();
    place.sh("cd .. && mkdir folder && ln -s /etc/hostname link && mkfifo pipe && : > empty && head -c 1025 /dev/zero > big && head -c 1024 /dev/zero > fits").ok();
    for (file, code, words) in [
        ("../folder", 2, "a folder"),
        ("../link", 2, "a link"),
        ("../pipe", 2, "no plain file"),
        ("../empty", 2, "is empty"),
        ("../big", 4, "larger than the desk's limit of 1kB"),
        ("../absent", 6, "cannot read"),
        ("/dev/zero", 2, "no plain file"),
    ] {
        let error = place.tramite(&["attach", "1", file]).fails(code);
        assert!(error.contains(words), "{file}: {error}");
        place.tramite(&["note", "1", "-m", "x", "--attach", file]).fails(code);
    }
    for name in ["../x", "a/b", "..", "C:x", "CON", "nul.txt", "a\nb", "\u{202e}gpj.exe", "x.", ""] {
        let error = place.tramite_with(&["attach", "1", "-", "--name", name], "bytes").fails(2);
        assert!(!error.contains('\u{202e}'), "{error}");
        if !name.contains(['/', '\n']) && !name.starts_with('.') && !name.is_empty() {
            place.write(&format!("../{name}"), "bytes");
            place.tramite(&["attach", "1", &format!("../{name}")]).fails(2);
        }
    }
    let error = place.tramite_with(&["attach", "1", "-", "--name", "x"], &"y".repeat(1025)).fails(4);
    assert!(error.contains("larger than the desk's limit"), "{error}");
    place.tramite_with(&["attach", "1", "-"], "bytes").fails(2);
    // One that may only read leaves nothing behind, whatever the file is.
    place.be("Nobody", "nobody@nowhere.example");
    place.tramite(&["attach", "1", "../fits"]).fails(4);
    place.tramite(&[&OPEN[..], &["--attach", "../fits"]].concat()).fails(4);
    assert_eq!(refs(&place), [""; 0]);
    assert_eq!(place.git(&["rev-parse", "HEAD"]).ok(), before);
    place.be("Ana Souza", "ana@desk.example");
    place.tramite(&["attach", "1", "../fits"]).ok();
    place.is_clean();
}

#[test]
fn a_field_holds_a_file() {
    let place = Place::desk();
    place.write(
        ".tramite/types/nfe.yaml",
        "type: nfe\ntitle: NFe\nopen: {roles: [agent]}\nfields:\n  - {id: attachments, required: open}\n  \
         - {id: xml, label: XML da NFe, kind: attachment, required: open}\n\
         flow:\n  initial: novo\n  statuses:\n    novo: {label: Novo, category: new}\n    feito: {label: Feito, category: closed}\n  \
         transitions:\n    - {from: novo, to: feito}\n",
    );
    place.commit("NFe");
    place.sh("cd .. && mkdir in && printf '<a/>' > in/nota.xml && printf '<b/>' > nota.xml && printf img > tela.png").ok();
    let open = ["open", "nfe", "-t", "Rejeitada"];
    let error = place.tramite(&open).fails(4);
    assert!(error.contains("--attach FILE") && error.contains("-f xml="), "{error}");
    let error = place
        .tramite(&[&open[..], &["--attach", "../tela.png", "-f", "xml=../absent.xml"]].concat())
        .fails(6);
    assert!(error.contains("absent.xml"), "{error}");
    place.tramite(&[&open[..], &["--attach", "../tela.png", "-f", "xml=../in/nota.xml"]].concat()).ok();
    let ticket = shown(&place, "1");
    assert_eq!(ticket["fields"]["xml"], "nota.xml");
    let hash = sha256(&place, "../in/nota.xml");
    assert_eq!(kept(&place, "1", &hash).ok(), "<a/>");
    // By the name of a file that goes along, by name and by hash of one that the ticket has.
    place
        .tramite(&["open", "nfe", "-t", "Outra", "--attach", "../nota.xml", "-f", "XML da NFe=nota.xml"])
        .ok();
    assert_eq!(shown(&place, "2")["attachments"].as_array().unwrap().len(), 1);
    place.tramite(&["set", "1", "xml=tela.png"]).ok();
    // Another file of a name that is there is named by its hash.
    place.tramite(&["transition", "1", "feito", "-f", "xml=../nota.xml"]).ok();
    assert_eq!(shown(&place, "1")["fields"]["xml"], sha256(&place, "../nota.xml").as_str());
    place.write("tela.png", "here");
    let error = place.tramite(&["set", "1", "xml=tela.png"]).fails(2);
    assert!(error.contains("./tela.png"), "{error}");
    place.tramite(&["set", "1", "xml=./tela.png"]).ok();
    assert_eq!(kept(&place, "1", &sha256(&place, "tela.png")).ok(), "here");
    std::fs::remove_file(place.path().join("tela.png")).unwrap();
    assert_eq!(place.tramite(&["validate"]).ok(), "");
    place.is_clean();
}

#[test]
fn a_file_is_got_whole_and_over_nothing() {
    let place = Place::desk();
    place.tramite(&OPEN).ok();
    place.write("../nota.xml", "<a/>");
    place.tramite(&["attach", "1", "../nota.xml"]).ok();
    place.sh("mkdir ../out").ok();
    let got = place.tramite(&["attachment", "get", "1", "nota.xml", "--output", "../out"]).ok();
    assert_eq!(got, "../out/nota.xml\n");
    assert_eq!(place.read("../out/nota.xml"), "<a/>");
    // Again: it is there. Something else of that name stays, a link too.
    assert!(place.tramite(&["attachment", "get", "1", "-o", "../out"]).ok().contains("there already"));
    place.write("../out/nota.xml", "mine");
    let error = place.tramite(&["attachment", "get", "1", "-o", "../out"]).fails(6);
    assert!(error.contains("nothing is overwritten"), "{error}");
    assert_eq!(place.read("../out/nota.xml"), "mine");
    place.sh("cd ../out && rm nota.xml && ln -s ../target nota.xml").ok();
    place.tramite(&["attachment", "get", "1", "-o", "../out"]).fails(6);
    assert!(!place.root().join("target").exists());
    place.tramite(&["attachment", "get", "1", "-o", "../out", "--name", "b.xml"]).ok();
    place.tramite(&["attachment", "get", "1", "-o", "../out", "--name", "../b.xml"]).fails(2);
    place.tramite(&["attachment", "get", "1", "-o", "../absent"]).fails(6);
    let error = place.tramite(&["attachment", "get", "1", "other.xml"]).fails(3);
    assert!(error.contains("nota.xml"), "{error}");
    assert_eq!(place.sh("ls -A ../out").ok(), "b.xml\nnota.xml\n", "no half-written file stays");
    // Names that somebody wrote into the file by hand lead nowhere.
    let file = place.ticket_file("1") + "/ticket.yaml";
    let text = place.read(&file);
    for (name, written) in [
        ("../../evil", "evil"),
        ("/etc/passwd", "passwd"),
        (".bashrc", "_.bashrc"),
        ("-rf", "_-rf"),
        ("a\u{202e}gpj.exe", "agpj.exe"),
        ("NUL", "_NUL"),
    ] {
        place.write(&file, &text.replace("name: nota.xml", &format!("name: \"{name}\"")));
        place.commit("by hand");
        let out = place.root().join("out");
        let _ = std::fs::remove_dir_all(&out);
        std::fs::create_dir(&out).unwrap();
        let said = place.tramite(&["attachment", "get", "1", "-o", "../out"]).exits(0);
        assert_eq!(said.out, format!("../out/{written}\n"));
        assert!(said.err.contains("its name was changed"), "{name}: {}", said.err);
        assert_eq!(place.sh("ls -A ../out").ok(), format!("{written}\n"), "{name}");
        assert!(!place.tramite(&["attachment", "list", "1"]).ok().contains('\u{202e}'));
        assert!(!place.tramite(&["show", "1"]).ok().contains('\u{202e}'));
    }
    assert!(!place.root().join("evil").exists());
    // A ref that points at other bytes is found out, and nothing is written.
    let name = refs(&place)[0].clone();
    let other = place.sh("printf other | git hash-object -w --stdin").ok();
    place.git(&["update-ref", &name, other.trim()]).ok();
    let error = place.tramite(&["attachment", "get", "1", "--name", "x"]).fails(6);
    assert!(error.contains("not what its name says"), "{error}");
    assert!(!place.path().join("x").exists());
    let error = place.tramite(&["attach", "1", "../out/_NUL", "--name", "y"]).fails(5);
    assert!(error.contains("points at another file"), "{error}");
}

#[test]
fn a_sensitive_text_is_kept_like_a_file() {
    let mut place = Place::desk();
    place.tramite(&OPEN).ok();
    place.tramite(&["reply", "1", "pending", "-m", "Use the key 4711-0815", "--sensitive"]).ok();
    place.tramite_with(&["comment", "1", "--sensitive", "-F", "-"], "line one\r\nline two\n").ok();
    let comments = shown(&place, "1")["comments"].clone();
    let hash = place.sh("printf 'Use the key 4711-0815' | sha256sum | cut -c1-64").ok();
    assert_eq!(comments[0]["body_file"], hash.trim());
    assert_eq!(comments[0]["body"], "Use the key 4711-0815");
    assert_eq!(comments[1]["body"], "line one\nline two");
    assert_eq!(kept(&place, "1", hash.trim()).ok(), "Use the key 4711-0815");
    assert!(place.tramite(&["show", "1"]).ok().contains("  Use the key 4711-0815\n"));
    // A macro's text can be kept so too, with what goes with it.
    let macros =
        "---\ntitle: Key\nkind: public\nset: {tags: [+key]}\n---\nThe key is 4711 {{requester.name}}\n";
    place.write(".tramite/macros/reply/key.hbs", macros);
    place.commit("A macro");
    let done = place.tramite(&["macro", "apply", "1", "reply/key", "--sensitive", "--channel", "email"]);
    done.ok();
    let comment = shown(&place, "1")["comments"][2].clone();
    assert_eq!((&comment["kind"], &comment["channel"]), (&"public".into(), &"email".into()));
    assert_eq!(comment["body"], "The key is 4711 Maria Lopes");
    assert_eq!(comment["body_file"].as_str().map(str::len), Some(64));
    assert_eq!(shown(&place, "1")["tags"], serde_json::json!(["key"]));
    place.sh("git rm -q .tramite/macros/reply/key.hbs && git commit -qm 'No macro'").ok();
    // Neither the branch nor what is made of it has a word of it.
    let all = place.git(&["log", "-p", "--all", "--format=%B", "--", "tickets"]).ok();
    assert!(!all.contains("4711") && !all.contains("line one"), "{all}");
    assert!(!place.tramite(&["export"]).ok().contains("4711"));
    assert_eq!(
        place.tramite(&["search", "4711", "--format", "json"]).json()["tickets"],
        serde_json::json!([])
    );
    assert!(!place.sh("grep -rl 4711-0815 .git || true").ok().contains("tramite"));
    // In a clone it is not there until somebody gets it.
    let here = place.path().display().to_string();
    let there = place.root().join("clone").display().to_string();
    place.git(&["clone", "-q", &format!("file://{here}"), &there]).ok();
    place.cd("clone");
    let show = place.tramite(&["show", "1"]).ok();
    assert!(
        show.contains("(sensitive text, kept in a file: not fetched)") && !show.contains("4711"),
        "{show}"
    );
    assert_eq!(shown(&place, "1")["comments"][0]["body"], "");
    let got = place.tramite(&["attachment", "get", "1", &hash[..12]]).ok();
    assert_eq!(got, format!("./text-{}.txt\n", &hash[..12]));
    assert!(place.tramite(&["show", "1"]).ok().contains("4711"));
}

#[test]
fn a_large_file_is_never_in_memory_as_a_whole() {
    let place = Place::desk();
    place.tramite(&OPEN).ok();
    let desk = place.read(".tramite/desk.yaml");
    place.write(".tramite/desk.yaml", &format!("{desk}\nmax_attachment: 1GB\n"));
    place.commit("A large limit");
    // 75 MB of address space, libraries and all, for 80 MB that do not compress.
    place.sh("head -c 80M /dev/urandom > ../big && ulimit -v 75000 && tramite attach 1 ../big").ok();
    place.sh("ulimit -v 75000 && tramite attachment get 1 big").ok();
    place.sh("cmp big ../big && rm big ../big").ok();
    // What is damaged on the disk is said, and nothing is written.
    place.sh("f=$(find .git/objects -size +70M) && chmod u+w $f && truncate -s 40M $f").ok();
    let error = place.tramite(&["attachment", "get", "1", "big"]).fails(6);
    assert!(error.contains("git could not read the object") && error.contains("git fsck"), "{error}");
    assert!(!place.path().join("big").exists());
}

/// S32: whoever looks at a ticket in any list sees what the customer has sent.
#[test]
fn every_list_of_tickets_names_their_files() {
    let mut place = Place::desk();
    place.tramite(&OPEN).ok();
    place.tramite(&["open", "question", "-t", "Second", "-d", "Text", "--for", "maria@example"]).ok();
    assert!(!place.tramite(&["list"]).ok().contains("Attachments"), "no column for nothing");
    assert!(!place.tramite(&["report", "sla"]).ok().contains("Attachments"));
    place.sh("cd .. && printf a > nota.xml && printf b > tela.png && printf c > conta.csv").ok();
    place.tramite(&["attach", "1", "../nota.xml"]).ok();
    place.tramite(&["note", "1", "-m", "x", "--time", "1h", "--attach", "../tela.png"]).ok();
    place.tramite(&["attach", "1", "../conta.csv"]).ok();
    place.tramite(&["reply", "1", "solved", "-m", "Done"]).ok();
    place.tramite(&["rate", "1", "1"]).ok();
    place.tramite(&["purge", "1", "--only", "conta.csv", "--yes"]).ok();
    // A name that somebody wrote by hand shows what it is.
    let file = place.ticket_file("1") + "/ticket.yaml";
    place.write(&file, &place.read(&file).replace("name: nota.xml", "name: \"nota.xml\\e[2J\u{202e}gpj\""));
    place.commit("by hand");
    let named = |command: &str| {
        let report = command.starts_with("report");
        let formats: &[&str] = if report { &["table", "markdown", "html"] } else { &["table"] };
        for format in formats {
            let words: Vec<&str> = command.split_whitespace().collect();
            let asked = ["--format", format];
            let args = if report { [&words[..], &asked].concat() } else { words };
            let out = place.tramite(&args).ok();
            assert!(out.contains("tela.png") && out.contains("nota.xml"), "{command} {format}: {out}");
            assert!(!out.contains("conta.csv"), "it cannot be got: {command} {format}: {out}");
            assert!(!out.contains(['\u{1b}', '\u{202e}']), "{command} {format}: {out}");
            assert!(out.contains("Attachments") || command == "board", "{command}: {out}");
        }
    };
    ["report sla", "report fcr", "report reopen", "report csat", "report time"].into_iter().for_each(named);
    place.tramite(&["reply", "1", "open", "-m", "Again"]).ok();
    let open = ["report aging", "report response", "list", "list --view queue", "next -n 2", "board"];
    open.into_iter().for_each(named);
    ["search Text", "sla due", ""].into_iter().for_each(named);
    // Who asks for columns gets these, and the shape of the clocks for scripts is as it was.
    assert!(!place.tramite(&["list", "--columns", "number,title"]).ok().contains("tela.png"));
    let clocks = place.tramite(&["report", "sla", "--format", "json"]).json();
    assert!(clocks["rows"][0].get("attachments").is_none());
    assert!(!place.tramite(&["report", "sla", "--format", "csv"]).ok().contains("tela.png"));
    // As it was then: nothing had come yet.
    let then = place.tramite(&["report", "aging", "--as-of", "2026-11-01"]).ok();
    assert!(!then.contains("tela.png"), "{then}");
    // What came with an internal comment stays in house.
    place.be("Maria Lopes", "maria@example.com");
    for args in [&["list"][..], &["list", "--columns", "attachments"], &["report", "aging"], &["board"]] {
        let out = place.tramite(args).ok();
        assert!(out.contains("nota.xml") && !out.contains("tela.png"), "{args:?}: {out}");
    }
}
