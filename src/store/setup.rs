//! What a clone's own settings get from us.

use super::{Store, StoreError};

const DRIVER: &str = "tramite merge-driver %O %A %B %P || git merge-file %A %O %B";

impl Store {
    /// Sets up the merge driver for `ticket.yaml` in this clone, unless some setting already does (7). Cheap when there.
    pub fn ensure_merge_driver(&self) -> Result<(), StoreError> {
        if self.settings.get("merge.tramite.driver").is_some() {
            return Ok(());
        }
        let mut config = self.repo.config()?.open_level(git2::ConfigLevel::Local)?;
        config.set_str("merge.tramite.name", "tickets of tramite")?;
        config.set_str("merge.tramite.driver", DRIVER)?;
        self.share(&self.common.join("config"));
        Ok(())
    }

    /// Whether the merge driver is set up in this clone.
    pub fn has_merge_driver(&self) -> bool {
        self.settings.get("merge.tramite.driver").is_some()
    }

    /// Notes in this clone's settings that the desk is on this store's branch, for a branch that discovery would not find.
    pub fn remember_branch(&self) -> Result<(), StoreError> {
        let mut config = self.repo.config()?.open_level(git2::ConfigLevel::Local)?;
        config.set_str("tramite.branch", self.branch())?;
        self.share(&self.common.join("config"));
        Ok(())
    }

    /// Sets a setting of this repository alone. What this store has read of the settings stays as it was.
    pub fn set_setting(&self, key: &str, value: &str) -> Result<(), StoreError> {
        let mut config = self.repo.config()?.open_level(git2::ConfigLevel::Local)?;
        config.set_str(key, value)?;
        self.share(&self.common.join("config"));
        Ok(())
    }
}
