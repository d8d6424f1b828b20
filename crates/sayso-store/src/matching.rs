//! Reports by their words: those that have all of them, and those that may print a quotation.

use crate::shelf::SqlShelf;
use crate::{Store, StoreError, Stored};
use rusqlite::params;
use sayso_collate::{ReportNo, telling_stretch, telling_words};
use std::collections::BTreeSet;

/// So many reports are looked at closely when none has all of the words asked for.
const MISREMEMBERED: usize = 50;

/// So many words in a row are looked for, and so many together.
const IN_ORDER: usize = 5;
const TOGETHER: usize = 6;

/// Of so many words it is asked how many reports have them.
const COUNTED: usize = 24;
/// A word that so many reports have tells nothing.
const COMMON: usize = 1000;
/// So many of the rarest words of a quotation are looked for.
const RARE: usize = 8;

impl Store {
    /// The reports most likely to print `words` as a quotation: some that print just these, then by the word sequences
    /// that collation keeps of quotations, then by the full-text index, since a quotation of common words, or one
    /// misremembered, shares no rare sequence with what was printed.
    ///
    /// # Errors
    /// When the database refuses or stored values are damaged.
    pub fn quote_candidates(&self, words: &str, limit: usize) -> Result<Vec<Stored>, StoreError> {
        let mut chosen = Chosen { numbers: Vec::new(), seen: BTreeSet::new(), limit };
        // None is ranked: what is found is looked at closely, and ranking goes through all that match. Nor are more
        // words asked for than tell it from others. Only where so many have these that it cannot be all of them is it
        // asked which have some in a row, which goes through the places of every word.
        let together = self.latest_with(&telling_words(words, TOGETHER), limit)?;
        let sure = match together.len() < limit {
            true => Vec::new(),
            false => self.latest_with(&[telling_stretch(words, IN_ORDER)], limit)?,
        };
        let sure = if sure.is_empty() { &together } else { &sure };
        let shelf = SqlShelf::new(&self.connection);
        let by_sequences = self.collator.quote_candidates(&shelf, words, limit).map_err(|e| self.sql(e))?;
        // Words that very many print are common ones: those reports that quote them tell more.
        chosen.take(sure.iter().take(limit / 4));
        chosen.take(&by_sequences);
        chosen.take(sure);
        chosen.take(&together);
        if together.is_empty() {
            let rare = terms(&self.rare(&telling_words(words, COUNTED))?).join(" OR ");
            chosen.take(&self.matching(&rare, limit.min(MISREMEMBERED))?);
        }
        self.load_heeding(&chosen.numbers)
    }

    /// The current reports whose title or text holds all of the words, best first.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn search(&self, words: &str, limit: usize) -> Result<Vec<ReportNo>, StoreError> {
        self.matching(&terms(&words.split_whitespace().collect::<Vec<_>>()).join(" "), limit)
    }

    /// Of these words those that few reports have, the rarest first.
    fn rare<'w>(&self, words: &[&'w str]) -> Result<Vec<&'w str>, StoreError> {
        let mut counted: Vec<(usize, &str)> = Vec::new();
        for word in words {
            let count = self.latest_with(&[word], COMMON)?.len();
            if (1..COMMON).contains(&count) {
                counted.push((count, word));
            }
        }
        counted.sort_by_key(|(count, _)| *count);
        Ok(counted.into_iter().take(RARE).map(|(_, word)| word).collect())
    }

    /// The current reports that match a query of the full-text index.
    fn matching(&self, query: &str, limit: usize) -> Result<Vec<ReportNo>, StoreError> {
        if query.is_empty() {
            return Ok(Vec::new());
        }
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.connection
            .prepare_cached("SELECT rowid FROM search WHERE search MATCH ?1 ORDER BY rank, rowid LIMIT ?2")
            .and_then(|mut statement| {
                statement.query_map(params![query, limit], |row| row.get(0).map(ReportNo))?.collect()
            })
            .map_err(|e| self.sql(e))
    }
}

/// Reports without repeats, up to a limit.
struct Chosen {
    numbers: Vec<ReportNo>,
    seen: BTreeSet<ReportNo>,
    limit: usize,
}

impl Chosen {
    fn full(&self) -> bool {
        self.numbers.len() >= self.limit
    }

    fn take<'n>(&mut self, numbers: impl IntoIterator<Item = &'n ReportNo>) {
        for no in numbers {
            if !self.full() && self.seen.insert(*no) {
                self.numbers.push(*no);
            }
        }
    }
}

/// Terms as the full-text index takes them: in quotes, so that nothing typed is read as an operator. A term without a
/// letter or digit is nothing to the index, and would be an error.
pub(crate) fn terms(typed: &[impl AsRef<str>]) -> Vec<String> {
    let typed = typed.iter().map(AsRef::as_ref).filter(|t| t.chars().any(char::is_alphanumeric));
    typed.map(|t| format!("\"{}\"", t.replace('"', "\"\""))).collect()
}
