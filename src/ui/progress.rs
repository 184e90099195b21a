//! Progress of long work, on a terminal only.

use super::Ui;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// Work shorter than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// A bar on standard error that appears once the work takes long, and goes when it is dropped.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    wanted: bool,
}

impl Ui {
    /// A bar for `total` steps; `None` where the number is not known.
    pub fn progress(&self, what: &str, total: Option<u64>) -> Progress {
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::hidden());
        let template = match total {
            Some(_) => "{msg} [{bar:30}] {pos}/{len}",
            None => "{msg} {spinner} {pos}",
        };
        // A template that does not parse only costs the layout.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(crate::render::sanitize::line(what));
        Progress { bar, wanted: self.stderr_is_tty && !self.env.dumb }
    }
}

impl Progress {
    /// So many steps more are done.
    pub fn step(&mut self, steps: u64) {
        if self.wanted && self.bar.elapsed() > PATIENCE {
            self.wanted = false;
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(steps);
    }

    /// What is being done now, where the number of steps is not known.
    pub fn say(&mut self, what: &str) {
        let what = crate::render::sanitize::line(what);
        if !what.trim().is_empty() {
            self.bar.set_message(crate::render::sanitize::truncate(&what, 70));
            self.step(1);
        }
    }

    /// How many steps are done.
    pub fn done(&self) -> u64 {
        self.bar.position()
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
