//! Numbers: `1.234,56` in Portuguese, `1,234.56` in English.

use super::{Locale, ReadError};

/// Whether `text` is `-1234.50`: a sign or none, digits, a point and digits or none.
fn is_plain(text: &str) -> bool {
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let text = text.strip_prefix('-').unwrap_or(text);
    text.split_once('.').map_or(digits(text), |(whole, fraction)| digits(whole) && digits(fraction))
}

impl Locale {
    const fn marks(self) -> (char, char) {
        if self.comma { (',', '.') } else { ('.', ',') }
    }

    /// Reads a number into its plain decimal form with a point, digits kept: `1.234,50` is `1234.50` in Portuguese.
    /// In Portuguese `1.234` is grouped (1234); a point that groups nothing (`12.10`) is a decimal mark, since that is
    /// how files write it.
    pub fn read_number(self, text: &str) -> Result<String, ReadError> {
        self.number_text(text.trim()).ok_or_else(|| {
            let hint = if self.comma {
                "write it as 1.234,56 or 1234,56"
            } else {
                "write it as 1,234.56 or 1234.56"
            };
            ReadError::new("a number", text, hint)
        })
    }

    /// Reads a whole number.
    pub fn read_integer(self, text: &str) -> Result<i64, ReadError> {
        let bad = || {
            let hint = if self.comma { "write it as 1234 or 1.234" } else { "write it as 1234 or 1,234" };
            ReadError::new("a whole number", text, hint)
        };
        self.number_text(text.trim()).and_then(|n| n.parse().ok()).ok_or_else(bad)
    }

    /// Reads an amount of money into plain decimal form: `R$ 1.234,56` is `1234.56`. The sign of a currency is not kept;
    /// at most two decimals.
    pub fn read_money(self, text: &str) -> Result<String, ReadError> {
        let bad = || {
            let hint = if self.comma {
                "write it as R$ 1.234,56 or 1234,56"
            } else {
                "write it as 1,234.56 or 1234.56"
            };
            ReadError::new("an amount of money", text, hint)
        };
        let text = text.trim();
        let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest.trim_start()));
        let bare = ["R$", "r$", "BRL", "US$", "USD", "EUR", "$", "€"]
            .iter()
            .find_map(|c| rest.strip_prefix(c).or_else(|| rest.strip_suffix(c)))
            .unwrap_or(rest)
            .trim();
        let number = self.number_text(&format!("{sign}{bare}")).ok_or_else(bad)?;
        match number.split_once('.') {
            Some((_, cents)) if cents.len() > 2 => Err(bad()),
            _ => Ok(number),
        }
    }

    fn number_text(self, text: &str) -> Option<String> {
        let (mark, group) = self.marks();
        let (sign, rest) = match text.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => ("-", rest),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let digits = |s: &str| !s.is_empty() && s.len() <= 30 && s.bytes().all(|b| b.is_ascii_digit());
        let (whole, fraction) = match rest.split_once(mark) {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (rest, None),
        };
        let parts: Vec<&str> = whole.split(group).collect();
        let grouped = parts.len() > 1
            && parts[1..].iter().all(|p| p.len() == 3)
            && parts[0].len() <= 3
            && parts.iter().all(|p| digits(p));
        let (whole, fraction) = match (parts.as_slice(), fraction) {
            ([whole], fraction) => ((*whole).to_owned(), fraction),
            _ if grouped => (parts.concat(), fraction),
            // `12.10` on a desk with commas: the point groups nothing, so it is the files' decimal point.
            ([whole, fraction], None) if group == '.' => ((*whole).to_owned(), Some(*fraction)),
            _ => return None,
        };
        if !digits(&whole) || !fraction.is_none_or(digits) {
            return None;
        }
        let point = fraction.map_or(String::new(), |f| format!(".{f}"));
        Some(format!("{sign}{whole}{point}"))
    }

    /// Writes a number given in plain decimal form (`-1234.50`), with marks of thousands and its decimals as they are.
    /// What is no such number is given back as it is.
    pub fn number(self, plain: &str) -> String {
        let (mark, group) = self.marks();
        let (sign, rest) = plain.strip_prefix('-').map_or(("", plain), |rest| ("-", rest));
        let (whole, fraction) = rest.split_once('.').map_or((rest, None), |(w, f)| (w, Some(f)));
        if !is_plain(plain) {
            return plain.to_owned();
        }
        let mut text = sign.to_owned();
        for (at, digit) in whole.char_indices() {
            if at > 0 && (whole.len() - at) % 3 == 0 {
                text.push(group);
            }
            text.push(digit);
        }
        if let Some(fraction) = fraction {
            text.push(mark);
            text.push_str(fraction);
        }
        text
    }

    /// Writes a number with `places` decimals.
    pub fn decimal(self, value: f64, places: usize) -> String {
        self.number(&format!("{value:.places$}"))
    }

    /// Writes a number of bytes: `812 B`, `1,4 MB`. 1 kB is 1,024 bytes, as in git.
    pub fn bytes(self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["kB", "MB", "GB", "TB"];
        if bytes < 1024 {
            return format!("{bytes} B");
        }
        let mut size = bytes as f64 / 1024.0;
        let mut unit = 0;
        while size >= 999.95 && unit + 1 < UNITS.len() {
            size /= 1024.0;
            unit += 1;
        }
        let places = usize::from(size < 99.95);
        format!("{} {}", self.decimal(size, places), UNITS[unit])
    }

    /// Writes an amount given in plain decimal form with two decimals: `R$ 1.234,50` in Brazil, `1,234.50` elsewhere.
    pub fn money(self, plain: &str) -> String {
        if !is_plain(plain) {
            return plain.to_owned();
        }
        let cents = match plain.split_once('.') {
            None => format!("{plain}.00"),
            Some((_, f)) if f.len() == 1 => format!("{plain}0"),
            Some(_) => plain.to_owned(),
        };
        let text = self.number(&cents);
        match text.strip_prefix('-') {
            Some(amount) if self.real => format!("-R$ {amount}"),
            None if self.real => format!("R$ {text}"),
            _ => text,
        }
    }

    /// Writes a share of one with at most one decimal: 0.945 is `94,5%`, 1 is `100%`. Never rounded up to 100 nor down
    /// to 0, so that one breach among many shows.
    pub fn percent(self, share: f64) -> String {
        let tenths = (share * 1000.0).round();
        let tenths = if share < 1.0 && tenths >= 1000.0 { 999.0 } else { tenths };
        let tenths = if share > 0.0 && tenths <= 0.0 { 1.0 } else { tenths };
        let text = if tenths % 10.0 == 0.0 {
            self.decimal(tenths / 10.0, 0)
        } else {
            self.decimal(tenths / 10.0, 1)
        };
        format!("{text}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_with_the_locales_marks() {
        let (pt, en) = (Locale::parse("pt-BR").0, Locale::default());
        for (text, plain) in [
            ("1.234,56", Some("1234.56")),
            ("1234,5", Some("1234.5")),
            ("-1.234.567", Some("-1234567")),
            ("12.10", Some("12.10")),
            ("1.234", Some("1234")),
            ("1.23.456", None),
            ("1,2,3", None),
            ("1,", None),
            ("abc", None),
            ("", None),
        ] {
            assert_eq!(pt.read_number(text).ok().as_deref(), plain, "{text}");
        }
        for (text, plain) in [("1,234.56", Some("1234.56")), ("12,5", None), ("1,234", Some("1234"))] {
            assert_eq!(en.read_number(text).ok().as_deref(), plain, "{text}");
        }
        assert!(en.read_number("12,5").unwrap_err().to_string().ends_with("write it as 1,234.56 or 1234.56"));
        assert_eq!(pt.read_integer("1.234"), Ok(1234));
        assert!(pt.read_integer("1,5").is_err());
    }

    #[test]
    fn money_may_carry_its_sign() {
        let (pt, en) = (Locale::parse("pt-BR").0, Locale::default());
        assert_eq!(pt.read_money("R$ 1.234,56").unwrap(), "1234.56");
        assert_eq!(pt.read_money("-R$ 10").unwrap(), "-10");
        assert_eq!(pt.read_money("150").unwrap(), "150");
        assert!(pt.read_money("R$ 1,234").is_err());
        assert_eq!(en.read_money("$1,234.5").unwrap(), "1234.5");
        assert_eq!((pt.money("1234.5"), pt.money("-7")), ("R$ 1.234,50".to_owned(), "-R$ 7,00".to_owned()));
        assert_eq!(en.money("1234.5"), "1,234.50");
        assert_eq!(pt.money("a combinar"), "a combinar");
    }

    #[test]
    fn numbers_and_shares_are_written() {
        let (pt, en) = (Locale::parse("pt-BR").0, Locale::default());
        assert_eq!(
            (pt.number("1234567.50"), en.number("1234567.50")),
            ("1.234.567,50".into(), "1,234,567.50".into())
        );
        assert_eq!((pt.number("-999"), pt.number("12.1.33")), ("-999".to_owned(), "12.1.33".to_owned()));
        assert_eq!((pt.percent(0.945), en.percent(0.945)), ("94,5%".to_owned(), "94.5%".to_owned()));
        assert_eq!(
            (pt.percent(1.0), pt.percent(0.0), pt.percent(0.5)),
            ("100%".into(), "0%".into(), "50%".into())
        );
        assert_eq!((pt.percent(0.99999), pt.percent(0.00001)), ("99,9%".to_owned(), "0,1%".to_owned()));
    }

    proptest! {
        #[test]
        fn a_written_number_is_read_back(whole in -999_999_999_i64..999_999_999, cents in 0_u8..100) {
            let plain = format!("{whole}.{cents:02}");
            for locale in [Locale::parse("pt-BR").0, Locale::default()] {
                prop_assert_eq!(locale.read_number(&locale.number(&plain)).unwrap(), plain.clone());
                prop_assert_eq!(locale.read_money(&locale.money(&plain)).unwrap(), plain.clone());
            }
        }
    }
}
