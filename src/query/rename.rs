//! Another id for a status in the text of a filter.

use super::{Key, Query, Stored, TermBody, Test};

/// The filter with the status `old` of the type `type_id` called `new`; `None` where it does not name it. `others`: types
/// besides this one have a status `old` too, so that a filter which does not say the type means both.
pub fn rename_status(text: &str, type_id: &str, old: &str, new: &str, others: bool) -> Option<String> {
    let query = Query::parse(text).ok()?;
    let of_type = |wanted: bool| {
        query.terms().filter(|t| t.negated != wanted).any(|term| match &term.body {
            TermBody::Key(Key::Stored(Stored::Type), items) => {
                let is = |test: &Test| matches!(test, Test::Is(id) if id == type_id);
                if wanted { !items.iter().any(|i| is(&i.test)) } else { items.iter().any(|i| is(&i.test)) }
            }
            _ => false,
        })
    };
    // `type:other`, or `-type:this`: it is about other tickets.
    if of_type(true) || of_type(false) {
        return None;
    }
    let this_only = query.terms().any(|term| {
        !term.negated
            && matches!(&term.body, TermBody::Key(Key::Stored(Stored::Type), items)
                if items.iter().all(|i| matches!(&i.test, Test::Is(id) if id == type_id)))
    });
    let written = if others && !this_only { format!("{old},{new}") } else { new.to_owned() };
    let mut places: Vec<usize> = query
        .terms()
        .filter_map(|term| match &term.body {
            TermBody::Key(Key::Stored(Stored::Status), items) => Some(items),
            _ => None,
        })
        .flatten()
        .filter(|item| matches!(&item.test, Test::Is(id) if id == old))
        .map(|item| item.at.0)
        .collect();
    places.sort_unstable();
    let mut renamed = text.to_owned();
    for at in places.into_iter().rev() {
        let rest = &text[at..];
        let sign = usize::from(rest.starts_with('='));
        let quote = usize::from(rest[sign..].starts_with('"'));
        if rest[sign + quote..].starts_with(old) {
            renamed.replace_range(at..at + sign + old.len() + 2 * quote, &written);
        }
    }
    (renamed != text).then_some(renamed)
}

#[cfg(test)]
mod tests {
    use super::rename_status;

    #[test]
    fn a_filter_keeps_all_but_the_status() {
        let one = |text: &str| rename_status(text, "bug", "novo", "aberto", false);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(one("status:novo  \"novo\" x"), some("status:aberto  \"novo\" x"));
        assert_eq!(
            one("-status:a,novo,\"novo\" status:=novo"),
            some("-status:a,aberto,aberto status:aberto")
        );
        assert_eq!(one("type:bug,servico status:novo"), some("type:bug,servico status:aberto"));
        for other in
            ["status:novos", "novo", "fase:novo", "type:servico status:novo", "-type:bug status:novo"]
        {
            assert_eq!(one(other), None, "{other}");
        }
    }

    #[test]
    fn where_other_types_have_it_too_both_are_meant_unless_the_type_is_said() {
        let one = |text: &str| rename_status(text, "bug", "novo", "aberto", true);
        assert_eq!(one("status:novo").as_deref(), Some("status:novo,aberto"));
        assert_eq!(one("-status:novo").as_deref(), Some("-status:novo,aberto"));
        assert_eq!(one("type:bug status:novo").as_deref(), Some("type:bug status:aberto"));
        assert_eq!(
            one("type:bug,servico status:novo").as_deref(),
            Some("type:bug,servico status:novo,aberto")
        );
    }
}
