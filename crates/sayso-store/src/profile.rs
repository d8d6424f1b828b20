//! How an outlet sources what it reports and what it calls things: one report's share, and the sum of many.

use crate::Stored;
use sayso_collate::Sourcing;
use sayso_model::{Form, Record, Stance};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// Counts over one report or many. Nothing is weighed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Reports counted.
    pub reports: usize,
    /// On whose word they rest.
    pub sourcing: Sourcing,
    /// Statements wholly in quotation marks.
    pub direct: usize,
    /// Partly in quotation marks.
    pub mixed: usize,
    /// How often each speaker speaks.
    pub speakers: BTreeMap<String, usize>,
    /// How often cues do what.
    pub manners: BTreeMap<String, usize>,
    /// How often each cue stands there, by its lemma.
    pub cues: BTreeMap<String, usize>,
    /// Cues that commit the outlet, by stance and lemma.
    pub loaded: BTreeMap<(String, String), usize>,
    /// What a thing is called in the outlet's own voice.
    pub names: BTreeMap<String, BTreeMap<String, usize>>,
}

impl Profile {
    /// What one report adds. Who its speakers are and what it calls things is told by the record of its story.
    pub fn of(stored: &Stored, record: &Record) -> Profile {
        let mut profile =
            Profile { reports: 1, sourcing: sayso_collate::sourcing(&stored.doc()), ..Profile::default() };
        for statement in &stored.annotations.statements {
            profile.direct += usize::from(statement.form == Form::Direct);
            profile.mixed += usize::from(statement.form == Form::Mixed);
            let Some(cue) = &statement.cue else { continue };
            *profile.manners.entry(cue.manner.to_string()).or_default() += 1;
            if !cue.lemma.is_empty() {
                *profile.cues.entry(cue.lemma.clone()).or_default() += 1;
                if cue.stance != Stance::Neutral {
                    let key = (cue.stance.to_string(), cue.lemma.clone());
                    *profile.loaded.entry(key).or_default() += 1;
                }
            }
        }
        for entry in record.statements.iter().filter(|s| s.report == stored.report.id) {
            let speaker = entry.speaker.and_then(|id| record.speakers.iter().find(|s| s.id == id));
            if let Some(speaker) = speaker.filter(|s| !s.name.is_empty()) {
                *profile.speakers.entry(speaker.name.clone()).or_default() += 1;
            }
        }
        for naming in record.naming.iter().filter(|n| n.report == stored.report.id) {
            for term in naming.terms.iter().filter(|t| t.voice == "own") {
                let words = profile.names.entry(naming.of.clone()).or_default();
                *words.entry(term.text.clone()).or_default() += term.spans.len().max(1);
            }
        }
        profile
    }

    /// Adds another's counts.
    pub fn add(&mut self, other: Profile) {
        fn sum<K: Ord>(into: &mut BTreeMap<K, usize>, from: BTreeMap<K, usize>) {
            for (key, count) in from {
                *into.entry(key).or_default() += count;
            }
        }
        self.reports += other.reports;
        self.sourcing.add(&other.sourcing);
        self.direct += other.direct;
        self.mixed += other.mixed;
        sum(&mut self.speakers, other.speakers);
        sum(&mut self.manners, other.manners);
        sum(&mut self.cues, other.cues);
        sum(&mut self.loaded, other.loaded);
        for (of, words) in other.names {
            sum(self.names.entry(of).or_default(), words);
        }
    }

    /// The sum of many as they are kept: some thousand are added in a few milliseconds, since no word of theirs is
    /// copied before the end. What cannot be read is left out.
    pub(crate) fn sum<'b>(kept: impl Iterator<Item = &'b [u8]>) -> Profile {
        let mut total = Profile::default();
        let mut words = Words::default();
        for bytes in kept {
            let Ok(one) = postcard::from_bytes::<Kept<'b>>(bytes) else { continue };
            total.reports += one.reports;
            total.sourcing.add(&one.sourcing);
            total.direct += one.direct;
            total.mixed += one.mixed;
            for (key, count) in one.speakers {
                *words.speakers.entry(key).or_default() += count;
            }
            for (key, count) in one.manners {
                *words.manners.entry(key).or_default() += count;
            }
            for (key, count) in one.cues {
                *words.cues.entry(key).or_default() += count;
            }
            for (key, count) in one.loaded {
                *words.loaded.entry(key).or_default() += count;
            }
            for (of, terms) in one.names {
                for (term, count) in terms {
                    *words.names.entry((of, term)).or_default() += count;
                }
            }
        }
        let owned = |all: HashMap<&str, usize>| all.into_iter().map(|(k, n)| (k.to_owned(), n)).collect();
        total.speakers = owned(words.speakers);
        total.manners = owned(words.manners);
        total.cues = owned(words.cues);
        let loaded = words.loaded.into_iter();
        total.loaded = loaded.map(|((stance, cue), n)| ((stance.to_owned(), cue.to_owned()), n)).collect();
        for ((of, term), count) in words.names {
            total.names.entry(of.to_owned()).or_default().insert(term.to_owned(), count);
        }
        total
    }
}

/// A [`Profile`] as it is written, with its words left where they are: a map is written as the list of its pairs.
#[derive(Deserialize)]
struct Kept<'b> {
    reports: usize,
    sourcing: Sourcing,
    direct: usize,
    mixed: usize,
    #[serde(borrow)]
    speakers: Counts<'b>,
    #[serde(borrow)]
    manners: Counts<'b>,
    #[serde(borrow)]
    cues: Counts<'b>,
    #[serde(borrow)]
    loaded: Vec<((&'b str, &'b str), usize)>,
    #[serde(borrow)]
    names: Vec<(&'b str, Counts<'b>)>,
}

type Counts<'b> = Vec<(&'b str, usize)>;

/// What [`Kept`] profiles count, while they are added.
#[derive(Default)]
struct Words<'b> {
    speakers: HashMap<&'b str, usize>,
    manners: HashMap<&'b str, usize>,
    cues: HashMap<&'b str, usize>,
    loaded: HashMap<(&'b str, &'b str), usize>,
    names: HashMap<(&'b str, &'b str), usize>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn profile(speaker: &str, count: usize) -> Profile {
        let counts = |word: &str| BTreeMap::from([(word.to_owned(), count)]);
        Profile {
            reports: 1,
            sourcing: Sourcing { statements: count, depth: count, words: 90, ..Sourcing::default() },
            direct: 1,
            mixed: 2,
            speakers: counts(speaker),
            manners: counts("claim"),
            cues: counts("insist"),
            loaded: BTreeMap::from([(("doubting".to_owned(), "claim".to_owned()), count)]),
            names: BTreeMap::from([("the strike".to_owned(), counts("walkout"))]),
        }
    }

    #[test]
    fn those_kept_add_up_as_those_at_hand_do() {
        let all = [profile("Ilka Dorn", 3), profile("Ösz “Q” Varga", 1), profile("Ilka Dorn", 7)];
        let kept: Vec<Vec<u8>> = all.iter().map(|p| postcard::to_allocvec(p).unwrap()).collect();
        let mut added = Profile::default();
        all.into_iter().for_each(|p| added.add(p));
        assert_eq!(added.speakers["Ilka Dorn"], 10);
        let damaged: &[u8] = &[9, 9];
        assert_eq!(Profile::sum(kept.iter().map(Vec::as_slice).chain([damaged])), added);
    }
}
