//! Packages of hours (T6): bought, used, remaining, valid until. Nothing is stored but what was bought: what is used is the
//! billable work of the tickets that the customer pays for.

use crate::model::Value;
use chrono::NaiveDate;
use serde::Serialize;
use std::collections::BTreeMap;

/// A package with what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Package {
    /// Its first day.
    pub bought: NaiveDate,
    /// Its last day; for ever where absent.
    pub until: Option<NaiveDate>,
    /// How much was bought.
    pub bought_s: i64,
    /// How much of it was used.
    pub used_s: i64,
    /// How much of it is left.
    pub remaining_s: i64,
    /// Whether it holds today.
    pub valid: bool,
}

/// The packages of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Packages {
    /// In the order in which they run out.
    pub packages: Vec<Package>,
    /// Billable work that no package covered.
    pub beyond_s: i64,
    /// Whether what holds today has less left than the contract's `warn` (a tenth of it where absent).
    pub low: bool,
}

impl Packages {
    /// What is left of those that hold today.
    pub fn remaining_s(&self) -> i64 {
        self.packages.iter().filter(|p| p.valid).map(|p| p.remaining_s).sum()
    }
}

/// Hours as a contract writes them (`20`, `7.5`, `20h`), in seconds.
fn hours(text: &str) -> Option<i64> {
    let text = text.trim().trim_end_matches('h').trim().replace(',', ".");
    let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || whole.len() > 6 || part.len() > 6 || !digits(whole) || !digits(part) {
        return None;
    }
    let scale = 10_i64.pow(u32::try_from(part.len()).ok()?);
    let part: i64 = if part.is_empty() { 0 } else { part.parse().ok()? };
    Some(whole.parse::<i64>().ok()? * 3600 + part * 3600 / scale)
}

fn bought(contract: &BTreeMap<String, Value>) -> Vec<Package> {
    let items = match contract.get("packages") {
        Some(Value::List(items)) => items.as_slice(),
        Some(one @ Value::Map(_)) => std::slice::from_ref(one),
        _ => &[],
    };
    let mut found: Vec<Package> = items
        .iter()
        .filter_map(|item| {
            let Value::Map(item) = item else { return None };
            let text = |key: &str| item.get(key).and_then(Value::as_text);
            let day =
                |key: &str| text(key).and_then(|t| NaiveDate::parse_from_str(t.trim(), "%Y-%m-%d").ok());
            let bought_s = hours(text("hours")?)?;
            let bought = day("bought")?;
            let until = day("until");
            Some(Package { bought, until, bought_s, used_s: 0, remaining_s: bought_s, valid: false })
        })
        .collect();
    found.sort_by_key(|p| (p.until.is_none(), p.until, p.bought));
    found
}

/// How the packages of a contract stand today. Each work (its day and seconds, in order of time) is taken from the package
/// that runs out first of those that held on its day. `None` where the contract has none.
pub fn stand(
    contract: &BTreeMap<String, Value>,
    work: &[(NaiveDate, i64)],
    today: NaiveDate,
) -> Option<Packages> {
    let mut packages = bought(contract);
    if packages.is_empty() {
        return None;
    }
    let holds = |p: &Package, day: NaiveDate| p.bought <= day && p.until.is_none_or(|until| day <= until);
    let mut beyond_s = 0;
    for (day, seconds) in work {
        let mut left = *seconds;
        for package in packages.iter_mut().filter(|p| holds(p, *day)) {
            let taken = left.min(package.remaining_s);
            package.used_s += taken;
            package.remaining_s -= taken;
            left -= taken;
        }
        beyond_s += left;
    }
    for package in &mut packages {
        package.valid = holds(package, today);
    }
    let valid = packages.iter().filter(|p| p.valid);
    let (bought_s, remaining_s) =
        valid.fold((0, 0), |(bought, left), p| (bought + p.bought_s, left + p.remaining_s));
    let warn_s = contract.get("warn").and_then(Value::as_text).and_then(hours).unwrap_or(bought_s / 10);
    Some(Packages { low: remaining_s <= warn_s, packages, beyond_s })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn contract(json: serde_json::Value) -> BTreeMap<String, Value> {
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn work_is_taken_from_the_package_that_runs_out_first() {
        let contract = contract(serde_json::json!({"packages": [
            {"bought": "2026-06-01", "hours": "10", "until": "2027-05-31"},
            {"bought": "2026-01-10", "hours": "7.5", "until": "2026-12-31"}
        ]}));
        let hour = 3600;
        let work = [
            (day("2026-01-05"), hour),     // before any was bought
            (day("2026-03-01"), 7 * hour), // only the older held
            (day("2026-07-01"), 2 * hour), // half an hour of the older, the rest of the newer
            (day("2027-02-01"), 9 * hour), // the older is over; half an hour more than the newer has left
        ];
        let stand = stand(&contract, &work, day("2027-02-01")).unwrap();
        let of: Vec<(i64, i64, bool)> =
            stand.packages.iter().map(|p| (p.used_s, p.remaining_s, p.valid)).collect();
        assert_eq!(of, [(7 * hour + hour / 2, 0, false), (10 * hour, 0, true)]);
        assert_eq!((stand.beyond_s, stand.remaining_s(), stand.low), (hour + hour / 2, 0, true));
    }

    #[test]
    fn little_is_a_tenth_or_what_the_contract_says() {
        let low = |warn: Option<&str>, used: i64| {
            let mut json = serde_json::json!({"packages": [{"bought": "2026-01-10", "hours": "20", "until": "2026-12-31"}]});
            if let Some(warn) = warn {
                json["warn"] = warn.into();
            }
            stand(&contract(json), &[(day("2026-02-01"), used * 3600)], day("2026-11-23")).unwrap().low
        };
        assert_eq!([low(None, 17), low(None, 18)], [false, true]);
        assert_eq!([low(Some("5h"), 14), low(Some("5h"), 15)], [false, true]);
        assert!(stand(&contract(serde_json::json!({"kind": "gold"})), &[], day("2026-11-23")).is_none());
    }

    #[test]
    fn hours_are_written_as_people_write_them() {
        for (text, seconds) in
            [("20", Some(72000)), ("7,5", Some(27000)), ("7.25h", Some(26100)), ("x", None), ("-1", None)]
        {
            assert_eq!(hours(text), seconds, "{text}");
        }
    }
}
