//! How an outlet sources what it reports and what it calls things: one report's share, and the sum of many.

use crate::Stored;
use sayso_model::{Form, Record, Stance};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Counts over one report or many. Nothing is weighed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Profile {
    /// Reports counted.
    pub reports: usize,
    /// Statements, those within others included.
    pub statements: usize,
    /// Of these, wholly in quotation marks.
    pub direct: usize,
    /// Partly in quotation marks.
    pub mixed: usize,
    /// By persons and bodies that are named.
    pub named: usize,
    /// By persons whose names are withheld.
    pub anonymous: usize,
    /// By groups.
    pub collective: usize,
    /// By documents, polls and studies.
    pub documents: usize,
    /// By the outlet's own people, or another outlet.
    pub outlet: usize,
    /// By nobody that the report gives.
    pub without: usize,
    /// The greatest number of speakers between the outlet and something said.
    pub depth: usize,
    /// Words, furniture aside.
    pub words: usize,
    /// Words that stand in quotation marks.
    pub quoted_words: usize,
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
    /// What one report adds. What it calls things is told by the record of its story.
    pub fn of(stored: &Stored, record: &Record) -> Profile {
        let sourcing = sayso_collate::sourcing(&stored.doc());
        let mut profile = Profile {
            reports: 1,
            statements: sourcing.statements,
            named: sourcing.named,
            anonymous: sourcing.anonymous,
            collective: sourcing.collective,
            documents: sourcing.documents,
            outlet: sourcing.outlet,
            without: sourcing.without,
            depth: sourcing.depth,
            words: sourcing.words,
            quoted_words: sourcing.quoted_words,
            ..Profile::default()
        };
        for statement in &stored.annotations.statements {
            profile.direct += usize::from(statement.form == Form::Direct);
            profile.mixed += usize::from(statement.form == Form::Mixed);
            let name = statement.source.as_ref().and_then(|s| s.name.as_ref()).filter(|n| !n.is_empty());
            if let Some(name) = name {
                *profile.speakers.entry(name.clone()).or_default() += 1;
            }
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
        self.statements += other.statements;
        self.direct += other.direct;
        self.mixed += other.mixed;
        self.named += other.named;
        self.anonymous += other.anonymous;
        self.collective += other.collective;
        self.documents += other.documents;
        self.outlet += other.outlet;
        self.without += other.without;
        self.depth = self.depth.max(other.depth);
        self.words += other.words;
        self.quoted_words += other.quoted_words;
        sum(&mut self.speakers, other.speakers);
        sum(&mut self.manners, other.manners);
        sum(&mut self.cues, other.cues);
        sum(&mut self.loaded, other.loaded);
        for (of, words) in other.names {
            sum(self.names.entry(of).or_default(), words);
        }
    }
}
