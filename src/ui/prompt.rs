//! Questions, on a terminal only.

use super::{Ui, UiError};
use crate::render::sanitize::{line, truncate};
use std::io::ErrorKind;

/// One of several answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What people read.
    pub label: String,
    /// What it means, beside it (A2).
    pub help: Option<String>,
}

impl Choice {
    /// The answer in one line of so many columns.
    pub(super) fn text(&self, width: usize) -> String {
        let label = line(&self.label);
        let text = match &self.help {
            Some(help) => format!("{label} — {}", line(help)),
            None => label,
        };
        truncate(&text, width)
    }
}

fn failed(error: dialoguer::Error) -> UiError {
    let dialoguer::Error::IO(source) = error;
    match source.kind() {
        ErrorKind::Interrupted | ErrorKind::UnexpectedEof => UiError::Interrupted,
        _ => UiError::Io { what: "ask", source },
    }
}

impl Ui {
    fn must_ask(&self, what: &str, hint: &str) -> Result<(), UiError> {
        if self.can_ask() {
            return Ok(());
        }
        Err(UiError::NoTerminal { what: line(what), hint: hint.to_owned() })
    }

    /// Asks for one of `choices`; gives its place. `hint` says how to answer without a terminal.
    pub fn select(
        &self,
        question: &str,
        choices: &[Choice],
        default: usize,
        hint: &str,
    ) -> Result<usize, UiError> {
        self.must_ask(question, hint)?;
        // A line that the terminal breaks would be cleared wrongly; `> ` stands before each.
        let room = self.width.unwrap_or(80).saturating_sub(4);
        dialoguer::Select::new()
            .with_prompt(line(question))
            .items(choices.iter().map(|choice| choice.text(room)))
            .default(default.min(choices.len().saturating_sub(1)))
            .interact_opt()
            .map_err(failed)?
            .ok_or(UiError::Interrupted)
    }

    /// Asks for a line until `check` takes it; `check` says what is wrong with an answer.
    pub fn input<T>(
        &self,
        question: &str,
        default: Option<&str>,
        hint: &str,
        check: &dyn Fn(&str) -> Result<T, String>,
    ) -> Result<T, UiError> {
        self.must_ask(question, hint)?;
        loop {
            let mut input = dialoguer::Input::<String>::new().with_prompt(line(question)).allow_empty(true);
            if let Some(default) = default {
                input = input.default(line(default));
            }
            let answer = input.interact_text().map_err(failed)?;
            match check(answer.trim()) {
                Ok(value) => return Ok(value),
                Err(why) => self.say(&why),
            }
        }
    }

    /// Asks yes or no; without an answer it is `default`.
    pub fn confirm(&self, question: &str, default: bool, hint: &str) -> Result<bool, UiError> {
        self.must_ask(&format!("an answer to {question:?}"), hint)?;
        dialoguer::Confirm::new()
            .with_prompt(line(question))
            .default(default)
            .interact_opt()
            .map_err(failed)?
            .ok_or(UiError::Interrupted)
    }

    /// Asks for text of several lines, in the editor.
    pub fn multiline(&self, question: &str, initial: &str, hint: &str) -> Result<String, UiError> {
        self.must_ask(question, hint)?;
        self.edit(initial, &line(question), ".md")
    }
}
