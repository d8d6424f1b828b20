//! The schema and its numbered upgrades.
//!
//! `PRAGMA user_version` holds the number of upgrades applied; `PRAGMA application_id` tells a Sayso database from
//! any other SQLite file. An upgrade is never changed once released: a change of schema is a further entry.

use rusqlite::{Connection, TransactionBehavior};

/// "Says" in ASCII.
pub(crate) const APPLICATION_ID: i64 = 0x5361_7973;

/// Upgrades in order; the first makes the schema.
pub(crate) const UPGRADES: &[&str] = &[
    include_str!("schema/1.sql"),
    include_str!("schema/2.sql"),
    include_str!("schema/3.sql"),
    include_str!("schema/4.sql"),
];

/// Why a connection is not one to a database of ours.
pub(crate) enum Mismatch {
    Foreign(String),
    Newer(i64),
    Sql(rusqlite::Error),
}

impl From<rusqlite::Error> for Mismatch {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::NotADatabase) => Mismatch::Foreign("file is not a database".into()),
            _ => Mismatch::Sql(error),
        }
    }
}

/// The schema number of an existing file, 0 for an empty one; all that tells it is read at one moment, since another
/// process may be making the file.
pub(crate) fn version(connection: &Connection) -> Result<i64, Mismatch> {
    let moment = connection.unchecked_transaction()?;
    let version = version_now(&moment)?;
    moment.commit()?;
    Ok(version)
}

/// The same within a transaction.
fn version_now(connection: &Connection) -> Result<i64, Mismatch> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (id, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if tables == 0 && version == 0 {
        return Ok(0);
    }
    if id != APPLICATION_ID {
        return Err(Mismatch::Foreign("another program's database".into()));
    }
    if version > UPGRADES.len() as i64 {
        return Err(Mismatch::Newer(version));
    }
    Ok(version)
}

/// Applies the upgrades that the file lacks, each in one transaction, by whichever process comes first.
pub(crate) fn upgrade(connection: &mut Connection) -> Result<(), Mismatch> {
    while (version(connection)? as usize) < UPGRADES.len() {
        let change = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let index = version_now(&change)? as usize;
        let Some(upgrade) = UPGRADES.get(index) else { break };
        change.execute_batch(upgrade)?;
        change.pragma_update(None, "application_id", APPLICATION_ID)?;
        change.pragma_update(None, "user_version", index as i64 + 1)?;
        change.commit()?;
    }
    Ok(())
}
