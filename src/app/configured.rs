//! A commit's configuration: read once, then kept in the folder of our own until its files change (2.3).

use crate::codec::config;
use crate::model::Finding;
use crate::model::config::Config;
use crate::store::{Store, StoreError};

/// The configuration in `tree`, the `.tramite` of `commit`, and what is wrong with it, as `build` of the program reads it.
pub(super) fn load(
    store: &Store,
    build: &str,
    commit: &str,
    tree: &str,
) -> Result<(Config, Vec<Finding>), StoreError> {
    let of = format!("{tree} {build}");
    if let Some(found) = store.kept(tree).and_then(|bytes| config::unpack(&of, &bytes)) {
        return Ok(found);
    }
    let (config, findings) = config::load(&store.config_files(commit)?);
    if let Some(bytes) = config::pack(&of, &config, &findings) {
        store.keep(tree, &bytes);
    }
    Ok((config, findings))
}

#[cfg(test)]
mod tests {
    use crate::app::preset;
    use crate::codec::config;

    #[test]
    fn every_preset_can_be_kept() {
        for name in preset::names() {
            let (config, findings) = config::load(&preset::files(&name).unwrap());
            assert!(config::pack("it", &config, &findings).is_some(), "{name}");
        }
    }
}
