//! The presets that are embedded in the binary: `templates/presets/NAME/…`.

use super::Error;
use crate::model::config::ConfigFile;
use crate::process::resolve;
use include_dir::{Dir, include_dir};

static PRESETS: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/templates/presets");

/// Names of all presets, sorted.
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = PRESETS
        .dirs()
        .filter_map(|d| d.path().file_name())
        .map(|n| n.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

/// A preset's files, with their paths below `.tramite/`, sorted.
pub fn files(name: &str) -> Result<Vec<ConfigFile>, Error> {
    fn walk(dir: &Dir<'_>, root: &std::path::Path, found: &mut Vec<ConfigFile>) {
        for file in dir.files() {
            let below = file.path().strip_prefix(root).unwrap_or(file.path());
            let below =
                below.components().map(|c| c.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            found.push(ConfigFile { path: format!(".tramite/{below}"), bytes: file.contents().to_vec() });
        }
        for dir in dir.dirs() {
            walk(dir, root, found);
        }
    }
    let Some(dir) = PRESETS.get_dir(name) else {
        let all = names();
        let near = resolve::nearest(name, all.iter().map(|id| (id.as_str(), [].as_slice())));
        let error = Error::not_found(format!("there is no preset {name:?}"));
        let error = match near.as_slice() {
            [] => error,
            near => error.mend(format!("did you mean {}?", near.join(" or "))),
        };
        return Err(error.mend(format!("there are {}", all.join(", "))));
    };
    let mut found = Vec::new();
    walk(dir, dir.path(), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(found)
}
