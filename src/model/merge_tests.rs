use super::*;
use crate::model::Uid;
use proptest::prelude::*;

fn ticket() -> Ticket {
    let mut ticket = Ticket::new(Uid::from_parts(1, 1), "bug", "A title", "new");
    ticket.tags = BTreeSet::from(["a".to_owned(), "b".to_owned()]);
    ticket.description = Some("one\ntwo\nthree".to_owned());
    ticket.fields.insert("cause".to_owned(), "x".into());
    ticket
}

fn with(change: impl FnOnce(&mut Ticket)) -> Ticket {
    let mut changed = ticket();
    change(&mut changed);
    changed
}

#[test]
fn different_keys_are_both_kept() {
    let ours = with(|t| t.status = "open".to_owned());
    let theirs = with(|t| t.priority = Some("high".to_owned()));
    let merged = merge(Some(&ticket()), &ours, &theirs).unwrap();
    assert_eq!((merged.status.as_str(), merged.priority.as_deref()), ("open", Some("high")));
}

#[test]
fn sets_gain_what_either_added_and_lose_what_either_removed() {
    let ours = with(|t| {
        t.tags.remove("a");
        t.tags.insert("c".to_owned());
    });
    let theirs = with(|t| {
        t.tags.insert("d".to_owned());
    });
    let merged = merge(Some(&ticket()), &ours, &theirs).unwrap();
    assert_eq!(merged.tags.iter().map(String::as_str).collect::<Vec<_>>(), ["b", "c", "d"]);
}

#[test]
fn text_is_merged_by_lines() {
    let ours = with(|t| t.description = Some("one!\ntwo\nthree".to_owned()));
    let theirs = with(|t| t.description = Some("one\ntwo\nthree\nfour".to_owned()));
    let merged = merge(Some(&ticket()), &ours, &theirs).unwrap();
    assert_eq!(merged.description.as_deref(), Some("one!\ntwo\nthree\nfour"));
}

#[test]
fn a_clash_tells_both_values() {
    let ours = with(|t| t.status = "open".to_owned());
    let theirs = with(|t| {
        t.status = "closed".to_owned();
        t.fields.insert("cause".to_owned(), "y".into());
    });
    let clashes = merge(Some(&ticket()), &ours, &theirs).unwrap_err();
    let told = Clash {
        key: "status".to_owned(),
        base: Some("new".to_owned()),
        ours: Some("open".to_owned()),
        theirs: Some("closed".to_owned()),
    };
    assert_eq!(clashes, [told]);
}

#[test]
fn a_clash_is_settled_for_a_side_but_two_tickets_never_are() {
    let ours = with(|t| t.status = "open".to_owned());
    let theirs = with(|t| t.status = "closed".to_owned());
    let settled = |side| merge_settling(Some(&ticket()), &ours, &theirs, &mut |_| Some(side)).unwrap().status;
    assert_eq!((settled(Side::Ours), settled(Side::Theirs)), ("open".to_owned(), "closed".to_owned()));
    // Against what neither side has, both have changed it: it clashes on until they agree.
    let between = with(|t| t.status = settled(Side::Neither));
    assert_eq!(merge(Some(&between), &ours, &theirs).unwrap_err()[0].key, "status");
    assert_eq!(merge(Some(&between), &ours, &ours).unwrap().status, "open");
    let other = Ticket { uid: Uid::from_parts(2, 2), ..ticket() };
    let clashes = merge_settling(None, &ticket(), &other, &mut |_| Some(Side::Ours)).unwrap_err();
    assert_eq!(clashes[0].key, "uid");
}

#[test]
fn a_link_is_the_same_by_kind_and_target() {
    let link = |done: Option<&str>| Link {
        kind: "issue".to_owned(),
        to: "https://bugs.example/1".to_owned(),
        extra: done.map(|d| ("done".to_owned(), d.into())).into_iter().collect(),
    };
    let mut base = ticket();
    base.links.insert(link(None));
    let ours = Ticket { links: BTreeSet::from([link(Some("true"))]), ..base.clone() };
    let theirs = Ticket { title: "Another".to_owned(), ..base.clone() };
    let merged = merge(Some(&base), &ours, &theirs).unwrap();
    assert_eq!(merged.links, BTreeSet::from([link(Some("true"))]));
    let gone = Ticket { links: BTreeSet::new(), ..base.clone() };
    assert!(merge(Some(&base), &base, &gone).unwrap().links.is_empty());
}

#[test]
fn two_tickets_do_not_merge() {
    let other = Ticket { uid: Uid::from_parts(2, 2), ..ticket() };
    assert_eq!(merge(None, &ticket(), &other).unwrap_err()[0].key, "uid");
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["a", "b", "c", "d"]).prop_map(str::to_owned)
}

fn any_ticket() -> impl Strategy<Value = Ticket> {
    let set = || prop::collection::btree_set(word(), 0..4);
    let link = (word(), word(), prop::option::of(word())).prop_map(|(kind, to, extra)| Link {
        kind,
        to,
        extra: extra.map(|e| ("done".to_owned(), Value::Text(e))).into_iter().collect(),
    });
    let map = || prop::collection::btree_map(word(), word().prop_map(Value::Text), 0..3);
    (
        (word(), word(), prop::option::of(word()), prop::option::of(word())),
        (set(), set(), map(), map()),
        prop::collection::btree_map(word(), link, 0..3),
        prop::option::of(prop::collection::vec(word(), 1..5)),
    )
        .prop_map(|((title, status, priority, due), (tags, watchers, fields, extra), links, text)| {
            let mut ticket = Ticket::new(Uid::from_parts(1, 1), "bug", &title, &status);
            (ticket.priority, ticket.due, ticket.tags, ticket.watchers) = (priority, due, tags, watchers);
            (ticket.fields, ticket.description) = (fields, text.map(|lines| lines.join("\n")));
            ticket.extra = extra.into_iter().map(|(k, v)| (format!("x_{k}"), v)).collect();
            // One link for each identity: a file cannot have two.
            let unique: BTreeMap<(String, String), Link> =
                links.into_values().map(|l| ((l.kind.clone(), l.to.clone()), l)).collect();
            ticket.links = unique.into_values().collect();
            ticket
        })
}

proptest! {
    #[test]
    fn what_one_side_changed_is_taken(base in any_ticket(), x in any_ticket()) {
        prop_assert_eq!(merge(Some(&base), &x, &base), Ok(x.clone()));
        prop_assert_eq!(merge(Some(&base), &base, &x), Ok(x));
    }

    #[test]
    fn what_both_sides_made_alike_stays(base in any_ticket(), x in any_ticket()) {
        prop_assert_eq!(merge(Some(&base), &x, &x), Ok(x.clone()));
        prop_assert_eq!(merge(None, &x, &x), Ok(x));
    }

    #[test]
    fn a_clash_tells_what_the_tickets_say(base in any_ticket(), ours in any_ticket(), theirs in any_ticket()) {
        for clash in merge(Some(&base), &ours, &theirs).err().into_iter().flatten() {
            prop_assert_eq!(value_of(&base, &clash.key), clash.base);
            prop_assert_eq!(value_of(&ours, &clash.key), clash.ours);
            prop_assert_eq!(value_of(&theirs, &clash.key), clash.theirs);
        }
    }

    #[test]
    fn sides_are_alike(base in any_ticket(), ours in any_ticket(), theirs in any_ticket()) {
        let there = merge(Some(&base), &ours, &theirs);
        let back = merge(Some(&base), &theirs, &ours).map_err(|clashes| {
            let swap = |c: Clash| Clash { ours: c.theirs, theirs: c.ours, ..c };
            clashes.into_iter().map(swap).collect::<Vec<_>>()
        });
        prop_assert_eq!(there, back);
    }

    #[test]
    fn nothing_added_by_one_side_is_lost(base in any_ticket(), ours in any_ticket(), theirs in any_ticket()) {
        if let Ok(merged) = merge(Some(&base), &ours, &theirs) {
            for tag in ours.tags.difference(&base.tags).chain(theirs.tags.difference(&base.tags)) {
                prop_assert!(merged.tags.contains(tag));
            }
            for watcher in ours.watchers.difference(&base.watchers) {
                prop_assert!(merged.watchers.contains(watcher));
            }
            for key in ours.fields.keys().filter(|k| !base.fields.contains_key(*k)) {
                prop_assert!(merged.fields.contains_key(key));
            }
            let has = |t: &Ticket, l: &Link| t.links.iter().any(|o| o.kind == l.kind && o.to == l.to);
            for link in ours.links.iter().filter(|l| !has(&base, l)) {
                prop_assert!(has(&merged, link));
            }
        }
    }
}
