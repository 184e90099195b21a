//! Text → filter. Only the form is judged here; what a desk knows is for [`super::Query::check`].

use super::ast::At;
use super::{Filter, FilterError, Item, Key, Op, Term, TermBody, Test};

/// Whether a command-line argument that begins with `-` has the form of a negated term, `-key:value` (8).
pub fn is_term(argument: &str) -> bool {
    let Some(rest) = argument.strip_prefix('-') else { return false };
    rest.split_once(':').is_some_and(|(key, value)| {
        !key.is_empty()
            && !value.is_empty()
            && !key.starts_with(['-', '.'])
            && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))
    })
}

impl std::str::FromStr for Filter {
    type Err = FilterError;
    fn from_str(text: &str) -> Result<Self, FilterError> {
        let mut reader = Reader { text, at: 0 };
        let mut terms = Vec::new();
        loop {
            reader.skip(char::is_whitespace);
            if reader.rest().is_empty() {
                return Ok(Self { terms });
            }
            terms.push(reader.term()?);
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip(&mut self, what: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c| !what(c)).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    fn eat(&mut self, what: &str) -> bool {
        let found = self.rest().starts_with(what);
        if found {
            self.at += what.len();
        }
        found
    }

    /// The whole token that begins at `from`, for messages.
    fn token(&self, from: usize) -> &'a str {
        self.text[from..].split_whitespace().next().unwrap_or_default()
    }

    fn term(&mut self) -> Result<Term, FilterError> {
        let start = self.at;
        let alone = matches!(self.token(start), "-" | "!");
        let negated = !alone && (self.eat("-") || self.eat("!"));
        let make = |body| Term { negated, body, at: At(start) };
        if self.rest().starts_with('"') {
            let words = self.quoted()?;
            if !self.rest().is_empty() && !self.rest().starts_with(char::is_whitespace) {
                return Err(FilterError::at(
                    start,
                    format!("{:?} goes on after its quotes", self.token(start)),
                )
                .hint("put a blank after the closing quotation mark"));
            }
            return Ok(make(TermBody::Phrase(words)));
        }
        let head = self.skip(|c| !c.is_whitespace() && c != ':' && c != '"');
        if self.rest().starts_with('"') {
            return Err(FilterError::at(
                self.at,
                format!("{:?} has quotes in the middle", self.token(start)),
            )
            .hint("quote the whole text, or write key:\"a b\""));
        }
        if !self.eat(":") {
            return Ok(make(TermBody::Word(head.to_owned())));
        }
        if head.is_empty() {
            return Err(FilterError::at(
                start,
                format!("{:?} has no key before its colon", self.token(start)),
            )
            .hint(format!("to search for the text, quote it: \"{}\"", self.token(start))));
        }
        let mut items = Vec::new();
        loop {
            items.push(self.item(start)?);
            if !self.eat(",") {
                break;
            }
        }
        Ok(make(TermBody::Key(Key::read(head), items)))
    }

    fn item(&mut self, start: usize) -> Result<Item, FilterError> {
        let at = At(self.at);
        let ops = [("<=", Op::AtMost), (">=", Op::AtLeast), ("<", Op::Less), (">", Op::Greater)].into_iter();
        for (sign, op) in ops {
            if self.eat(sign) {
                let (text, _) = self.value(start, false)?;
                return Ok(Item { test: Test::Compare(op, text), at });
            }
        }
        self.eat("=");
        let from = if self.rest().starts_with("..") { None } else { Some(self.value(start, true)?) };
        if self.eat("..") {
            let ends =
                self.rest().is_empty() || self.rest().starts_with(|c: char| c == ',' || c.is_whitespace());
            let to = if ends { None } else { Some(self.value(start, false)?.0) };
            if from.is_none() && to.is_none() {
                return Err(self.missing(start));
            }
            return Ok(Item { test: Test::Range(from.map(|(text, _)| text), to), at });
        }
        let test = match from {
            Some((text, false)) if text == "none" => Test::None,
            Some((text, false)) if text == "me" => Test::Me,
            Some((text, _)) => Test::Is(text),
            None => return Err(self.missing(start)),
        };
        Ok(Item { test, at })
    }

    fn missing(&self, start: usize) -> FilterError {
        FilterError::at(self.at, format!("{:?} lacks a value", self.token(start)))
            .hint("write key:value, or key:none for what is absent")
    }

    /// A text and whether it was quoted. `range`: it ends at `..`.
    fn value(&mut self, start: usize, range: bool) -> Result<(String, bool), FilterError> {
        let begin = self.at;
        if self.rest().starts_with('"') {
            let text = self.quoted()?;
            let next = self.rest();
            let ends = next.is_empty()
                || next.starts_with(|c: char| c == ',' || c.is_whitespace())
                || (range && next.starts_with(".."));
            if ends {
                return Ok((text, true));
            }
            return Err(FilterError::at(
                self.at,
                format!("{:?} goes on after its quotes", self.token(start)),
            )
            .hint("quote the whole value"));
        }
        let run = self.skip(|c| !c.is_whitespace() && c != ',' && c != '"');
        let run = match run.find("..").filter(|_| range) {
            Some(end) => {
                self.at = begin + end;
                &run[..end]
            }
            None => run,
        };
        if self.rest().starts_with('"') {
            return Err(FilterError::at(
                self.at,
                format!("{:?} has quotes in the middle", self.token(start)),
            )
            .hint("quote the whole value"));
        }
        if run.is_empty() {
            return Err(self.missing(start));
        }
        Ok((run.to_owned(), false))
    }

    fn quoted(&mut self) -> Result<String, FilterError> {
        let start = self.at;
        let mut text = String::new();
        let mut chars = self.rest().char_indices().skip(1).peekable();
        while let Some((n, c)) = chars.next() {
            match c {
                '"' => {
                    self.at = start + n + 1;
                    return Ok(text);
                }
                '\\' if chars.peek().is_some_and(|(_, next)| matches!(next, '"' | '\\')) => {
                    text.extend(chars.next().map(|(_, next)| next));
                }
                _ => text.push(c),
            }
        }
        Err(FilterError::at(start, format!("{:?} has no closing quotation mark", self.token(start)))
            .hint("close it, or write \\\" for a quotation mark inside quotes"))
    }
}
