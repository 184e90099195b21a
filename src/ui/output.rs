//! Standard output, the pager, standard error.

use super::{Ui, UiError};
use crate::render::sanitize::block;
use crate::render::{Page, Tone};
use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

impl Ui {
    /// Writes to standard output. A reader who has gone (`| head`) is no error.
    pub fn print(&self, text: &str) -> Result<(), UiError> {
        self.print_bytes(text.as_bytes())
    }

    /// The same for bytes.
    pub fn print_bytes(&self, bytes: &[u8]) -> Result<(), UiError> {
        write_all(&mut std::io::stdout().lock(), bytes)
    }

    /// Writes to standard output, on a terminal through the pager as git does: `GIT_PAGER`, `core.pager`, `PAGER`, `less`.
    pub fn page_out(&self, text: &str) -> Result<(), UiError> {
        let Some(pager) = self.pager() else { return self.print(text) };
        let mut command = Command::new("sh");
        command.arg("-c").arg(&pager).stdin(Stdio::piped());
        if !self.env.less_set {
            command.env("LESS", "FRX");
        }
        if !self.env.lv_set {
            command.env("LV", "-c");
        }
        let Ok(mut child) = command.spawn() else { return self.print(text) };
        if let Some(mut stdin) = child.stdin.take() {
            write_all(&mut stdin, text.as_bytes())?;
        }
        let status = child.wait().map_err(|source| UiError::Io { what: "wait for the pager", source })?;
        // 127: the shell did not find it. Nothing was shown then.
        if status.code() == Some(127) { self.print(text) } else { Ok(()) }
    }

    /// The pager's command; `None` where none is wanted or there is no terminal.
    pub(super) fn pager(&self) -> Option<String> {
        if !self.stdout_is_tty || self.env.dumb {
            return None;
        }
        let given = [&self.env.git_pager, &self.git_pager, &self.env.pager].into_iter().flatten().next();
        let pager = given.map_or("less", |pager| pager.trim());
        (!pager.is_empty() && pager != "cat").then(|| pager.to_owned())
    }

    /// Says something beside the output, on standard error: hints, warnings, progress in words. Made safe here, since
    /// messages quote what they were given.
    pub fn say(&self, text: &str) {
        // Standard error that cannot be written leaves nobody to tell.
        let _ = writeln!(std::io::stderr().lock(), "{}", block(text));
    }

    /// Writes a line on standard error before anything is known of the terminal.
    pub fn say_plainly(text: &str) {
        let _ = writeln!(std::io::stderr().lock(), "{}", block(text));
    }

    /// The same behind a coloured label: `error: …`, `warning: …`, `hint: …`.
    pub fn say_as(&self, tone: Tone, label: &str, text: &str) {
        let page = Page { color: self.color_err, ..Page::default() };
        let label = page.paint(tone, &format!("{label}:"));
        let _ = writeln!(std::io::stderr().lock(), "{label} {}", block(text));
    }
}

/// Writes everything; that the reader has gone is no error.
pub(super) fn write_all(out: &mut dyn Write, bytes: &[u8]) -> Result<(), UiError> {
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        Err(source) => Err(UiError::Io { what: "write the output", source }),
        Ok(()) => Ok(()),
    }
}
