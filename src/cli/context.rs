//! What every command has: the environment, the terminal, the desk; and how it ends.

use super::args::{CommentArgs, FormatArgs, TextArgs, WriteArgs};
use crate::app::write::{Done, How};
use crate::app::{App, Error, Kind};
use crate::env::Env;
use crate::model::config::View;
use crate::model::{Change, Comment, CommentKind, Pair, TimeSpent, normalize_text};
use crate::query::Query;
use crate::render::{Page, Tone, json, sanitize};
use crate::ui::{Ui, UiError};
use serde::Serialize;
use std::cell::{Cell, OnceCell};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// How a command ended well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done: 0.
    Done,
    /// Something was found: 1.
    Findings,
}

/// The world of one command.
pub struct Context {
    /// The environment.
    pub env: Rc<Env>,
    /// The terminal.
    pub ui: Ui,
    no_pager: bool,
    app: OnceCell<App>,
    warned: Cell<bool>,
}

impl Context {
    /// Reads the environment, and the options that change it, which stand before or behind any command.
    pub fn new(args: &[OsString]) -> Result<Self, Error> {
        let mut env = Env::from_process().map_err(|error| Error::environment(error.to_string()))?;
        let (mut directory, mut color, mut no_pager) = (None, None, false);
        let words: Vec<String> = args.iter().map(|a| a.to_string_lossy().into_owned()).collect();
        for (index, word) in words.iter().enumerate().skip(1) {
            match word.as_str() {
                "--" => break,
                "-C" | "--directory" => directory = args.get(index + 1).map(PathBuf::from),
                "--color" => color = words.get(index + 1).cloned(),
                "--no-pager" => no_pager = true,
                other => {
                    // As the parser reads them: `-CDIR` and `-C=DIR` too.
                    let attached = other.strip_prefix("-C").map(|dir| dir.strip_prefix('=').unwrap_or(dir));
                    if let Some(value) = other.strip_prefix("--directory=").or(attached) {
                        directory = Some(PathBuf::from(value));
                    } else if let Some(value) = other.strip_prefix("--color=") {
                        color = Some(value.to_owned());
                    }
                }
            }
        }
        if let Some(directory) = directory {
            env.cwd = env.cwd.join(directory);
            if !env.cwd.is_dir() {
                return Err(Error::environment(format!(
                    "there is no folder {:?}",
                    env.cwd.display().to_string()
                )));
            }
        }
        match color.as_deref() {
            Some("always") => env.force_color = true,
            Some("never") => env.no_color = true,
            _ => {}
        }
        let ui = Ui::new(&env);
        Ok(Self { env: Rc::new(env), ui, no_pager, app: OnceCell::new(), warned: Cell::new(false) })
    }

    /// The same world, printing straight to the terminal.
    pub fn without_pager(mut self) -> Self {
        self.no_pager = true;
        self
    }

    /// The same world in another folder and as another author: for `demo`.
    pub fn moved(&self, cwd: &Path, who: (&str, &str)) -> Self {
        let mut env = (*self.env).clone();
        cwd.clone_into(&mut env.cwd);
        for identity in [&mut env.author, &mut env.committer] {
            identity.name = Some(who.0.to_owned());
            identity.email = Some(who.1.to_owned());
        }
        Self {
            env: Rc::new(env),
            ui: self.ui.clone(),
            no_pager: self.no_pager,
            app: OnceCell::new(),
            warned: Cell::new(false),
        }
    }

    /// The desk of this folder.
    pub fn app(&self) -> Result<&App, Error> {
        if self.warned.replace(true) {
            return self.unwarned();
        }
        let app = self.unwarned()?;
        for finding in app.unreadable() {
            let place = match (&finding.path, finding.line) {
                (Some(path), Some(line)) => format!("{path}:{line}: "),
                (Some(path), None) => format!("{path}: "),
                _ => String::new(),
            };
            let text = format!("{place}{}; going on without it", finding.message);
            self.ui.say_as(Tone::Warn, "warning", &text);
        }
        Ok(app)
    }

    /// The desk as far as it has been opened.
    pub fn opened(&self) -> Option<&App> {
        self.app.get()
    }

    /// Forgets the desk, whose branch has moved; it is opened again where it is needed.
    pub fn forget(&mut self) {
        self.app = OnceCell::new();
    }

    /// The same for commands that tell themselves what is wrong with the configuration.
    pub fn unwarned(&self) -> Result<&App, Error> {
        if let Some(app) = self.app.get() {
            return Ok(app);
        }
        let app = App::open(&self.env)?;
        // So that plain git merges tickets well in any clone; where it cannot be set up, it merges lines.
        let _ = app.store.ensure_merge_driver();
        Ok(self.app.get_or_init(|| app))
    }

    /// How a page of this desk is laid out on standard output.
    pub fn page(&self, app: &App) -> Page {
        self.ui.page(app.locale)
    }

    /// Prints for people, through the pager on a terminal.
    pub fn show(&self, text: &str) -> Result<Exit, Error> {
        if self.no_pager {
            self.ui.print(text)?;
        } else {
            self.configured_ui().page_out(text)?;
        }
        Ok(Exit::Done)
    }

    /// The terminal with the pager and editor of git's configuration, where a desk is open.
    pub fn configured_ui(&self) -> Ui {
        let mut ui = self.ui.clone();
        if let Some(app) = self.app.get() {
            if ui.stdout_is_tty {
                ui.git_pager = app.store.setting("core.pager");
            }
            ui.git_editor = app.store.setting("core.editor");
        }
        ui
    }

    /// Prints for scripts.
    pub fn json(&self, value: &impl Serialize) -> Result<Exit, Error> {
        let text = json::pretty(value).map_err(|error| Error::environment(error.to_string()))?;
        self.ui.print(&text)?;
        Ok(Exit::Done)
    }

    /// A list in its envelope.
    pub fn json_list(&self, name: &str, items: &impl Serialize) -> Result<Exit, Error> {
        self.json(&serde_json::json!({ "version": 1, name: items }))
    }

    /// The text of `-m` or `-F`; `None` where neither was given.
    pub fn given_text(&self, args: &TextArgs) -> Result<Option<String>, Error> {
        if let Some(file) = &args.file {
            return self.read_file(file).map(Some);
        }
        if args.message.is_empty() {
            return Ok(None);
        }
        let text = normalize_text(&args.message.join("\n\n"));
        if text.trim().is_empty() {
            return Err(UiError::Empty { what: "the text".to_owned() }.into());
        }
        Ok(Some(text))
    }

    /// A file's text; `-` is standard input.
    pub fn read_file(&self, file: &Path) -> Result<String, Error> {
        let text = if file == Path::new("-") {
            self.ui.read_stdin("the text on standard input")?
        } else {
            let path = self.env.cwd.join(file);
            let bytes = std::fs::read(&path).map_err(|error| {
                Error::environment(format!("cannot read {:?}", file.display().to_string()))
                    .because(error.to_string())
                    .mend("give a file that can be read, or `-` for standard input")
            })?;
            String::from_utf8(bytes).map_err(|_| {
                Error::usage(format!("{:?} is not UTF-8", file.display().to_string()))
                    .mend("convert it first: iconv -f latin1 -t utf-8")
            })?
        };
        let text = normalize_text(&text);
        if text.trim().is_empty() {
            return Err(UiError::Empty { what: "the text".to_owned() }.into());
        }
        Ok(text)
    }

    /// The text of a comment: `-m`, `-F`, the editor on a terminal, else lines to end of input. Who will see it is said first.
    pub fn comment_text(&self, args: &TextArgs, who_sees: &str) -> Result<String, Error> {
        if let Some(text) = self.given_text(args)? {
            return Ok(text);
        }
        let text = normalize_text(&self.configured_ui().compose("the comment", "", who_sees)?);
        if text.trim().is_empty() {
            return Err(UiError::Empty { what: "the comment".to_owned() }.into());
        }
        Ok(text)
    }

    /// A comment from its options.
    pub fn comment(&self, kind: CommentKind, args: &CommentArgs, text: &str) -> Result<Comment, Error> {
        let app = self.app()?;
        let time = match &args.time {
            Some(text) => {
                let seconds = app.locale.read_duration(text).map_err(|error| Error::unreadable(&error))?;
                let minutes =
                    u32::try_from((seconds + 59) / 60).ok().filter(|m| *m > 0).ok_or_else(|| {
                        Error::usage(format!("{text:?} is not a time worked"))
                            .mend("write 1h30m, 90min, 1.5h")
                    })?;
                Some(TimeSpent { minutes, billable: args.billable })
            }
            None => None,
        };
        let mut comment = Comment::new(kind, text);
        comment.channel.clone_from(&args.channel);
        comment.with.clone_from(&args.with);
        comment.for_contact.clone_from(&args.for_contact);
        comment.time = time;
        comment.missing.clone_from(&args.missing);
        Ok(comment)
    }

    /// How a change is recorded, from its options.
    pub fn how(&self, args: &WriteArgs) -> Result<How, Error> {
        let at = args.at.as_deref().map(|text| self.app()?.read_time(text)).transpose()?;
        Ok(How { at, drop_yaml_comments: args.drop_yaml_comments })
    }

    /// A filter as it was typed; what it asks in vain is said.
    pub fn query(&self, app: &App, text: &str) -> Result<Query, Error> {
        let query = app.query(text)?;
        self.warn_query(app, &query);
        Ok(query)
    }

    /// Says what a filter asks in vain, so that an empty list is no riddle.
    pub fn warn_query(&self, app: &App, query: &Query) {
        for warning in app.query_warnings(query) {
            self.ui.say_as(Tone::Warn, "warning", &warning);
        }
    }

    /// The columns that a view asks for and the desk has; the others are said.
    pub fn columns_of(&self, app: &App, view: &View) -> Vec<String> {
        let (known, wrong) = app.columns_of(view);
        for text in wrong {
            self.ui.say_as(Tone::Warn, "warning", &text);
        }
        known
    }

    /// What stands out about the customer of a ticket that was opened or answered (S28).
    fn customer_line(&self, done: &Done) -> Result<Option<String>, Error> {
        let opened = matches!(done.changes.first(), Some(Change::Opened { .. }));
        let answered = done
            .changes
            .iter()
            .any(|c| matches!(c, Change::Comment { comment, .. } if comment.kind == CommentKind::Public));
        let app = self.app()?;
        if !opened && !answered || app.reader().is_customer_only() {
            return Ok(None);
        }
        let customer = app.customer_with(&done.after.ticket, None);
        let mut parts = customer.flags().to_vec();
        if customer.unknown {
            parts.push(app.locale.words().no_organization.to_owned());
        }
        // Who answers has seen the rest when the ticket was opened; `show` has it.
        if opened {
            parts.extend(customer.words(app.locale));
        }
        let title = app.locale.column("customer").unwrap_or("customer").to_lowercase();
        Ok((!parts.is_empty()).then(|| format!("{title}: {}", parts.join("; "))))
    }

    /// Says that the hours that a customer has bought run out (T6): where work was charged, and where a ticket is opened.
    fn warn_of_packages(&self, done: &Done) -> Result<(), Error> {
        let app = self.app()?;
        let worked: Vec<(chrono::NaiveDate, i64)> = done
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::Comment { comment, .. } => comment.time.filter(|time| time.billable),
                _ => None,
            })
            .map(|time| (app.now.date_naive(), i64::from(time.minutes) * 60))
            .collect();
        let opened = matches!(done.changes.first(), Some(Change::Opened { .. }));
        if done.commit.is_none() || worked.is_empty() && !opened || app.reader().is_customer_only() {
            return Ok(());
        }
        if let Some(packages) = app.packages(&done.after.ticket, &worked)?.filter(|p| p.low) {
            for line in super::pages::packages(app, &packages).lines() {
                let title = app.locale.column("packages").unwrap_or("packages");
                self.ui.say_as(Tone::Warn, "warning", &format!("{title}: {line}"));
            }
        }
        Ok(())
    }

    /// Says what was recorded.
    pub fn done(&self, done: &Done, format: FormatArgs) -> Result<Exit, Error> {
        for warning in &done.warnings {
            self.ui.say_as(Tone::Warn, "warning", &warning.message);
        }
        if let Some(unfinished) = &done.unfinished {
            self.ui.say_as(
                Tone::Warn,
                "warning",
                &format!("recorded, but the working tree is behind: {unfinished}"),
            );
        }
        self.warn_of_packages(done)?;
        let ticket = &done.after.ticket;
        if format.json() {
            return self.json(&serde_json::json!({
                "version": 1,
                "number": done.number(),
                "uid": ticket.uid,
                "commit": done.commit,
                "status": ticket.status,
            }));
        }
        let number = done.number();
        if done.commit.is_none() {
            self.ui.print(&format!("{number}: nothing to change, nothing written\n"))?;
            return Ok(Exit::Done);
        }
        let app = self.app()?;
        // People know tickets by number.
        let named = done.changes.iter().map(|change| match change {
            Change::Merged(pair) => Change::Merged(Pair {
                from: pair.from.as_deref().map(|uid| app.name_of(uid)),
                to: pair.to.as_deref().map(|uid| app.name_of(uid)),
            }),
            other => other.clone(),
        });
        let subject = crate::app::subject(number, &named.collect::<Vec<_>>());
        let mut text = format!("{}\n", sanitize::line(&subject));
        for fired in &done.fired {
            text.push_str(&format!("  {}\n", sanitize::line(fired)));
        }
        if let Some(line) = self.customer_line(done)? {
            text.push_str(&format!("  {}\n", sanitize::line(&line)));
        }
        if let Some(Change::Opened { .. }) = done.changes.first() {
            let assigned =
                |id: &Option<String>| id.clone().unwrap_or_else(|| app.locale.words().none.to_owned());
            text.push_str(&format!(
                "  {}: {}  {}: {}\n",
                app.locale.column("team").unwrap_or("team"),
                assigned(&ticket.team),
                app.locale.column("assignee").unwrap_or("assignee"),
                assigned(&ticket.assignee)
            ));
        }
        self.ui.print(&text)?;
        Ok(Exit::Done)
    }
}

impl From<UiError> for Error {
    fn from(error: UiError) -> Self {
        match error {
            UiError::Empty { what } => Self::usage(format!("{what} is empty"))
                .because("nothing was written, nothing is changed")
                .mend("give the text with -m TEXT or -F FILE, in the editor, or on standard input"),
            UiError::NoTerminal { what, hint } => {
                Self::usage(format!("{what} is needed")).because("there is no terminal to ask on").mend(hint)
            }
            UiError::NotUtf8 { what } => Self::usage(format!("{what} is not valid UTF-8"))
                .mend("convert it, for example with iconv -f latin1 -t utf-8"),
            UiError::Editor { command, why } => Self::environment(format!("the editor {command:?} failed"))
                .because(if why.is_empty() { "nothing is changed".to_owned() } else { why })
                .mend("set GIT_EDITOR or EDITOR, or give the text with -m or -F"),
            UiError::Io { what: "write the output", .. } => Self::of_output(error.to_string()),
            UiError::Io { .. } | UiError::Interrupted => Self::new(Kind::Environment, error.to_string()),
        }
    }
}

/// What, why, how to mend, a line each, on standard error.
pub fn tell(ui: &Ui, error: &Error) {
    if error.is_silent() {
        return;
    }
    ui.say_as(Tone::Bad, "error", &error.what);
    for why in &error.why {
        ui.say_as(Tone::Dim, "  why", why);
    }
    for mend in &error.mend {
        ui.say_as(Tone::Good, " mend", mend);
    }
}
