//! What a server's own repository says of how its pushes are judged: its hook has no options.

use crate::app::{Error, store_env};
use crate::env::Env;
use crate::locale::Locale;
use crate::store::Store;

/// Names who pushes: an address, or a variable of the hook's environment.
const PUSHER: &str = "tramite.check.pusher";
/// How far back dates may lie. Settings are looked up in lower case.
const MAX_BACKDATE: &str = "tramite.check.maxBackdate";
/// Git's own check of what it receives, and what it takes where that is not set.
const FSCK: [&str; 2] = ["receive.fsckObjects", "transfer.fsckObjects"];

/// Who is said to push.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pusher {
    /// Somebody, by address.
    Address(String),
    /// Whom a variable of the environment names, by address or as a person of the desk by id.
    Variable(String),
}

impl Pusher {
    /// An address, or the name of a variable.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let text = text.trim();
        let is_name = !text.is_empty()
            && !text.starts_with(|c: char| c.is_ascii_digit())
            && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if text.contains('@') {
            Ok(Self::Address(text.to_owned()))
        } else if is_name {
            Ok(Self::Variable(text.to_owned()))
        } else {
            Err(Error::usage(format!("{text:?} is neither an address nor the name of a variable"))
                .mend("name the variable in which the server has who pushes, such as GL_USER or REMOTE_USER"))
        }
    }

    /// Who that is, `variable` giving the environment's. Nobody: an error, for then nothing would be judged by it.
    pub fn who(&self, variable: &dyn Fn(&str) -> Option<String>) -> Result<String, Error> {
        match self {
            Self::Address(address) => Ok(address.clone()),
            Self::Variable(name) => variable(name)
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .ok_or_else(|| {
                    Error::environment(format!("nobody says who pushes: the variable {name} is not set"))
                        .because("this repository takes only what its pusher has committed")
                        .mend(format!(
                            "whoever keeps the server has it set by what lets people in, or names another variable: git config {PUSHER}"
                        ))
                }),
        }
    }
}

/// How pushes to a repository are judged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// Who is said to push.
    pub pusher: Option<Pusher>,
    /// How far dates may lie back, as it was written.
    pub max_backdate: Option<String>,
}

/// A setting that was made, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its key.
    pub key: &'static str,
    /// Its value.
    pub value: String,
    /// What it is for, in a few words.
    pub why: &'static str,
}

impl Settings {
    /// Those of the repository here.
    pub fn of(env: &Env) -> Result<Self, Error> {
        let store = Store::open_repository(&store_env(env))?;
        // Who pushes can do nothing about it.
        let wrong = |key: &str, error: &Error| {
            Error::environment(format!("git config {key} of this repository: {}", error.what))
                .mend(error.mend.join("; "))
        };
        let pusher = store.setting(PUSHER).map(|text| Pusher::parse(&text)).transpose();
        let max_backdate = store.setting(&MAX_BACKDATE.to_lowercase());
        if let Some(text) = &max_backdate {
            read_backdate(text).map_err(|error| wrong(MAX_BACKDATE, &error))?;
        }
        Ok(Self { pusher: pusher.map_err(|error| wrong(PUSHER, &error))?, max_backdate })
    }

    /// Sets up a repository that is pushed to: these settings; git's own check, which keeps out paths that leave a working
    /// tree, unless somebody has decided about it; and the desk's branch, where it is there already.
    pub fn write(&self, store: &Store) -> Result<Vec<Made>, Error> {
        let mut made = Vec::new();
        if let Some(text) = &self.max_backdate {
            read_backdate(text)?;
        }
        if !FSCK.iter().any(|key| store.setting(&key.to_lowercase()).is_some()) {
            let why = "git refuses files that would leave a working tree, and broken objects";
            made.push(Made { key: FSCK[0], value: "true".to_owned(), why });
        }
        if let Some(pusher) = &self.pusher {
            let (Pusher::Address(value) | Pusher::Variable(value)) = pusher;
            let why = "every committer must be who pushes";
            made.push(Made { key: PUSHER, value: value.clone(), why });
        }
        if let Some(value) = &self.max_backdate {
            let why = "dates may lie no further back";
            made.push(Made { key: MAX_BACKDATE, value: value.clone(), why });
        }
        for one in &made {
            store.set_setting(one.key, &one.value)?;
        }
        if let Some(value) = super::seat::pin(store)? {
            made.push(Made {
                key: super::seat::SETTING,
                value,
                why: "no push makes another branch the desk",
            });
        }
        Ok(made)
    }
}

/// Reads a duration such as `15d`, in seconds.
pub fn read_backdate(text: &str) -> Result<i64, Error> {
    Locale::default().read_duration(text).map_err(|error| Error::unreadable(&error))
}

#[cfg(test)]
mod tests {
    use super::Pusher;
    use crate::app::Kind;

    #[test]
    fn a_pusher_is_an_address_or_a_variable_that_must_be_set() {
        let of = |text: &str, value: Option<&str>| {
            let pusher = Pusher::parse(text).unwrap();
            pusher.who(&|name| value.filter(|_| name == "GL_USER").map(str::to_owned))
        };
        assert_eq!(of(" ana@desk.example ", None).unwrap(), "ana@desk.example");
        assert_eq!(of("GL_USER", Some("ana")).unwrap(), "ana");
        for unset in [None, Some(""), Some("  ")] {
            assert_eq!(of("GL_USER", unset).unwrap_err().kind, Kind::Environment);
        }
        assert_eq!(of("REMOTE_USER", Some("ana")).unwrap_err().kind, Kind::Environment);
        for bad in ["", "1A", "$GL_USER", "a b", "A=B"] {
            assert!(Pusher::parse(bad).is_err(), "{bad:?}");
        }
    }
}
