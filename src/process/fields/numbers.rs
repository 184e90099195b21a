//! Numbers as a locale writes them, kept as plain decimal text: no float ever holds money.

use std::cmp::Ordering;

/// Whether the locale writes a comma before the decimals.
fn comma(locale: &str) -> bool {
    !["en", "zh", "ja", "ko", "he", "th"].contains(&locale.split(['-', '_']).next().unwrap_or("en"))
}

/// Reads a number, `1.234,5` or `1,234.5` by locale, also with a currency's sign; gives `1234.5`.
pub fn read(text: &str, locale: &str) -> Option<String> {
    let text = text.trim();
    let text = ["R$", "US$", "$", "€"].iter().find_map(|sign| text.strip_prefix(sign)).unwrap_or(text).trim();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (point, group) = if comma(locale) { (',', '.') } else { ('.', ',') };
    let plain = if is_grouped(digits, point, group) {
        digits.replace(group, "").replace(point, ".")
    } else {
        // `12.5` is no grouped number, so the point can only stand before decimals, also where commas do.
        digits.to_owned()
    };
    let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
    let only_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !only_digits(whole) || !only_digits(decimals) || plain.ends_with('.') {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    let decimals = if decimals.is_empty() { String::new() } else { format!(".{decimals}") };
    let zero = whole == "0" && decimals.bytes().all(|b| matches!(b, b'.' | b'0'));
    Some(format!("{}{whole}{decimals}", if zero { "" } else { sign }))
}

/// Whether the digits are a whole part in groups of three, or none, with decimals after the point at most once.
fn is_grouped(digits: &str, point: char, group: char) -> bool {
    let (whole, decimals) = digits.split_once(point).map_or((digits, None), |(w, d)| (w, Some(d)));
    let parts: Vec<&str> = whole.split(group).collect();
    let groups = (1..=3).contains(&parts[0].len()) && parts[1..].iter().all(|p| p.len() == 3);
    (parts.len() == 1 || groups) && decimals.is_none_or(|d| !d.contains([point, group]))
}

/// Reads an amount of money: at most two decimals, always written with two.
pub fn money(text: &str, locale: &str) -> Option<String> {
    let number = read(text, locale)?;
    let (whole, decimals) = number.split_once('.').unwrap_or((&number, ""));
    let cents = decimals.trim_end_matches('0');
    (cents.len() <= 2).then(|| format!("{whole}.{cents:0<2}"))
}

/// Compares two plain decimal texts of any length.
pub fn compare(a: &str, b: &str) -> Option<Ordering> {
    let parts = |text: &str| {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let valid =
            !whole.is_empty() && [whole, decimals].iter().all(|s| s.bytes().all(|b| b.is_ascii_digit()));
        let whole = whole.trim_start_matches('0').to_owned();
        valid.then(|| (negative, whole, decimals.trim_end_matches('0').to_owned()))
    };
    let ((a_negative, a_whole, a_decimals), (b_negative, b_whole, b_decimals)) = (parts(a)?, parts(b)?);
    let size = (a_whole.len(), &a_whole, &a_decimals).cmp(&(b_whole.len(), &b_whole, &b_decimals));
    let zero = |whole: &str, decimals: &str| whole.is_empty() && decimals.is_empty();
    let negative = |n: bool, whole: &str, decimals: &str| n && !zero(whole, decimals);
    Some(match (negative(a_negative, &a_whole, &a_decimals), negative(b_negative, &b_whole, &b_decimals)) {
        (false, false) => size,
        (true, true) => size.reverse(),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_locale_writes_them() {
        for (text, locale, expected) in [
            ("1.234,5", "pt-BR", Some("1234.5")),
            ("1,5", "pt-BR", Some("1.5")),
            ("12.5", "pt-BR", Some("12.5")),
            ("1.234", "pt-BR", Some("1234")),
            ("1,234.5", "en-US", Some("1234.5")),
            ("-007", "en", Some("-7")),
            ("-0", "en", Some("0")),
            ("", "en", None),
            ("1.2.3", "en", None),
            ("1e5", "en", None),
            ("5,", "pt", None),
        ] {
            assert_eq!(read(text, locale).as_deref(), expected, "{text} in {locale}");
        }
    }

    #[test]
    fn money_has_two_decimals() {
        assert_eq!(money("R$ 1.234,5", "pt-BR").as_deref(), Some("1234.50"));
        assert_eq!(money("10", "pt-BR").as_deref(), Some("10.00"));
        assert_eq!(money("1,234", "pt-BR"), None);
    }

    #[test]
    fn numbers_are_compared_without_floats() {
        assert_eq!(compare("10", "9.5"), Some(Ordering::Greater));
        assert_eq!(compare("-10", "9"), Some(Ordering::Less));
        assert_eq!(compare("-10", "-9"), Some(Ordering::Less));
        assert_eq!(compare("0.10", "0.1"), Some(Ordering::Equal));
        assert_eq!(compare("-0", "0"), Some(Ordering::Equal));
        assert_eq!(compare("x", "0"), None);
    }
}
