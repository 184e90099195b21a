//! Running the `git` program, for what libgit2 cannot do (5).

use super::StoreError;
use std::io::{BufWriter, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// A `git` command on the repository whose own directory is `git_dir` and whose files, if any, are in `workdir`.
pub(in crate::store) fn git(git_dir: &Path, workdir: Option<&Path>) -> Command {
    let mut command = Command::new("git");
    command.arg("--git-dir").arg(git_dir);
    if let Some(workdir) = workdir {
        command.arg("--work-tree").arg(workdir);
    }
    // Where git itself would stand, wherever this process does: addresses of remotes may be relative.
    command.current_dir(workdir.unwrap_or(git_dir));
    // The index of *this* worktree is meant, and messages are read by `explain`.
    // What is said of a commit, its signature above all, is said of that commit, and not of one that stands in for it.
    command.env("GIT_NO_REPLACE_OBJECTS", "1");
    command.env_remove("GIT_INDEX_FILE").env("LC_ALL", "C").stdin(Stdio::null());
    command
}

/// Runs it with `input` on its standard input; its output whatever its exit code.
pub(in crate::store) fn output(command: &mut Command, input: Option<&[u8]>) -> Result<Output, StoreError> {
    match input {
        Some(input) => fed(command, &|pipe| pipe.write_all(input)),
        None => command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().map_err(|e| failed(&e)),
    }
}

/// Runs it with what `feed` writes on its standard input; its output whatever its exit code.
fn fed(command: &mut Command, feed: Feed<'_>) -> Result<Output, StoreError> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| failed(&e))?;
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // On a thread of its own: git may answer before it has read all. A closed pipe shows in its exit code.
        scope.spawn(move || {
            stdin.map(|pipe| {
                let mut pipe = BufWriter::with_capacity(1 << 16, pipe);
                feed(&mut pipe).and_then(|()| pipe.flush())
            })
        });
        child.wait_with_output().map_err(|e| failed(&e))
    })
}

/// Runs it; its output whatever its exit code. What it says on standard error is heard line by line meanwhile.
pub(in crate::store) fn output_heard(
    command: &mut Command,
    hear: &mut super::remote::Progress<'_>,
) -> Result<Output, StoreError> {
    output_beside(command, hear, &mut || ())
}

/// The same; once it runs, this process does something else before it listens.
pub(in crate::store) fn output_beside(
    command: &mut Command,
    hear: &mut super::remote::Progress<'_>,
    meanwhile: &mut dyn FnMut(),
) -> Result<Output, StoreError> {
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|e| failed(&e))?;
    meanwhile();
    let Some(hear) = hear else { return child.wait_with_output().map_err(|e| failed(&e)) };
    let mut pipes = (child.stdout.take(), child.stderr.take());
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    std::thread::scope(|scope| {
        let out = pipes.0.as_mut();
        let reader = scope.spawn(|| out.map_or(Ok(0), |pipe| pipe.read_to_end(&mut stdout)));
        if let Some(pipe) = &mut pipes.1 {
            let (mut part, mut line) = ([0; 4096], Vec::new());
            while let Ok(count @ 1..) = pipe.read(&mut part) {
                stderr.extend_from_slice(&part[..count]);
                for byte in &part[..count] {
                    if matches!(byte, b'\r' | b'\n') {
                        hear(&String::from_utf8_lossy(&line));
                        line.clear();
                    } else {
                        line.push(*byte);
                    }
                }
            }
        }
        let _ = reader.join();
    });
    let status = child.wait().map_err(|e| failed(&e))?;
    Ok(Output { status, stdout, stderr })
}

fn failed(error: &std::io::Error) -> StoreError {
    StoreError::environment("cannot run the `git` program")
        .why(error.to_string())
        .mend("install git and have it on the PATH")
}

/// Writes a program's input bit by bit.
pub(in crate::store) type Feed<'a> = &'a (dyn Fn(&mut dyn Write) -> std::io::Result<()> + Sync);

/// Runs it; its standard output. A failure is an error that says `doing` and what git said.
pub(in crate::store) fn run(
    command: &mut Command,
    input: Option<&[u8]>,
    doing: &str,
) -> Result<Vec<u8>, StoreError> {
    succeeded(output(command, input)?, doing)
}

/// The same with an input that need not be in memory as a whole.
pub(in crate::store) fn run_fed(
    command: &mut Command,
    feed: Feed<'_>,
    doing: &str,
) -> Result<Vec<u8>, StoreError> {
    succeeded(fed(command, feed)?, doing)
}

fn succeeded(output: Output, doing: &str) -> Result<Vec<u8>, StoreError> {
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = said(&output);
    let mend = super::renew::mend_of(&said);
    let error = StoreError::environment(format!("git could not {doing}")).why(said);
    Err(mend.into_iter().fold(error, StoreError::mend))
}

/// What it said on standard error, in one line; how it ended where it said nothing.
pub(in crate::store) fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    let said = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("; ");
    if said.is_empty() { format!("it ended with {}", output.status) } else { said }
}
