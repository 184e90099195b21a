//! What can go wrong with the index.

use crate::model::IdError;
use crate::store::StoreError;
use crate::store::history::HistoryError;
use rusqlite::ErrorCode;

/// Why the index could not be read or made.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// The database.
    #[error("cannot read the index: {0} (tramite doctor --fix makes it anew)")]
    Sql(#[from] rusqlite::Error),
    /// What the database holds is not what was written.
    #[error("the index is damaged: {0} (tramite doctor --fix makes it anew)")]
    Damaged(String),
    /// Its folder cannot be written.
    #[error("cannot write the index: {0}")]
    Folder(String),
    /// History itself.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The repository.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<serde_json::Error> for IndexError {
    fn from(error: serde_json::Error) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl From<IdError> for IndexError {
    fn from(error: IdError) -> Self {
        Self::Damaged(error.to_string())
    }
}

impl IndexError {
    /// Whether the file's content is at fault, so that making it anew helps.
    pub(super) fn is_damage(&self) -> bool {
        match self {
            Self::Sql(error) => !matches!(
                error.sqlite_error_code(),
                Some(
                    ErrorCode::CannotOpen
                        | ErrorCode::ReadOnly
                        | ErrorCode::DatabaseBusy
                        | ErrorCode::DatabaseLocked
                        | ErrorCode::DiskFull
                        | ErrorCode::SystemIoFailure
                        | ErrorCode::PermissionDenied
                        | ErrorCode::OutOfMemory
                        | ErrorCode::FileLockingProtocolFailed
                        | ErrorCode::NoLargeFileSupport
                )
            ),
            Self::Damaged(_) | Self::History(HistoryError::Known(_) | HistoryError::Unknown(_)) => true,
            Self::History(_) | Self::Store(_) | Self::Folder(_) => false,
        }
    }
}
