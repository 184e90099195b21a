//! What the index answers, by hand.

use super::{at, open};
use crate::index::Index;
use crate::model::config::StatusCategory::{Active, Closed, Waiting};
use crate::model::{CommentKind, Number, Ticket};
use crate::query::{Query, sql};
use crate::store::history::fixture::{Desk, Files, dir, edit, put, say, template, ticket, uid};
use std::collections::BTreeMap;

const T: i64 = 1_790_000_000;

/// A desk that is told as a list of commits, one a minute.
struct Told {
    desk: Desk,
    files: Files,
    head: Option<crate::store::history::ObjectId>,
    minute: i64,
}

impl Told {
    fn new() -> Self {
        let mut files = Files::new();
        let desk =
            "name: Desk\npriorities: [{id: alta}, {id: baixa}]\nchannels: [{id: phone, contact: true}]\n";
        files.insert(".tramite/desk.yaml".to_owned(), desk.as_bytes().to_vec());
        Self { desk: Desk::new(), files, head: None, minute: 0 }
    }

    fn commit(&mut self, change: impl FnOnce(&mut Files)) -> &mut Self {
        change(&mut self.files);
        let at = T + 60 * self.minute;
        self.minute += 1;
        let parents: Vec<_> = self.head.into_iter().collect();
        self.head = Some(self.desk.commit(&parents, &self.files, (at, at)));
        self
    }

    fn set(&mut self, n: u8, change: impl FnOnce(&mut Ticket)) -> &mut Self {
        self.commit(|files| assert!(edit(files, &dir(n, n.into()), change)))
    }

    fn open(&mut self, n: u8) -> &mut Self {
        self.commit(|files| put(files, &dir(n, n.into()), &ticket(n)))
    }

    fn index(&self) -> Index {
        let (store, head) = at(&self.desk, self.head.unwrap());
        open(&store, &head, None).unwrap()
    }
}

fn minutes(seconds: Option<i64>) -> Option<i64> {
    seconds.map(|s| (s - T) / 60)
}

#[test]
fn statuses_mean_what_they_meant_when_they_were_set() {
    let mut told = Told::new();
    told.commit(|files| {
        files.insert(".tramite/types/bug.yaml".into(), template(&[("novo", "new"), ("espera", "waiting")]));
    });
    told.open(1).set(1, |t| t.status = "espera".into()).set(1, |t| t.status = "pronto".into());
    told.set(1, |t| t.status = "nada".into());
    // Afterwards the desk says that what was waiting is active, and what it lacked is closed.
    told.commit(|files| {
        let now = [("novo", "new"), ("espera", "active"), ("pronto", "closed")];
        files.insert(".tramite/types/bug.yaml".into(), template(&now));
    });
    let index = told.index();
    let statuses = index.statuses(&uid(1)).unwrap();
    let said: Vec<_> = statuses.iter().map(|s| (s.status.as_str(), s.category, s.known)).collect();
    assert_eq!(said[1..], [("espera", Waiting, true), ("pronto", Closed, true), ("nada", Active, false)]);
    let problems = index.problems().unwrap();
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].rule, "unknown_status");
    assert_eq!(problems[0].ticket.as_deref(), Some("202611/0001"));
}

#[test]
fn closing_lasts_until_it_is_open_again() {
    let flow = [("novo", "new"), ("feito", "resolved"), ("fechado", "closed"), ("negado", "rejected")];
    let mut told = Told::new();
    told.commit(|files| drop(files.insert(".tramite/types/bug.yaml".into(), template(&flow))));
    told.open(1).set(1, |t| t.status = "fechado".into()).set(1, |t| t.title = "x".into());
    let row = told.index().by_uid(&uid(1)).unwrap().unwrap();
    assert_eq!(minutes(row.closed_at.map(|at| at.timestamp())), Some(2));
    assert_eq!((minutes(Some(row.status_since_s)), minutes(Some(row.last_s))), (Some(2), Some(3)));
    told.set(1, |t| t.status = "novo".into());
    assert_eq!(told.index().by_uid(&uid(1)).unwrap().unwrap().closed_at, None);
    told.set(1, |t| t.status = "negado".into()).set(1, |t| t.status = "fechado".into());
    let row = told.index().by_uid(&uid(1)).unwrap().unwrap();
    assert_eq!(minutes(row.closed_at.map(|at| at.timestamp())), Some(5));
    assert_eq!(minutes(Some(row.status_since_s)), Some(6));
}

#[test]
fn who_waits_for_whom() {
    let mut told = Told::new();
    let folder = dir(1, 1);
    told.open(1);
    let row = |told: &Told| told.index().by_uid(&uid(1)).unwrap().unwrap();
    // Who opened it waits.
    assert_eq!((row(&told).last_public_s, minutes(row(&told).unanswered_since_s)), (None, Some(0)));
    told.commit(|f| drop(say(f, &folder, 1, CommentKind::Customer, "help")));
    told.commit(|f| drop(say(f, &folder, 2, CommentKind::Customer, "please")));
    told.commit(|f| drop(say(f, &folder, 3, CommentKind::Internal, "who?")));
    assert_eq!(minutes(row(&told).unanswered_since_s), Some(0));
    assert_eq!(minutes(row(&told).last_customer_s), Some(2));
    told.commit(|f| drop(say(f, &folder, 4, CommentKind::Public, "done")));
    assert_eq!((minutes(row(&told).last_public_s), row(&told).unanswered_since_s), (Some(4), None));
    told.commit(|f| drop(say(f, &folder, 5, CommentKind::Customer, "thank you")));
    assert_eq!(minutes(row(&told).unanswered_since_s), Some(5));
    let thanks = uid(105);
    told.commit(|f| {
        let mut dismissal = crate::model::Comment::new(CommentKind::Internal, "thanks only");
        dismissal.dismisses = vec![thanks.to_string()];
        f.insert(folder.comment_path(&uid(106)), crate::codec::comment::encode(&dismissal));
    });
    assert_eq!((minutes(row(&told).last_customer_s), row(&told).unanswered_since_s), (Some(2), None));
    assert_eq!(row(&told).public_since_contact, 1);
    told.commit(|f| {
        let mut call = crate::model::Comment::new(CommentKind::Internal, "called");
        call.channel = Some("phone".into());
        f.insert(folder.comment_path(&uid(107)), crate::codec::comment::encode(&call));
    });
    assert_eq!(row(&told).public_since_contact, 0);
    let comments = told.index().comments(&uid(1)).unwrap();
    let order: Vec<(i64, &str)> =
        comments.iter().map(|c| ((c.said.at.timestamp() - T) / 60, c.comment.body.as_str())).collect();
    assert_eq!(order[..3], [(1, "help"), (2, "please"), (3, "who?")]);
    assert_eq!(comments[0].said.by.email, "ana@desk.example");
    // A receipt in the message's own commit answers nobody; the end of the work does.
    told.commit(|f| {
        say(f, &folder, 8, CommentKind::Customer, "again");
        say(f, &folder, 9, CommentKind::Public, "we have got it");
    });
    let waits = |told: &Told| (minutes(row(told).last_public_s), minutes(row(told).unanswered_since_s));
    assert_eq!(waits(&told), (Some(4), Some(8)));
    told.commit(|files| {
        let flow = [("novo", "new"), ("feito", "resolved")];
        files.insert(".tramite/types/bug.yaml".into(), template(&flow));
    });
    told.set(1, |t| t.status = "feito".into());
    assert_eq!(waits(&told), (Some(4), None));
    told.commit(|f| drop(say(f, &folder, 10, CommentKind::Customer, "no")));
    assert_eq!(waits(&told), (Some(4), Some(11)));
}

#[test]
fn an_edited_policy_makes_nothing_be_read_again() {
    let mut told = Told::new();
    told.open(1).open(2).set(1, |t| t.title = "Other".into());
    let folder = tempfile::tempdir().unwrap();
    let (store, head) = at(&told.desk, told.head.unwrap());
    drop(open(&store, &head, Some(folder.path())).unwrap());
    told.commit(|files| drop(files.insert(".tramite/sla/padrao.yaml".into(), b"policy: padrao\n".to_vec())));
    let (store, head) = at(&told.desk, told.head.unwrap());
    // The tickets cannot be read from the repository any more: not one of them is looked at.
    let tickets = told.desk.repo.revparse_single(&format!("{head}:tickets")).unwrap().id().to_string();
    let object = told.desk.repo.path().join("objects").join(&tickets[..2]).join(&tickets[2..]);
    std::fs::remove_file(object).unwrap();
    let index = open(&store, &head, Some(folder.path())).unwrap();
    assert_eq!(index.head(), head);
    let titles: Vec<String> = index.all().unwrap().into_iter().map(|row| row.title).collect();
    assert_eq!((titles.len(), titles[0].as_str()), (2, "Other"));
    assert!(open(&store, &head, None).is_err());
}

#[test]
fn tickets_are_found_by_all_their_names() {
    let mut told = Told::new();
    told.open(1).open(2).open(7);
    told.set(2, |t| t.number = Some(Number { month: 202_611, seq: 9 }));
    let index = told.index();
    let numbers = |rows: Vec<crate::index::TicketRow>| -> Vec<String> {
        rows.iter().map(|row| row.number.to_string()).collect()
    };
    let number = |seq| Number { month: 202_611, seq };
    assert_eq!(numbers(index.by_number(number(9)).unwrap()), ["202611/0009"]);
    // It was number 2 once.
    assert_eq!(numbers(index.by_number(number(2)).unwrap()), ["202611/0009"]);
    assert_eq!(numbers(index.by_seq(7).unwrap()), ["202611/0007"]);
    assert_eq!(numbers(index.by_seq(2).unwrap()), Vec::<String>::new());
    assert_eq!(index.max_seq(202_611).unwrap(), 9);
    assert_eq!(index.max_seq(202_612).unwrap(), 0);
    let prefix = uid(1).as_str()[..6].to_ascii_lowercase();
    assert_eq!(index.by_uid_prefix(&prefix).unwrap().len(), 3);
    assert_eq!(numbers(index.by_uid_prefix(uid(7).as_str()).unwrap()), ["202611/0007"]);
    assert_eq!(numbers(index.by_suffix(&uid(1).suffix().to_uppercase()).unwrap()), ["202611/0001"]);
    assert_eq!(numbers(index.all().unwrap()), ["202611/0001", "202611/0007", "202611/0009"]);
}

#[test]
fn a_removed_tickets_number_is_not_given_again() {
    let mut told = Told::new();
    told.open(1).open(2).commit(|files| files.retain(|path, _| !path.contains("/0002-")));
    let index = told.index();
    assert_eq!(index.all().unwrap().len(), 1);
    assert_eq!(index.max_seq(202_611).unwrap(), 2);
    assert_eq!(index.tramites(&uid(2)).unwrap().len(), 2);
}

#[test]
fn queries_and_words_find_tickets() {
    let mut told = Told::new();
    told.open(1).open(2);
    told.set(1, |t| {
        t.priority = Some("alta".into());
        t.description = Some("Ao abrir\na aplicação fecha".into());
    });
    told.set(2, |t| (t.priority, t.due) = (Some("baixa".into()), Some("2026-11-30".into())));
    let index = told.index();
    let rank = |n| index.by_uid(&uid(n)).unwrap().unwrap().priority_rank;
    assert_eq!((rank(1), rank(2)), (Some(2), Some(1)));
    // The last second of the day in the desk's zone, -03:00.
    let due = index.by_uid(&uid(2)).unwrap().unwrap().due_s;
    assert_eq!(
        due,
        Some(chrono::DateTime::parse_from_rfc3339("2026-11-30T23:59:59-03:00").unwrap().timestamp())
    );
    let (store, head) = at(&told.desk, told.head.unwrap());
    let config = super::config(&store, &head);
    let now = chrono::DateTime::parse_from_rfc3339("2026-11-03T10:00:00-03:00").unwrap();
    let find = |text: &str| -> Vec<u32> {
        let query = Query::parse(text).unwrap();
        let sql = sql::compile(&query, &config, None, now);
        let rows = index.tickets_matching(&sql, &mut |row, snapshot| {
            assert_eq!(row.uid, snapshot.ticket.uid);
            let scope = crate::query::Scope {
                config: &config,
                snapshot,
                me: None,
                now,
                facts: &crate::query::NoFacts,
                changed: &[],
            };
            query.matches(&scope)
        });
        rows.unwrap().iter().map(|row| row.number.seq).collect()
    };
    assert_eq!(find("priority:alta"), [1]);
    assert_eq!(find("-priority:alta"), [2]);
    assert_eq!(find("due:<=2026-11-30"), [2]);
    assert_eq!(find("aplicacao"), [1]);
    assert_eq!(find("fields.x:1"), Vec::<u32>::new());
    let found = index.search("aplicac", 10).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].line, "a aplicação fecha");
    assert_eq!(index.search("nada \" (", 10).unwrap(), []);
}

#[test]
fn loads_and_turns_are_counted() {
    let mut told = Told::new();
    let flow = [("novo", "new"), ("fechado", "closed")];
    told.commit(|files| drop(files.insert(".tramite/types/bug.yaml".into(), template(&flow))));
    for n in 1..=3 {
        told.open(n).set(n, |t| (t.assignee, t.team) = (Some("ana".into()), Some("suporte".into())));
    }
    told.set(3, |t| t.assignee = Some("bia".into()));
    told.set(1, |t| t.status = "fechado".into());
    let index = told.index();
    let load = BTreeMap::from([("ana".to_owned(), 1), ("bia".to_owned(), 1)]);
    assert_eq!(index.load_by_person().unwrap(), load);
    assert_eq!(index.load_by_team().unwrap(), BTreeMap::from([("suporte".to_owned(), 2)]));
    let last: Vec<_> = index.last_assigned().unwrap().into_iter().map(|(p, s)| (p, (s - T) / 60)).collect();
    assert_eq!(last, [("ana".to_owned(), 6), ("bia".to_owned(), 7)]);
    let everything = index.all_tramites().unwrap();
    assert_eq!(everything.len(), 8);
    assert!(everything.is_sorted_by_key(|r| r.tramite.at));
    let row = index.by_uid(&uid(1)).unwrap().unwrap();
    let timeline = index.timeline(row).unwrap();
    assert_eq!((timeline.tramites.len(), timeline.statuses.len()), (3, 2));
}

#[test]
fn kept_clocks_go_with_the_ticket_or_any_configuration() {
    let mut told = Told::new();
    told.open(1).open(2);
    let folder = tempfile::tempdir().unwrap();
    let index = |told: &Told| {
        let (store, head) = at(&told.desk, told.head.unwrap());
        open(&store, &head, Some(folder.path())).unwrap()
    };
    let keep = |index: &Index| index.keep_clocks("b", &[(uid(1), "one".into()), (uid(2), "two".into())]);
    let kept = |index: &Index| [1, 2].map(|n| index.kept_clocks(&uid(n), "b").unwrap());
    let both = || [Some("one".to_owned()), Some("two".to_owned())];
    let first = index(&told);
    keep(&first);
    assert_eq!(kept(&first), [None, None], "what is open does not change");
    let second = index(&told);
    assert_eq!(kept(&second), both());
    assert_eq!(second.kept_clocks(&uid(1), "another build").unwrap(), None);
    // Two readers at once.
    keep(&second);
    assert_eq!(kept(&index(&told)), both());
    told.set(1, |t| t.title = "Other".into());
    let third = index(&told);
    assert_eq!(kept(&third), [None, Some("two".to_owned())]);
    // What was worked out of what the file said before is not taken for what it says now.
    keep(&second);
    assert_eq!(kept(&index(&told)), [None, Some("two".to_owned())]);
    keep(&third);
    assert_eq!(kept(&index(&told)), both());
    // There and back: another policy may have begun in between.
    let desk = told.files[".tramite/desk.yaml"].clone();
    told.commit(|files| drop(files.insert(".tramite/desk.yaml".to_owned(), b"name: Other\n".to_vec())));
    told.commit(|files| drop(files.insert(".tramite/desk.yaml".to_owned(), desk)));
    assert_eq!(kept(&index(&told)), [None, None]);
    // In memory there is nowhere to keep it.
    let (store, head) = at(&told.desk, told.head.unwrap());
    keep(&open(&store, &head, None).unwrap());
}
