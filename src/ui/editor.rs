//! Text of several lines: from the person's editor, or from standard input.

use super::{Ui, UiError};
use std::io::{Read, Write};
use std::process::Command;

/// Below this line everything is ours and is thrown away; above it everything is kept, also lines that begin with
/// `#`, which customers write.
pub(super) const SCISSORS: &str = "# ------------------------ >8 ------------------------";

impl Ui {
    /// Text from the editor on a terminal, else from standard input to its end. Empty text is an error.
    ///
    /// `what` names the text in messages; `help` is shown below it in the editor.
    pub fn compose(&self, what: &str, initial: &str, help: &str) -> Result<String, UiError> {
        let text = if self.stdin_is_tty { self.edit(initial, help, ".md")? } else { self.read_stdin(what)? };
        if text.trim().is_empty() { Err(UiError::Empty { what: what.to_owned() }) } else { Ok(text) }
    }

    /// Lets the person edit `initial` in a temporary file whose name ends in `suffix`; gives what they left, without the
    /// help. Empty text is for the caller to judge.
    pub fn edit(&self, initial: &str, help: &str, suffix: &str) -> Result<String, UiError> {
        let io = |what: &'static str| move |source| UiError::Io { what, source };
        let editor = self.editor()?;
        let mut file = tempfile::Builder::new()
            .prefix("tramite-")
            .suffix(suffix)
            .tempfile()
            .map_err(io("make a temporary file"))?;
        file.write_all(with_help(initial, help).as_bytes()).map_err(io("write a temporary file"))?;
        file.flush().map_err(io("write a temporary file"))?;
        // `:` is git's editor that changes nothing.
        if editor != ":" {
            // As git runs it: the shell splits the command, the file is its argument.
            let status = Command::new("sh")
                .arg("-c")
                .arg(format!("{editor} \"$@\""))
                .arg(&editor)
                .arg(file.path())
                .status()
                .map_err(|e| UiError::Editor { command: editor.clone(), why: e.to_string() })?;
            if !status.success() {
                return Err(UiError::Editor { command: editor, why: status.to_string() });
            }
        }
        // Editors replace the file instead of writing into it, so it is read by its name.
        let bytes = std::fs::read(file.path()).map_err(io("read what the editor left"))?;
        let text =
            String::from_utf8(bytes).map_err(|_| UiError::NotUtf8 { what: "the edited text".to_owned() })?;
        Ok(without_help(&text, help))
    }

    /// The editor's command, as git chooses it: `GIT_EDITOR`, `core.editor`, `VISUAL` (not on a dumb terminal), `EDITOR`,
    /// on a terminal `vi`.
    pub(super) fn editor(&self) -> Result<String, UiError> {
        let visual = if self.env.dumb { &None } else { &self.env.visual };
        let given =
            [&self.env.git_editor, &self.git_editor, visual, &self.env.editor].into_iter().flatten().next();
        match given {
            Some(editor) => Ok(editor.clone()),
            // `vi` without a terminal only waits.
            None if !self.stdin_is_tty => Err(UiError::NoTerminal {
                what: "an editor".to_owned(),
                hint: "set EDITOR, or change single keys with `tramite set TICKET KEY=VALUE`".to_owned(),
            }),
            None if self.env.dumb => {
                Err(UiError::Editor { command: "vi".to_owned(), why: "the terminal is dumb".to_owned() })
            }
            None => Ok("vi".to_owned()),
        }
    }

    /// Standard input to its end, as text. On a terminal the person ends it with Ctrl-D.
    pub fn read_stdin(&self, what: &str) -> Result<String, UiError> {
        read_text(&mut std::io::stdin().lock(), what)
    }
}

pub(super) fn read_text(input: &mut dyn Read, what: &str) -> Result<String, UiError> {
    let mut bytes = Vec::new();
    input.read_to_end(&mut bytes).map_err(|source| UiError::Io { what: "read standard input", source })?;
    String::from_utf8(bytes).map_err(|_| UiError::NotUtf8 { what: what.to_owned() })
}

pub(super) fn with_help(initial: &str, help: &str) -> String {
    let mut text = initial.to_owned();
    if !text.ends_with('\n') {
        text.push('\n');
    }
    if !help.is_empty() {
        text.extend([SCISSORS, "\n"]);
        for line in help_lines(help) {
            text.extend([&line, "\n"]);
        }
    }
    text
}

fn help_lines(help: &str) -> impl Iterator<Item = String> {
    help.lines().map(|line| format!("# {line}").trim_end().to_owned())
}

pub(super) fn without_help(text: &str, help: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let end = text.lines().position(|line| line.trim_end() == SCISSORS);
    let kept: Vec<&str> = match end {
        Some(end) if !help.is_empty() => text.lines().take(end).collect(),
        // The line is gone: our own help must still not reach a customer.
        _ => {
            let ours: Vec<String> = help_lines(help).filter(|line| line != "#").collect();
            text.lines().filter(|line| !ours.iter().any(|our| our == line.trim_end())).collect()
        }
    };
    let text = kept.join("\n");
    let text = text.trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}
