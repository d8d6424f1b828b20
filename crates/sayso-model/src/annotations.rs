//! What is said of one report.

use crate::{
    EntityKind, Form, Manner, MentionForm, Modality, Problem, SaidBasis, SourceKind, Stance, TimeAnchor,
    TimeType, Voice,
};
use sayso_text::Span;
use serde::{Deserialize, Serialize};

macro_rules! numbered {
    ($(#[$meta:meta])* $name:ident, $letter:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub u32);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!($letter, "{}"), self.0)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.to_string()
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(word: String) -> Result<Self, String> {
                word.strip_prefix($letter)
                    .and_then(|n| n.parse().ok())
                    .map($name)
                    .ok_or_else(|| format!("{word:?} is not an id of the form {}1", $letter))
            }
        }
    };
}

numbered! {
    /// A statement's number within its report, counted from 1 in text order; printed `s1`.
    StatementId, "s"
}
numbered! {
    /// An entity's number within its report, counted from 1; printed `e1`.
    EntityId, "e"
}

/// Everything said of one report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    /// Who and what is named.
    pub entities: Vec<Entity>,
    /// Time expressions.
    pub times: Vec<Time>,
    /// Who said what, in text order.
    pub statements: Vec<Statement>,
    /// Numbers with what they measure.
    pub quantities: Vec<Quantity>,
    /// Who did what to whom.
    pub events: Vec<Event>,
    /// What was odd.
    pub problems: Vec<Problem>,
}

/// One person, body, place or thing of a report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Its number.
    pub id: EntityId,
    /// What it is.
    pub kind: EntityKind,
    /// Its fullest name as printed.
    pub name: String,
    /// Where it is mentioned.
    pub mentions: Vec<Mention>,
}

/// One mention of an entity.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Where.
    pub span: Span,
    /// How.
    pub form: MentionForm,
}

/// A time expression.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Time {
    /// Where.
    pub span: Span,
    /// TIMEX3 type.
    #[serde(rename = "type")]
    pub kind: TimeType,
    /// TIMEX3 value.
    pub value: String,
    /// What it was reckoned from.
    pub anchor: TimeAnchor,
}

/// One attribution: source, cue, content.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Statement {
    /// Its number.
    pub id: StatementId,
    /// What was said; one or more spans in text order.
    pub content: Vec<Span>,
    /// How it is given.
    pub form: Form,
    /// Who said it; `None` when the text names nobody.
    pub source: Option<Source>,
    /// The words that attribute it; `None` when nothing does.
    pub cue: Option<Cue>,
    /// How it was said: `tweet`, `press conference`, `interview`, …
    pub channel: Option<String>,
    /// To whom.
    pub addressee: Option<String>,
    /// When it was said, as a TIMEX3 value.
    pub said: Option<String>,
    /// How `said` is known; `None` without it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub said_basis: Option<SaidBasis>,
    /// The statement that carries this one.
    pub within: Option<StatementId>,
    /// Where it stands.
    pub voice: Voice,
    /// Probability that it is one, 0 to 1, where the extractor gives one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub confidence: Option<f32>,
    /// Which extractor found it.
    pub by: String,
}

/// Who said it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Where the source is named.
    pub spans: Vec<Span>,
    /// The entity it resolves to.
    pub entity: Option<EntityId>,
    /// That entity's name, or the source as printed.
    pub name: Option<String>,
    /// Whether the text withholds the name.
    pub anonymous: bool,
    /// What kind of source it is; `None` where that cannot be told, as of a pronoun that was not resolved.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<SourceKind>,
    /// What the source is called beside its name, as printed: `transport minister`, `chief executive`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<String>,
    /// For whom it speaks or to whom it belongs, as printed: `the Sellin Valley Carriers' League`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub affiliation: Option<String>,
}

/// The words that attribute.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cue {
    /// Where they stand.
    pub spans: Vec<Span>,
    /// The head word's base form.
    pub lemma: String,
    /// What it does.
    pub manner: Manner,
    /// Whether the text says that it was not said: `did not say`, `has yet to comment`.
    #[serde(skip_serializing_if = "is_default", default)]
    pub negated: bool,
    /// In what way it was not, or not surely, said: `may announce`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub modality: Option<Modality>,
    /// Whether it commits the outlet to what is said.
    #[serde(skip_serializing_if = "is_default", default)]
    pub stance: Stance,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A number with what it measures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quantity {
    /// Where.
    pub span: Span,
    /// The number, when it is one.
    pub value: Option<f64>,
    /// The least it may be.
    pub low: Option<f64>,
    /// The most it may be.
    pub high: Option<f64>,
    /// What it counts or is measured in.
    pub unit: Option<String>,
    /// Whether it is given as near.
    pub approximate: bool,
    /// The innermost statement within whose content it stands; `None` in the outlet's own voice.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub within: Option<StatementId>,
}

/// Who did what to whom, where, when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// The words that name it.
    pub span: Span,
    /// PLOVER event type.
    #[serde(rename = "type")]
    pub kind: String,
    /// PLOVER mode.
    pub mode: Option<String>,
    /// Who.
    pub actors: Vec<EntityId>,
    /// To whom.
    pub targets: Vec<EntityId>,
    /// Where.
    pub place: Option<EntityId>,
    /// When, as a TIMEX3 value.
    pub time: Option<String>,
    /// The statement that reports it; `None` in the outlet's own voice.
    pub by: Option<StatementId>,
    /// `positive` or `negative`.
    pub polarity: String,
    /// `asserted`, `possible`, `planned`, …
    pub modality: String,
}

impl Annotations {
    /// Applies `f` to every span, for a change of offsets.
    pub fn map_spans(&mut self, f: &mut dyn FnMut(&mut Span)) {
        for entity in &mut self.entities {
            entity.mentions.iter_mut().for_each(|m| f(&mut m.span));
        }
        self.times.iter_mut().for_each(|t| f(&mut t.span));
        for statement in &mut self.statements {
            statement.content.iter_mut().for_each(&mut *f);
            if let Some(source) = &mut statement.source {
                source.spans.iter_mut().for_each(&mut *f);
            }
            if let Some(cue) = &mut statement.cue {
                cue.spans.iter_mut().for_each(&mut *f);
            }
        }
        self.quantities.iter_mut().for_each(|q| f(&mut q.span));
        self.events.iter_mut().for_each(|e| f(&mut e.span));
        self.problems.iter_mut().filter_map(|p| p.span.as_mut()).for_each(f);
    }
}
