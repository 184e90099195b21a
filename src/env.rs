//! The clock, the environment and the source of randomness: read once here, handed down as plain data.

use crate::model::Uid;
use chrono::{DateTime, FixedOffset, NaiveDateTime, TimeZone};
use std::ffi::OsString;
use std::path::PathBuf;

/// A variable whose value cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EnvError {
    /// A time that cannot be read.
    #[error("{name}={value:?} is not a time: write it as {hint}")]
    Time {
        /// The variable.
        name: &'static str,
        /// What it holds.
        value: String,
        /// How to write it.
        hint: &'static str,
    },
    /// Text that is not UTF-8.
    #[error("{name} is not valid UTF-8: set it to text in UTF-8, or unset it")]
    NotUtf8 {
        /// The variable.
        name: &'static str,
    },
    /// No current directory.
    #[error("the current directory cannot be read: {0}; go to one that exists")]
    Cwd(String),
}

/// One of git's identities as the environment gives it. What is absent is git's configuration's.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GitIdentity {
    /// `GIT_AUTHOR_NAME`, `GIT_COMMITTER_NAME`.
    pub name: Option<String>,
    /// `GIT_AUTHOR_EMAIL`, `GIT_COMMITTER_EMAIL`.
    pub email: Option<String>,
    /// `GIT_AUTHOR_DATE`, `GIT_COMMITTER_DATE`. One that cannot be read hinders only who writes.
    pub date: Option<Result<DateTime<FixedOffset>, EnvError>>,
    /// The same as it was written.
    pub raw_date: Option<String>,
}

/// What a process is given. Empty variables are as absent ones.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a variable of its own, not a state")]
pub struct Env {
    /// The current directory.
    pub cwd: PathBuf,
    /// The clock at the start of the process, with the machine's offset.
    pub clock: DateTime<FixedOffset>,
    /// `TRAMITE_NOW`.
    pub tramite_now: Option<DateTime<FixedOffset>>,
    /// `TRAMITE_SEED`: makes ids reproducible.
    pub seed: Option<String>,
    /// `TRAMITE_CRASH_AT`: the step of a write at which the process dies. Only tests of recovery set it.
    pub crash_at: Option<String>,
    /// Who writes.
    pub author: GitIdentity,
    /// Who commits.
    pub committer: GitIdentity,
    /// `EMAIL`, which git takes where nothing else gives an address.
    pub email: Option<String>,
    /// `GIT_DIR`: given, the process runs in a hook or was told where the repository is.
    pub git_dir: Option<PathBuf>,
    /// `GIT_WORK_TREE`.
    pub git_work_tree: Option<PathBuf>,
    /// `GIT_INDEX_FILE`.
    pub git_index_file: Option<PathBuf>,
    /// `GIT_QUARANTINE_PATH`: given in `pre-receive`, where new objects are not in the repository yet.
    pub git_quarantine: Option<PathBuf>,
    /// Git's configuration does not come from its usual files alone: `GIT_CONFIG_GLOBAL`, `GIT_CONFIG_SYSTEM`,
    /// `GIT_CONFIG_NOSYSTEM`, `GIT_CONFIG_COUNT` or `GIT_CONFIG_PARAMETERS` is set, be it to nothing.
    pub git_config: bool,
    /// `HOME`, or `USERPROFILE`.
    pub home: Option<PathBuf>,
    /// `NO_COLOR` is set to anything.
    pub no_color: bool,
    /// `CLICOLOR_FORCE` is set to anything but `0`.
    pub force_color: bool,
    /// `COLUMNS`.
    pub columns: Option<usize>,
    /// `TERM=dumb`.
    pub dumb: bool,
    /// `GIT_EDITOR`.
    pub git_editor: Option<String>,
    /// `VISUAL`.
    pub visual: Option<String>,
    /// `EDITOR`.
    pub editor: Option<String>,
    /// `GIT_PAGER`; an empty one means no pager, so it is kept.
    pub git_pager: Option<String>,
    /// `PAGER`, kept likewise.
    pub pager: Option<String>,
    /// `LESS` is set, so the pager gets no options of ours.
    pub less_set: bool,
    /// `LV` is set.
    pub lv_set: bool,
    /// Which build of the program this is, by its file's size and time; empty where that cannot be told.
    pub build: String,
}

/// A variable that only a setting names, by which a server says who pushes; `None` where it is unset or not UTF-8.
#[expect(clippy::disallowed_methods, reason = "this is the one place that reads them")]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

/// What changes where git reads its configuration.
const GIT_CONFIG: [&str; 5] = [
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_PARAMETERS",
];

impl Env {
    /// The process's own environment, directory and clock.
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads them")]
    pub fn from_process() -> Result<Self, EnvError> {
        let cwd = std::env::current_dir().map_err(|e| EnvError::Cwd(e.to_string()))?;
        let env = Self::from_vars(&|name| std::env::var_os(name), cwd, chrono::Local::now().fixed_offset())?;
        let file = std::env::current_exe().and_then(std::fs::metadata);
        let build = file.and_then(|file| Ok((file.len(), file.modified()?)));
        let since = |at: std::time::SystemTime| at.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        let build = build.map(|(size, at)| format!("{size:x}-{:x}", since(at).as_nanos()));
        Ok(Self { build: build.unwrap_or_default(), ..env })
    }

    /// An environment from a lookup of variables, a directory and a clock.
    pub fn from_vars(
        var: &dyn Fn(&str) -> Option<OsString>,
        cwd: PathBuf,
        clock: DateTime<FixedOffset>,
    ) -> Result<Self, EnvError> {
        let set = |name: &str| var(name).filter(|value| !value.is_empty());
        let text = |name: &'static str| {
            set(name).map(|v| v.into_string().map_err(|_| EnvError::NotUtf8 { name })).transpose()
        };
        let even_empty = |name: &'static str| {
            var(name).map(|v| v.into_string().map_err(|_| EnvError::NotUtf8 { name })).transpose()
        };
        let path = |name: &str| set(name).map(PathBuf::from);
        let date = |name: &'static str| {
            let hint = "2026-11-24T14:30:00-03:00 or @1795541400 -0300";
            let read = |value: String| git_date(&value).ok_or(EnvError::Time { name, value, hint });
            Ok(text(name)?.map(read))
        };
        let tramite_now =
            match text("TRAMITE_NOW")? {
                None => None,
                Some(value) => Some(DateTime::parse_from_rfc3339(value.trim()).map_err(|_| {
                    EnvError::Time { name: "TRAMITE_NOW", value, hint: "RFC 3339: 2026-11-24T14:30:00-03:00" }
                })?),
            };
        Ok(Self {
            cwd,
            clock,
            tramite_now,
            seed: text("TRAMITE_SEED")?,
            crash_at: text("TRAMITE_CRASH_AT")?,
            author: GitIdentity {
                name: text("GIT_AUTHOR_NAME")?,
                email: text("GIT_AUTHOR_EMAIL")?,
                date: date("GIT_AUTHOR_DATE")?,
                raw_date: text("GIT_AUTHOR_DATE")?,
            },
            committer: GitIdentity {
                name: text("GIT_COMMITTER_NAME")?,
                email: text("GIT_COMMITTER_EMAIL")?,
                date: date("GIT_COMMITTER_DATE")?,
                raw_date: text("GIT_COMMITTER_DATE")?,
            },
            email: text("EMAIL")?,
            git_dir: path("GIT_DIR"),
            git_work_tree: path("GIT_WORK_TREE"),
            git_index_file: path("GIT_INDEX_FILE"),
            git_quarantine: path("GIT_QUARANTINE_PATH"),
            git_config: GIT_CONFIG.iter().any(|name| var(name).is_some()),
            home: path("HOME").or_else(|| path("USERPROFILE")),
            no_color: set("NO_COLOR").is_some(),
            force_color: set("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
            columns: set("COLUMNS").and_then(|v| v.to_str()?.parse().ok()).filter(|n| *n > 0),
            dumb: set("TERM").is_some_and(|term| term == "dumb"),
            git_editor: text("GIT_EDITOR")?,
            visual: text("VISUAL")?,
            editor: text("EDITOR")?,
            git_pager: even_empty("GIT_PAGER")?,
            pager: even_empty("PAGER")?,
            less_set: var("LESS").is_some(),
            lv_set: var("LV").is_some(),
            build: String::new(),
        })
    }

    /// Now: `TRAMITE_NOW`, else the clock (5).
    pub fn now(&self) -> DateTime<FixedOffset> {
        self.tramite_now.unwrap_or(self.clock)
    }

    /// When a commit's author wrote: `GIT_AUTHOR_DATE`, else now (5). `--at` goes before it.
    pub fn author_date(&self) -> Result<DateTime<FixedOffset>, EnvError> {
        self.author.date.clone().unwrap_or_else(|| Ok(self.now()))
    }

    /// When it is committed: `GIT_COMMITTER_DATE`, else now (5).
    pub fn committer_date(&self) -> Result<DateTime<FixedOffset>, EnvError> {
        self.committer.date.clone().unwrap_or_else(|| Ok(self.now()))
    }

    /// The maker of this process's ids.
    pub fn ids(&self) -> Ids {
        Ids { last: None, state: self.seed.as_ref().map(|seed| fnv(0xcbf2_9ce4_8422_2325, seed.as_bytes())) }
    }
}

/// A date as git takes it in `GIT_AUTHOR_DATE`: `@SECONDS +HHMM`, RFC 3339, ISO 8601 with a blank, RFC 2822; without an
/// offset in the machine's zone.
fn git_date(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    let (stamp, zone) = text.split_once(' ').unwrap_or((text, "+0000"));
    let digits = stamp.strip_prefix('@').unwrap_or(stamp);
    // As git has it, a bare number is a time only from nine digits on.
    let long = digits.len() > 8 || stamp.starts_with('@');
    if long && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) {
        let at = DateTime::from_timestamp(digits.parse().ok()?, 0)?;
        return Some(at.with_timezone(&zone.trim().parse().ok()?));
    }
    let zoned =
        ["%Y-%m-%dT%H:%M:%S%z", "%Y-%m-%d %H:%M:%S %z", "%Y-%m-%d %H:%M:%S%z", "%a %b %d %H:%M:%S %Y %z"];
    let local = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .ok()
        .or_else(|| zoned.iter().find_map(|format| DateTime::parse_from_str(text, format).ok()))
        .or_else(|| {
            let at = local.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())?;
            chrono::Local.from_local_datetime(&at).earliest().map(|at| at.fixed_offset())
        })
}

/// Makes ids: random ones from the system, or reproducible ones from `TRAMITE_SEED`. Within a process each is greater
/// than the one before.
#[derive(Debug, Clone)]
pub struct Ids {
    last: Option<(u64, u128)>,
    state: Option<u64>,
}

/// 80 random bits of a ULID.
const RANDOM: u128 = (1 << 80) - 1;

impl Ids {
    /// The id of something made at `at`: its time is that of `at` in milliseconds, or of the id before where that is
    /// later.
    pub fn next(&mut self, at: DateTime<FixedOffset>) -> Uid {
        let ms = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        let (ms, random) = match self.last {
            Some((last, random)) if last >= ms => (last, random + 1),
            _ => (ms, self.random()),
        };
        // One in 2^80 times the random part is at its end: the next millisecond begins.
        let (ms, random) = if random > RANDOM { (ms + 1, self.random()) } else { (ms, random) };
        self.last = Some((ms, random));
        Uid::from_parts(ms, random)
    }

    /// Stirs something into the seed that tells this operation from the one before (the tip's commit id): two processes
    /// with one seed and one `TRAMITE_NOW` would make the same ids. Nothing happens without a seed.
    pub fn stir(&mut self, bytes: &[u8]) {
        self.state = self.state.map(|state| fnv(state, bytes));
    }

    fn random(&mut self) -> u128 {
        match &mut self.state {
            // The first bit stays clear, so that many ids of one millisecond can follow.
            Some(state) => {
                ((u128::from(splitmix(state)) << 64) | u128::from(splitmix(state))) & (RANDOM >> 1)
            }
            None => ulid::Ulid::generate().random() & (RANDOM >> 1),
        }
    }
}

fn fnv(state: u64, bytes: &[u8]) -> u64 {
    bytes.iter().fold(state, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3))
}

fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut z = *state;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn env(vars: &[(&str, &str)]) -> Result<Env, EnvError> {
        let var = |name: &str| vars.iter().find(|(key, _)| *key == name).map(|(_, value)| value.into());
        Env::from_vars(&var, PathBuf::from("/desk"), at("2026-11-22T10:00:00-03:00"))
    }

    #[test]
    fn dates_come_from_the_first_that_is_given() {
        let bare = env(&[]).unwrap();
        assert_eq!(bare.author_date(), Ok(at("2026-11-22T10:00:00-03:00")));
        let now = env(&[("TRAMITE_NOW", "2026-01-02T03:04:05Z")]).unwrap();
        assert_eq!(now.now(), at("2026-01-02T03:04:05Z"));
        assert_eq!((now.author_date(), now.committer_date()), (Ok(now.now()), Ok(now.now())));
        let both = env(&[
            ("TRAMITE_NOW", "2026-01-02T03:04:05Z"),
            ("GIT_AUTHOR_DATE", "2025-01-01T00:00:00-03:00"),
            ("GIT_COMMITTER_DATE", "@1795541400 -0300"),
        ])
        .unwrap();
        assert_eq!(both.author_date(), Ok(at("2025-01-01T00:00:00-03:00")));
        // date -u -d @1795541400
        assert_eq!(both.committer_date().unwrap().to_rfc3339(), "2026-11-24T14:30:00-03:00");
    }

    #[test]
    fn git_writes_dates_in_many_ways() {
        for text in [
            "@1795541400 -0300",
            "1795541400 -0300",
            "2026-11-24T14:30:00-03:00",
            "2026-11-24T14:30:00-0300",
            "2026-11-24 14:30:00 -0300",
            "Tue, 24 Nov 2026 14:30:00 -0300",
            "Tue Nov 24 14:30:00 2026 -0300",
        ] {
            assert_eq!(
                git_date(text).map(|d| d.to_rfc3339()).as_deref(),
                Some("2026-11-24T14:30:00-03:00"),
                "{text}"
            );
        }
        assert!(git_date("2026-11-24 14:30:00").is_some());
        assert_eq!(git_date("yesterday"), None);
    }

    #[test]
    fn a_bad_time_says_how_to_write_it() {
        assert_eq!(
            env(&[("TRAMITE_NOW", "amanhã")]).unwrap_err().to_string(),
            "TRAMITE_NOW=\"amanhã\" is not a time: write it as RFC 3339: 2026-11-24T14:30:00-03:00"
        );
        // Who only reads is not hindered by a date for writers.
        let odd = env(&[("GIT_AUTHOR_DATE", "soon")]).unwrap();
        assert_eq!(
            odd.author_date().unwrap_err().to_string(),
            "GIT_AUTHOR_DATE=\"soon\" is not a time: write it as 2026-11-24T14:30:00-03:00 or @1795541400 -0300"
        );
    }

    #[test]
    fn empty_variables_are_absent_but_pagers_are_kept() {
        let env = env(&[
            ("NO_COLOR", ""),
            ("EDITOR", ""),
            ("GIT_PAGER", ""),
            ("COLUMNS", "0"),
            ("CLICOLOR_FORCE", "0"),
            ("TERM", "dumb"),
            ("GIT_DIR", ".git"),
        ])
        .unwrap();
        assert!(!env.no_color && !env.force_color && env.dumb);
        assert_eq!((env.editor, env.columns, env.git_pager.as_deref()), (None, None, Some("")));
        assert_eq!(env.git_dir, Some(PathBuf::from(".git")));
    }

    #[test]
    fn dates_are_kept_as_they_were_written() {
        let env = env(&[("GIT_AUTHOR_DATE", "@1795541400 -0300"), ("GIT_COMMITTER_DATE", "soon")]).unwrap();
        assert_eq!(env.author.raw_date.as_deref(), Some("@1795541400 -0300"));
        assert_eq!(env.committer.raw_date.as_deref(), Some("soon"));
    }

    #[test]
    fn git_configuration_from_elsewhere_is_seen() {
        assert!(!env(&[("GIT_CONFIG", "x"), ("HOME", "/home/ana")]).unwrap().git_config);
        for name in [
            "GIT_CONFIG_GLOBAL",
            "GIT_CONFIG_SYSTEM",
            "GIT_CONFIG_NOSYSTEM",
            "GIT_CONFIG_COUNT",
            "GIT_CONFIG_PARAMETERS",
        ] {
            assert!(env(&[(name, "")]).unwrap().git_config, "{name}");
        }
    }

    #[test]
    fn a_place_to_die_at_is_handed_down() {
        assert_eq!(env(&[]).unwrap().crash_at, None);
        assert_eq!(env(&[("TRAMITE_CRASH_AT", "moved")]).unwrap().crash_at.as_deref(), Some("moved"));
    }

    #[test]
    fn ids_rise_within_a_process_and_carry_their_time() {
        for vars in [&[][..], &[("TRAMITE_SEED", "7")][..]] {
            let mut ids = env(vars).unwrap().ids();
            let now = at("2026-11-22T10:00:00-03:00");
            let made: Vec<Uid> = (0..100).map(|_| ids.next(now)).collect();
            assert!(made.windows(2).all(|w| w[0] < w[1]));
            assert_eq!(made[0].timestamp_ms(), now.timestamp_millis() as u64);
            assert!(
                ids.next(at("2020-01-01T00:00:00Z")) > made[99],
                "a clock that goes back makes no smaller id"
            );
        }
    }

    #[test]
    fn a_seed_makes_ids_reproducible_and_stirring_tells_operations_apart() {
        let now = at("2026-11-22T10:00:00-03:00");
        let seeded = || env(&[("TRAMITE_SEED", "7")]).unwrap().ids();
        assert_eq!(seeded().next(now), seeded().next(now));
        let mut stirred = seeded();
        stirred.stir(b"a1b2c3");
        assert_ne!(stirred.next(now), seeded().next(now));
        assert_ne!(env(&[("TRAMITE_SEED", "8")]).unwrap().ids().next(now), seeded().next(now));
        let free = || env(&[]).unwrap().ids().next(now);
        assert_ne!(free(), free());
    }
}
