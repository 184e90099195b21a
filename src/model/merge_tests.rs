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

    /// Two sides that have gone on from one base: what either did is there, what both did otherwise clashes, and nothing else
    /// is touched.
    #[test]
    fn what_either_side_did_is_there_or_clashes(
        base in base_ticket(),
        our_steps in prop::collection::vec(step(), 0..5),
        their_steps in prop::collection::vec(step(), 0..5),
    ) {
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        Step::all(&our_steps, &mut ours);
        Step::all(&their_steps, &mut theirs);
        let three = |key: &str| [&base, &ours, &theirs].map(|ticket| value_of(ticket, key));
        let apart = |key: &str| {
            let [b, o, t] = three(key);
            o != t && o != b && t != b
        };
        let mut expected: Vec<&str> = KEYS.iter().copied().filter(|key| apart(key)).collect();
        let mut by_lines = true;
        let merged = match merge(Some(&base), &ours, &theirs) {
            Ok(merged) => {
                expected.retain(|key| *key != "description");
                prop_assert!(expected.is_empty(), "{:?} is settled by nobody", expected);
                merged
            }
            Err(clashes) => {
                let mut told: Vec<&str> = clashes.iter().map(|clash| clash.key.as_str()).collect();
                told.sort_unstable();
                expected.sort_unstable();
                // Texts may be merged by their lines.
                by_lines = !told.contains(&"description");
                told.retain(|key| *key != "description");
                expected.retain(|key| *key != "description");
                prop_assert_eq!(&told, &expected);
                // Settled for a side, nothing of the rest is otherwise.
                merge_settling(Some(&base), &ours, &theirs, &mut |_| Some(Side::Ours)).unwrap()
            }
        };
        for key in KEYS.iter().filter(|key| **key != "description") {
            let [b, o, t] = three(key);
            prop_assert_eq!(value_of(&merged, key), if o == b { t } else { o }, "{}", key);
        }
        sets(&base.tags, &ours.tags, &theirs.tags, &merged.tags)?;
        sets(&base.watchers, &ours.watchers, &theirs.watchers, &merged.watchers)?;
        sets(&base.attachments, &ours.attachments, &theirs.attachments, &merged.attachments)?;
        let ids = |t: &Ticket| -> BTreeSet<(String, String)> {
            t.links.iter().map(|l| (l.kind.clone(), l.to.clone())).collect()
        };
        sets(&ids(&base), &ids(&ours), &ids(&theirs), &ids(&merged))?;
        let lines = |t: &Ticket| -> BTreeSet<String> {
            t.description.iter().flat_map(|text| text.lines().map(str::to_owned)).collect()
        };
        if by_lines {
            let added = lines(&ours).union(&lines(&theirs)).cloned().collect::<BTreeSet<_>>();
            prop_assert!(added.difference(&lines(&base)).all(|line| lines(&merged).contains(line)));
        }
    }
}

/// What merging sets means, element by element.
fn sets<T: Ord + std::fmt::Debug>(
    base: &BTreeSet<T>,
    ours: &BTreeSet<T>,
    theirs: &BTreeSet<T>,
    merged: &BTreeSet<T>,
) -> Result<(), TestCaseError> {
    for one in base.iter().chain(ours).chain(theirs) {
        let wanted = if base.contains(one) {
            ours.contains(one) && theirs.contains(one)
        } else {
            ours.contains(one) || theirs.contains(one)
        };
        prop_assert_eq!(merged.contains(one), wanted, "{:?}", one);
    }
    prop_assert!(merged.iter().all(|one| ours.contains(one) || theirs.contains(one)));
    Ok(())
}

/// The keys that steps change, but for sets.
const KEYS: [&str; 16] = [
    "number",
    "type",
    "title",
    "status",
    "priority",
    "requester",
    "assignee",
    "due",
    "rating",
    "external",
    "description",
    "fields.a",
    "fields.b",
    "x_a",
    "x_b",
    "merged",
];

/// Something that a person does to a ticket.
#[derive(Debug, Clone)]
enum Step {
    Set(&'static str, Option<String>),
    Tag(String),
    Watch(String),
    Link(String),
    Attach(u64),
    Line(String),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (prop::sample::select(KEYS.to_vec()), prop::option::of(word())).prop_map(|(k, v)| Step::Set(k, v)),
        1 => word().prop_map(Step::Tag),
        1 => word().prop_map(Step::Watch),
        1 => word().prop_map(Step::Link),
        1 => (1_u64..4).prop_map(Step::Attach),
        1 => word().prop_map(Step::Line),
    ]
}

/// Puts something into a set, or takes it out.
fn toggle<T: Ord>(set: &mut BTreeSet<T>, one: T) {
    if !set.remove(&one) {
        set.insert(one);
    }
}

impl Step {
    fn all(steps: &[Self], ticket: &mut Ticket) {
        for step in steps {
            step.take(ticket);
        }
    }

    fn take(&self, ticket: &mut Ticket) {
        match self {
            Self::Set(key, value) => set_key(ticket, key, value.clone()),
            Self::Tag(word) => toggle(&mut ticket.tags, word.clone()),
            Self::Watch(word) => toggle(&mut ticket.watchers, word.clone()),
            Self::Link(to) => toggle(
                &mut ticket.links,
                Link { kind: "issue".to_owned(), to: to.clone(), extra: BTreeMap::new() },
            ),
            Self::Attach(size) => toggle(
                &mut ticket.attachments,
                Attachment { name: format!("{size}.txt"), sha256: format!("{size:064x}"), size: *size },
            ),
            Self::Line(word) => {
                let text = ticket.description.take().map(|text| format!("{text}\n")).unwrap_or_default();
                ticket.description = Some(format!("{text}{word} is new"));
            }
        }
    }
}

fn set_key(ticket: &mut Ticket, key: &str, value: Option<String>) {
    let required = || value.clone().unwrap_or_else(|| "e".to_owned());
    let put = |map: &mut BTreeMap<String, Value>, key: &str| match &value {
        Some(value) => drop(map.insert(key.to_owned(), value.as_str().into())),
        None => drop(map.remove(key)),
    };
    match key {
        "number" => {
            let seq = value.as_deref().map(|word| u32::from(word.as_bytes()[0]));
            ticket.number = seq.map(|seq| crate::model::Number { month: 202_611, seq });
        }
        "type" => ticket.type_id = required(),
        "title" => ticket.title = required(),
        "status" => ticket.status = required(),
        "priority" => ticket.priority = value,
        "requester" => ticket.requester = value,
        "assignee" => ticket.assignee = value,
        "due" => ticket.due = value,
        "rating" => ticket.rating = value,
        "merged" => ticket.merged = value,
        "external" => ticket.external = value.map(|id| External { system: "other".to_owned(), id }),
        "description" => ticket.description = value.map(|word| format!("one {word}\ntwo\nthree")),
        key if key.starts_with("fields.") => put(&mut ticket.fields, &key["fields.".len()..]),
        key => put(&mut ticket.extra, key),
    }
}

/// A ticket on which something has been done already, so that steps also change and remove.
fn base_ticket() -> impl Strategy<Value = Ticket> {
    prop::collection::vec(step(), 0..8).prop_map(|steps| {
        let mut base = ticket();
        Step::all(&steps, &mut base);
        base
    })
}
