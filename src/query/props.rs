//! Laws of the language: printing and reading, and no text that breaks it.

use super::fixture::*;
use super::*;
use proptest::prelude::*;
use serde_json::json;

fn word() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zç0-9_.@/-]{1,6}",
        Just("none".to_owned()),
        Just("me".to_owned()),
        "[ -~]{1,8}",
        "\\PC{0,4}"
    ]
}

prop_compose! {
    fn item()(a in word(), b in word(), kind in 0..8) -> Item {
        let op = [Op::Less, Op::AtMost, Op::Greater, Op::AtLeast];
        let test = match kind {
            0 => Test::None,
            1 => Test::Me,
            2 => Test::Compare(op[a.len() % 4], b),
            3 => Test::Range(Some(a), Some(b)),
            4 => Test::Range(None, Some(b)),
            5 => Test::Range(Some(a), None),
            _ => Test::Is(a),
        };
        Item { test, at: ast::At::default() }
    }
}

fn term() -> impl Strategy<Value = Term> {
    let keys = "(-x|[a-z_]{1,5}|fields\\.[a-z]{1,4}|sla\\.x\\.state|link\\.issue(\\.done)?|org\\.flags|tag|a\\.\\.b|sla)";
    let body = prop_oneof![
        (keys, proptest::collection::vec(item(), 1..4))
            .prop_map(|(key, items)| TermBody::Key(Key::read(&key), items)),
        "[a-z(][a-z0-9/!,<=.-]{0,6}".prop_map(TermBody::Word),
        "\\PC{0,8}".prop_map(TermBody::Phrase),
    ];
    (any::<bool>(), body).prop_map(|(negated, body)| {
        // A key with a dash would be read as a negation; no text gives it without one.
        let dashed = matches!(&body, TermBody::Key(key, _) if key.to_string().starts_with('-'));
        Term { negated: negated || dashed, body, at: ast::At::default() }
    })
}

proptest! {
    #[test]
    fn what_is_printed_is_read_as_it_was(terms in proptest::collection::vec(term(), 1..5)) {
        let query = Query { any: vec![Filter { terms }] };
        let text = query.to_string();
        let read = Query::parse(&text).map_err(|error| TestCaseError::fail(format!("{text}: {error}")))?;
        prop_assert_eq!(&read, &query, "{}", text);
        prop_assert_eq!(read.to_string(), text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|[a-z:,\"<>=.!-]|due:|age:|versao:|\\s){0,16}") {
        let (config, snapshot) = (config(), snapshot(json!({"fields": {"versao": "1.2"}, "due": "2026-11-22"})));
        if let Ok(query) = Query::parse(&text) {
            prop_assert_eq!(&Query::parse(&query.to_string()).unwrap(), &query);
            for place in [Place::Anywhere, Place::Static, Place::Rule] {
                for error in query.check(&config, place) {
                    prop_assert!(text.is_char_boundary(error.offset));
                }
            }
            query.matches(&scope(&config, &snapshot, &NoFacts));
            sql::compile(&query, &config, Some("ana"), now());
        }
    }

    #[test]
    fn dates_and_durations_of_any_size_are_safe(text in "[+-]?[0-9]{1,12}(d|w|h|m|s|bd|wh|-01|-01-01|)") {
        let (config, snapshot) = (config(), snapshot(json!({"due": text.clone()})));
        for query in [format!("due:<{text}"), format!("age:>{text}"), format!("opened:{text}..")] {
            let query = Query::parse(&query).unwrap();
            query.check(&config, Place::Anywhere);
            query.matches(&scope(&config, &snapshot, &NoFacts));
            sql::compile(&query, &config, None, now());
        }
    }
}
