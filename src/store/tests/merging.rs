//! Merges in memory where histories have crossed.

use crate::model::DeskPath;
use crate::store::history::fixture::{Desk, Files};
use crate::store::{Answer, Versions};

fn files(all: &[(&str, &str)]) -> Files {
    all.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// Two merges of the same two commits, one as the first had it and one as the other: what the merge of those leaves to people.
fn crossed(base: &[(&str, &str)], one: &[(&str, &str)], other: &[(&str, &str)]) -> Vec<String> {
    let desk = Desk::new();
    let at = |n: i64| (1_790_000_000 + n, 1_790_000_000 + n);
    let base = desk.commit(&[], &files(base), at(0));
    desk.point(base);
    let x = desk.commit(&[base], &files(one), at(1));
    let y = desk.commit(&[base], &files(other), at(2));
    let first = desk.commit(&[x, y], &files(one), at(3));
    let second = desk.commit(&[y, x], &files(other), at(4));
    let mut asked = Vec::new();
    let mut decide = |versions: &Versions| {
        if !versions.of_ancestor {
            asked.push(versions.path.clone());
        }
        Answer::Clash
    };
    let merged = desk.store().merge(&first.to_string(), &second.to_string(), &mut decide).unwrap();
    asked.extend(merged.conflicts);
    asked
}

/// Both people have settled one clash, each otherwise: that is a clash again, and nothing of it is dropped.
#[test]
fn a_clash_that_two_merges_settled_apart_is_one() {
    let comment = "tickets/202611/0001-k0ra/01JDB4M8A0A0A0A0A0A0A0A0A0.yaml";
    let ticket = "tickets/202611/0001-k0ra/ticket.yaml";
    assert!(matches!(DeskPath::of(comment), DeskPath::Comment(..)));
    for path in [".tramite/views/x.yaml", "notes", "tickets/notes", comment, ticket] {
        let kept = ("code", "c\n");
        let (was, changed, otherwise) = ((path, "a\n"), (path, "b\n"), (path, "c\n"));
        // Removed and changed; changed and removed; added apart; changed apart.
        assert_eq!(crossed(&[kept, was], &[kept], &[kept, changed]), [path]);
        assert_eq!(crossed(&[kept, was], &[kept, changed], &[kept]), [path]);
        assert_eq!(crossed(&[kept], &[kept, changed], &[kept, otherwise]), [path]);
        assert_eq!(crossed(&[kept, was], &[kept, changed], &[kept, otherwise]), [path]);
        // What both have settled alike, or one alone has changed, is no clash.
        assert_eq!(crossed(&[kept, was], &[kept, changed], &[kept, changed]), Vec::<String>::new());
    }
}
