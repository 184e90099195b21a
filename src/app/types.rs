//! `type list|show`: kinds of ticket for people and scripts.

use super::{App, Error};
use crate::model::config::TypeTemplate;
use crate::process::resolve;

impl App {
    /// The type that a person names, by id or title.
    pub fn type_template(&self, name: &str) -> Result<&TypeTemplate, Error> {
        let id = resolve::ticket_type(&self.config, name).map_err(|e| Error::not_found(e.to_string()))?;
        self.config.types.get(id).ok_or_else(|| Error::not_found(format!("there is no type {name:?}")))
    }
}
