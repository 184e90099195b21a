//! `.tramite/` → `Config` (3.2, 3.3, 6). A malformed part is a finding; everything else still loads.

mod load;
mod locate;
mod packed;
mod shape;
mod unseen;

pub use load::load;
pub use locate::{locate, text_line};
pub use packed::{pack, unpack};

/// The largest file under `.tramite/`, in bytes.
pub const MAX_CONFIG_BYTES: usize = 8 << 20;

/// Whether a path ends in `.ENDING`, written exactly so: paths in git know case.
fn has_ending(path: &str, ending: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, last)| last == ending)
}

/// A macro's file in its two parts.
pub(in crate::codec) struct MacroFile<'t> {
    /// The YAML between the `---` lines; empty where there is none.
    pub(in crate::codec) front: &'t str,
    /// The Handlebars text.
    body: &'t str,
    /// Whether the second `---` is there.
    closed: bool,
}

impl<'t> MacroFile<'t> {
    /// Line of the file at which the front matter begins.
    pub(in crate::codec) const FRONT_LINE: u32 = 2;

    pub(in crate::codec) fn of(text: &'t str) -> Self {
        let is_fence = |line: &str| line.trim_end() == "---";
        let mut lines = text.split_inclusive('\n');
        let Some(first) = lines.next().filter(|line| is_fence(line)) else {
            return Self { front: "", body: text, closed: true };
        };
        let start = first.len();
        let mut end = start;
        for line in lines {
            if is_fence(line) {
                return Self { front: &text[start..end], body: &text[end + line.len()..], closed: true };
            }
            end += line.len();
        }
        Self { front: &text[start..], body: "", closed: false }
    }
}
