//! How a page is laid out: its width, its colours, its language.

use crate::locale::Locale;

/// How a text is meant. On a terminal with colour it is shown; elsewhere it is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// As it is.
    #[default]
    Plain,
    /// Titles.
    Strong,
    /// What matters less.
    Dim,
    /// Done, in time.
    Good,
    /// Soon too late.
    Warn,
    /// Too late, refused.
    Bad,
    /// Names to be typed: numbers, commands.
    Name,
}

impl Tone {
    /// The tone of an SLA state (6).
    pub fn of_state(state: &str) -> Self {
        match state {
            "met" => Self::Good,
            "at_risk" => Self::Warn,
            "breached" | "overdue" => Self::Bad,
            "paused" | "cancelled" => Self::Dim,
            _ => Self::Plain,
        }
    }

    const fn code(self) -> Option<&'static str> {
        Some(match self {
            Self::Plain => return None,
            Self::Strong => "1",
            Self::Dim => "2",
            Self::Good => "32",
            Self::Warn => "33",
            Self::Bad => "31",
            Self::Name => "36",
        })
    }
}

/// The page that a text is laid out for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// Columns of the terminal; `None` where there is none: nothing is cut or wrapped.
    pub width: Option<usize>,
    /// Whether colours are wanted.
    pub color: bool,
    /// The desk's language.
    pub locale: Locale,
}

impl Page {
    /// `text`, which is already safe for a terminal, in a tone: the only escape sequences that are ever written.
    pub fn paint(self, tone: Tone, text: &str) -> String {
        match tone.code() {
            Some(code) if self.color && !text.is_empty() => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
            _ => text.to_owned(),
        }
    }
}
