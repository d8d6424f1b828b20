//! Pages rendered so far, for as long as what they were made from stands.

use crate::library::{Made, lock};
use axum::body::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Bytes of pages that are kept.
const KEPT: usize = 48 << 20;
/// How old a page may be that tells something in passing of what else there is.
const IN_PASSING: Duration = Duration::from_secs(20);
/// While the database changes without pause, a page of all of it is made anew at most so often that making it takes
/// this part of the time, and it is never older than `OLDEST`.
const SHARE: u32 = 20;
const OLDEST: Duration = Duration::from_secs(2);

/// How old an answer may be that lacks something.
const MAKESHIFT: Duration = Duration::from_secs(1);

/// What an answer rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Basis {
    /// All that is in the database.
    All,
    /// One story or report, as this number tells; and in passing on others.
    One(u64),
}

/// An answer as it is sent.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) kind: &'static str,
    pub(crate) body: Bytes,
    /// The entity tag: a digest of the body.
    pub(crate) tag: String,
    basis: Basis,
    version: u64,
    ours: u64,
    made: Made,
    /// Whether nothing is left out for want of time.
    pub(crate) whole: bool,
}

impl Sent {
    /// An answer that was made just now.
    pub(crate) fn new(
        kind: &'static str,
        body: String,
        basis: Basis,
        (version, ours): (u64, u64),
        made: Made,
        whole: bool,
    ) -> Sent {
        use std::hash::{DefaultHasher, Hasher};
        let mut hasher = DefaultHasher::new();
        hasher.write(body.as_bytes());
        let tag = format!("\"{:016x}-{:x}\"", hasher.finish(), body.len());
        Sent { kind, body: Bytes::from(body), tag, basis, version, ours, made, whole }
    }

    fn holds(&self, basis: Basis, version: u64, ours: u64) -> bool {
        if self.basis != basis || self.ours != ours {
            return false;
        }
        let age = self.made.at.elapsed();
        // What was left out is perhaps there by now.
        if !self.whole && age > MAKESHIFT {
            return false;
        }
        self.version == version
            || match basis {
                Basis::One(_) => age < IN_PASSING,
                Basis::All => age < (self.made.took * SHARE).min(OLDEST),
            }
    }
}

/// The answers, the latest made last.
#[derive(Debug, Default)]
pub(crate) struct Rendered(Mutex<Shelf>);

#[derive(Debug, Default)]
struct Shelf {
    by_ask: BTreeMap<String, Arc<Sent>>,
    order: VecDeque<(String, usize)>,
    total: usize,
}

impl Rendered {
    /// What was sent for this before, if it is what would be sent now.
    pub(crate) fn get(&self, ask: &str, basis: Basis, version: u64, ours: u64) -> Option<Arc<Sent>> {
        let found = lock(&self.0).by_ask.get(ask).cloned();
        found.filter(|sent| sent.holds(basis, version, ours))
    }

    pub(crate) fn put(&self, ask: String, sent: Arc<Sent>) {
        let mut shelf = lock(&self.0);
        let size = sent.body.len() + ask.len() + 256;
        if let Some(old) = shelf.by_ask.insert(ask.clone(), sent) {
            let size = old.body.len() + ask.len() + 256;
            shelf.total -= size.min(shelf.total);
            shelf.order.retain(|(known, _)| *known != ask);
        }
        shelf.total += size;
        shelf.order.push_back((ask, size));
        while shelf.total > KEPT && shelf.order.len() > 1 {
            if let Some((ask, size)) = shelf.order.pop_front() {
                shelf.by_ask.remove(&ask);
                shelf.total -= size.min(shelf.total);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Instant;

    fn sent(words: &str, basis: Basis) -> Arc<Sent> {
        let made = Made { at: Instant::now(), took: Duration::from_millis(5) };
        Arc::new(Sent::new("text/html", words.to_owned(), basis, (7, 1), made, true))
    }

    #[test]
    fn an_answer_is_sent_again_while_what_it_rests_on_stands() {
        let rendered = Rendered::default();
        rendered.put("/stories/1".into(), sent("one", Basis::One(4)));
        assert!(rendered.get("/stories/1", Basis::One(4), 7, 1).is_some());
        assert!(rendered.get("/stories/1", Basis::One(4), 8, 1).is_some(), "another story changed");
        assert!(rendered.get("/stories/1", Basis::One(5), 8, 1).is_none(), "this story changed");
        assert!(rendered.get("/stories/1", Basis::One(4), 8, 2).is_none(), "a person changed something");
        assert!(rendered.get("/stories/2", Basis::One(4), 7, 1).is_none());
    }

    #[test]
    fn an_answer_that_lacks_something_is_soon_forgotten() {
        let rendered = Rendered::default();
        let long_ago = Instant::now().checked_sub(MAKESHIFT * 2).unwrap();
        for (ask, at) in [("/old", long_ago), ("/new", Instant::now())] {
            let made = Made { at, took: Duration::from_millis(5) };
            let sent = Sent::new("text/html", String::new(), Basis::All, (7, 1), made, false);
            rendered.put(ask.into(), Arc::new(sent));
        }
        assert!(rendered.get("/new", Basis::All, 7, 1).is_some_and(|sent| !sent.whole));
        assert!(rendered.get("/old", Basis::All, 7, 1).is_none());
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let rendered = Rendered::default();
        let large = "x".repeat(KEPT / 4);
        for no in 0..9 {
            rendered.put(format!("/{no}"), sent(&large, Basis::All));
            rendered.put("/same".into(), sent("small", Basis::All));
        }
        let shelf = lock(&rendered.0);
        assert!(shelf.total <= KEPT && shelf.by_ask.len() == shelf.order.len(), "{}", shelf.total);
        assert!(shelf.by_ask.contains_key("/8") && !shelf.by_ask.contains_key("/0"));
    }
}
