//! Hours as a customer reads them (`{{hours}}` in macros, S4).

use super::hours::Span;

struct Language {
    days: [&'static str; 7],
    and: &'static str,
    to: &'static str,
    every_day: &'static str,
    all_day: &'static str,
}

const PORTUGUESE: Language = Language {
    days: ["segunda", "terça", "quarta", "quinta", "sexta", "sábado", "domingo"],
    and: " e ",
    to: " a ",
    every_day: "todos os dias",
    all_day: "24 horas",
};

const ENGLISH: Language = Language {
    days: ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    and: " and ",
    to: " to ",
    every_day: "every day",
    all_day: "24 hours",
};

/// Days with the same hours together, in the order of the week; groups apart by `; `.
pub(super) fn week(week: &[Vec<Span>; 7], locale: &str) -> String {
    let language = if locale.get(..2).is_some_and(|two| two.eq_ignore_ascii_case("pt")) {
        &PORTUGUESE
    } else {
        &ENGLISH
    };
    let mut groups: Vec<(Vec<usize>, &[Span])> = Vec::new();
    for (day, spans) in week.iter().enumerate().filter(|(_, spans)| !spans.is_empty()) {
        match groups.iter_mut().find(|(_, same)| *same == spans.as_slice()) {
            Some((days, _)) => days.push(day),
            None => groups.push((vec![day], spans)),
        }
    }
    let groups: Vec<String> = groups
        .into_iter()
        .map(|(days, spans)| format!("{}, {}", language.days(&days), language.spans(spans)))
        .collect();
    groups.join("; ")
}

impl Language {
    fn days(&self, days: &[usize]) -> String {
        if days.len() == 7 {
            return self.every_day.to_owned();
        }
        let mut parts: Vec<String> = Vec::new();
        for run in days.chunk_by(|a, b| a + 1 == *b) {
            match run {
                [first, .., last] if run.len() > 2 => {
                    parts.push(format!("{}{}{}", self.days[*first], self.to, self.days[*last]));
                }
                few => parts.extend(few.iter().map(|day| self.days[*day].to_owned())),
            }
        }
        self.list(&parts)
    }

    fn spans(&self, spans: &[Span]) -> String {
        if spans == [Span::DAY] {
            return self.all_day.to_owned();
        }
        self.list(&spans.iter().map(|span| span.to_words()).collect::<Vec<_>>())
    }

    fn list(&self, parts: &[String]) -> String {
        match parts {
            [] => String::new(),
            [only] => only.clone(),
            [most @ .., last] => format!("{}{}{last}", most.join(", "), self.and),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type DaysAndHours<'a> = (&'a [usize], &'a [(u16, u16)]);

    fn hours(days: &[DaysAndHours]) -> [Vec<Span>; 7] {
        let mut week: [Vec<Span>; 7] = Default::default();
        for (of, spans) in days {
            for day in *of {
                week[*day] = spans.iter().map(|&(open, close)| Span { open, close }).collect();
            }
        }
        week
    }

    #[test]
    fn a_lunch_break_in_both_languages() {
        let week_ = hours(&[(&[0, 1, 2, 3, 4], &[(480, 720), (810, 1080)])]);
        assert_eq!(week(&week_, "pt-BR"), "segunda a sexta, 08:00–12:00 e 13:30–18:00");
        assert_eq!(week(&week_, "en"), "Monday to Friday, 08:00–12:00 and 13:30–18:00");
    }

    #[test]
    fn groups_pairs_and_scattered_days() {
        let mixed =
            hours(&[(&[0, 2, 4], &[(480, 1080)]), (&[1, 3], &[(540, 1020)]), (&[5, 6], &[(0, 1440)])]);
        assert_eq!(
            week(&mixed, "pt"),
            "segunda, quarta e sexta, 08:00–18:00; terça e quinta, 09:00–17:00; sábado e domingo, 24 horas"
        );
    }

    #[test]
    fn every_day() {
        let all = hours(&[(&[0, 1, 2, 3, 4, 5, 6], &[(0, 1440)])]);
        assert_eq!(week(&all, "pt-BR"), "todos os dias, 24 horas");
        assert_eq!(week(&all, "de"), "every day, 24 hours");
    }
}
