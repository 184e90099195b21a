//! Who writes: git's rules (5).

use super::{Env, Signature, Store, StoreError};
use crate::model::Identity;
use chrono::{DateTime, FixedOffset};

impl Store {
    /// Who the author of a commit made now would be: `GIT_AUTHOR_NAME` and `GIT_AUTHOR_EMAIL`, else git's settings.
    /// Missing: an error with the two `git config` commands.
    pub fn identity(&self, env: &Env) -> Result<Identity, StoreError> {
        self.who("author", env.author_name.as_deref(), env.author_email.as_deref(), env)
    }

    /// Who the committer would be: `GIT_COMMITTER_NAME` and `GIT_COMMITTER_EMAIL`, else git's settings.
    pub fn committer(&self, env: &Env) -> Result<Identity, StoreError> {
        self.who("committer", env.committer_name.as_deref(), env.committer_email.as_deref(), env)
    }

    /// The author's signature; `at` is the option `--at`.
    pub fn author_signature(
        &self,
        env: &Env,
        at: Option<DateTime<FixedOffset>>,
    ) -> Result<Signature, StoreError> {
        let Identity { name, email } = self.identity(env)?;
        Ok(Signature { name, email, when: env.author_when(at)? })
    }

    /// The committer's signature.
    pub fn committer_signature(&self, env: &Env) -> Result<Signature, StoreError> {
        let Identity { name, email } = self.committer(env)?;
        Ok(Signature { name, email, when: env.committer_when()? })
    }

    fn who(
        &self,
        role: &str,
        name: Option<&str>,
        email: Option<&str>,
        env: &Env,
    ) -> Result<Identity, StoreError> {
        let setting = |key: &str| {
            self.settings.get(&format!("{role}.{key}")).or_else(|| self.settings.get(&format!("user.{key}")))
        };
        let name = name
            .map(cleaned)
            .filter(|s| !s.is_empty())
            .or_else(|| Some(cleaned(&setting("name")?)).filter(|s| !s.is_empty()));
        let email = email.map(cleaned).filter(|s| !s.is_empty()).or_else(|| {
            Some(cleaned(&setting("email").or_else(|| env.email.clone())?)).filter(|s| !s.is_empty())
        });
        match (name, email) {
            (Some(name), Some(email)) => Ok(Identity { name, email }),
            (name, _) => Err(StoreError::environment("git does not know who you are")
                .why(format!(
                    "{} is not set",
                    if name.is_none() { "user.name" } else { "user.email" }
                ))
                .mend("git config --global user.name \"Your Name\"; git config --global user.email you@example.com")),
        }
    }
}

impl Signature {
    /// As git can write it: without what [`cleaned`] removes, and never empty.
    pub(in crate::store) fn tidy(&self) -> Self {
        let text = |text: &str| Some(cleaned(text)).filter(|text| !text.is_empty());
        let email = text(&self.email);
        let name = text(&self.name).or_else(|| email.clone());
        let or_unknown = |text: Option<String>| text.unwrap_or_else(|| "unknown".to_owned());
        Self { name: or_unknown(name), email: or_unknown(email), when: self.when }
    }
}

/// Without what git cannot write in an identity: `<`, `>`, line ends, and its trimming of the ends.
fn cleaned(text: &str) -> String {
    let crud = |c: char| c.is_ascii_control() || c == ' ' || ".,:;<>\"\\'".contains(c);
    let inner = text.trim_end_matches(crud).trim_start_matches(crud);
    inner.chars().filter(|c| !matches!(c, '<' | '>' | '\n' | '\0' | '\r')).collect()
}

#[cfg(test)]
mod tests {
    use super::cleaned;

    #[test]
    fn crud_goes() {
        assert_eq!(cleaned(" Ana <Souza>\n"), "Ana Souza");
        assert_eq!(cleaned("José da Silva, Jr."), "José da Silva, Jr");
        assert_eq!(cleaned("<>"), "");
    }
}
