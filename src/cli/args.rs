//! Arguments that several commands share.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How a command prints what it found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Table,
    /// For scripts: an envelope with `"version": 1`.
    Json,
}

/// How a report is printed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    /// For people.
    #[default]
    Table,
    /// For scripts: an envelope with `"version": 1`.
    Json,
    /// RFC 4180, formulas neutralised.
    Csv,
    /// A table for a CI summary.
    Markdown,
    /// A page with charts: one file that needs nothing else.
    Html,
}

/// `--format` of lists and changes.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct FormatArgs {
    /// What to print
    #[arg(long, value_enum, default_value_t, value_name = "FORMAT")]
    pub format: Format,
}

impl FormatArgs {
    /// Whether a script reads.
    pub fn json(self) -> bool {
        self.format == Format::Json
    }
}

/// A text given on the command line or in a file.
#[derive(Debug, Clone, Default, Args)]
pub struct TextArgs {
    /// The text; several are paragraphs
    #[arg(short, long, value_name = "TEXT", allow_hyphen_values = true)]
    pub message: Vec<String>,
    /// Read the text from a file (`-`: standard input)
    #[arg(short = 'F', long, value_name = "FILE", conflicts_with = "message")]
    pub file: Option<PathBuf>,
}

/// What goes with a comment.
#[derive(Debug, Clone, Default, Args)]
pub struct CommentArgs {
    #[command(flatten)]
    pub text: TextArgs,
    /// Said by this contact, recorded by you
    #[arg(long = "for", value_name = "CONTACT")]
    pub for_contact: Option<String>,
    /// The channel it came or went by
    #[arg(long, value_name = "CHANNEL")]
    pub channel: Option<String>,
    /// Who was spoken to
    #[arg(long, value_name = "WHO")]
    pub with: Option<String>,
    /// Work reported with it: 1h30m, 90min, 1,5h
    #[arg(long, value_name = "DURATION")]
    pub time: Option<String>,
    /// The customer pays for that time
    #[arg(long, requires = "time")]
    pub billable: bool,
    /// A field or a key of the ticket that goes with it; may be repeated
    #[arg(short = 'f', long = "field", value_name = "KEY=VALUE")]
    pub fields: Vec<String>,
    /// Fields that are missing, for a return
    #[arg(long, value_name = "FIELDS", value_delimiter = ',')]
    pub missing: Vec<String>,
    #[command(flatten)]
    pub files: FileArgs,
    /// Keep the text like a file, so that it can be removed for good
    #[arg(long)]
    pub sensitive: bool,
}

/// Files that go with a change.
#[derive(Debug, Clone, Default, Args)]
pub struct FileArgs {
    /// Attach a file; may be repeated
    #[arg(long, value_name = "FILE")]
    pub attach: Vec<PathBuf>,
}

/// When and how a change is recorded.
#[derive(Debug, Clone, Default, Args)]
pub struct WriteArgs {
    /// When it happened, if not now
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    #[command(flatten)]
    pub format: FormatArgs,
    /// Rewrite a ticket file even though its YAML comments, anchors and tags are lost
    #[arg(long)]
    pub drop_yaml_comments: bool,
}
