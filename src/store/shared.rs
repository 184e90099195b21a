//! `core.sharedRepository`: what we make in the git directory is as open to others as what git makes there.

use super::Store;
use super::settings::Settings;
use std::path::Path;

/// Who else may use the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Shared {
    /// Whom the umask leaves.
    Umask,
    /// These bits besides.
    Or(u32),
    /// Exactly these bits.
    Exactly(u32),
}

impl Shared {
    pub(in crate::store) fn of(settings: &Settings) -> Self {
        settings.get("core.sharedrepository").map_or(Self::Umask, |value| Self::read(value.trim()))
    }

    /// As git reads it: a word, an octal mode that the owner may read and write, or yes and no.
    fn read(value: &str) -> Self {
        let octal = || u32::from_str_radix(value, 8).ok();
        match value {
            "umask" => Self::Umask,
            "group" => Self::Or(0o660),
            "all" | "world" | "everybody" => Self::Or(0o664),
            _ => match octal() {
                Some(0) => Self::Umask,
                Some(1) => Self::Or(0o660),
                Some(2) => Self::Or(0o664),
                Some(mode) if mode & 0o600 == 0o600 => Self::Exactly(mode & 0o666),
                None if git2::Config::parse_bool(value).unwrap_or(false) => Self::Or(0o660),
                // Git refuses other modes itself.
                Some(_) | None => Self::Umask,
            },
        }
    }

    /// The permission bits of something that has `mode` now.
    fn mode(self, mode: u32, folder: bool) -> u32 {
        let mut tweak = match self {
            Self::Umask => return mode,
            Self::Or(bits) | Self::Exactly(bits) => bits,
        };
        if mode & 0o200 == 0 {
            tweak &= !0o222;
        }
        if mode & 0o100 != 0 {
            tweak |= (tweak & 0o444) >> 2;
        }
        let kept = if matches!(self, Self::Exactly(_)) { mode & !0o777 } else { mode };
        let mode = kept | tweak;
        if !folder {
            return mode;
        }
        let mode = mode | (mode & 0o444) >> 2;
        // What is made in it gets its group.
        if mode & 0o060 == 0 { mode } else { mode | 0o2000 }
    }
}

impl Store {
    /// Opens a file or folder of the git directory that we have just made to those who share the repository. What
    /// belongs to somebody else is theirs to open.
    pub fn share(&self, path: &Path) {
        self.share_as(Shared::of(&self.settings), path);
    }

    /// The same for a path and the folders above it, up to the git directory.
    pub(in crate::store) fn share_way(&self, path: &Path) {
        let shared = Shared::of(&self.settings);
        if shared == Shared::Umask {
            return;
        }
        for part in path.ancestors().take_while(|part| *part != self.common && part.starts_with(&self.common))
        {
            self.share_as(shared, part);
        }
    }

    #[cfg(unix)]
    #[expect(clippy::unused_self, reason = "as on other systems")]
    fn share_as(&self, shared: Shared, path: &Path) {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        if shared == Shared::Umask {
            return;
        }
        let Ok(data) = std::fs::metadata(path) else { return };
        let old = data.mode() & 0o7777;
        let new = shared.mode(old, data.is_dir());
        if new != old {
            let _ = std::fs::set_permissions(path, std::fs::Permissions::from_mode(new));
        }
    }

    #[cfg(not(unix))]
    fn share_as(&self, _: Shared, _: &Path) {}
}

#[cfg(test)]
mod tests {
    use super::Shared;

    #[test]
    fn modes_are_those_of_git() {
        for (value, file, read_only, folder) in [
            ("umask", 0o600, 0o400, 0o700),
            ("0", 0o600, 0o400, 0o700),
            ("false", 0o600, 0o400, 0o700),
            ("group", 0o660, 0o440, 0o2770),
            ("1", 0o660, 0o440, 0o2770),
            ("true", 0o660, 0o440, 0o2770),
            ("all", 0o664, 0o444, 0o2775),
            ("everybody", 0o664, 0o444, 0o2775),
            ("2", 0o664, 0o444, 0o2775),
            ("0640", 0o640, 0o440, 0o2750),
            ("0600", 0o600, 0o400, 0o700),
            ("0444", 0o600, 0o400, 0o700),
        ] {
            let shared = Shared::read(value);
            let modes = (shared.mode(0o600, false), shared.mode(0o400, false), shared.mode(0o700, true));
            assert_eq!(modes, (file, read_only, folder), "{value}");
        }
        // An exact mode also takes away.
        assert_eq!(Shared::read("0640").mode(0o644, false), 0o640);
        assert_eq!(Shared::read("group").mode(0o644, false), 0o664);
    }
}
