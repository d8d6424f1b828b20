//! What the reader makes of a text: spans with labels and probabilities.

use sayso_text::Span;

/// Everything the reader found in one text. All spans are byte ranges into that text, on character
/// boundaries, never empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// Sources, cues and contents in text order, linked or not. They do not overlap.
    pub parts: Vec<Part>,
    /// Which of them belong together, in the order of their cues.
    pub statements: Vec<Linked>,
    /// Names, dates and quantities in text order. They do not overlap.
    pub names: Vec<Named>,
}

/// What a part does in a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who.
    Source,
    /// The words that attribute.
    Cue,
    /// What was said.
    Content,
}

impl Role {
    /// All, in the order of the labels.
    pub const ALL: [Role; 3] = [Role::Source, Role::Cue, Role::Content];

    /// In lower case.
    pub fn name(self) -> &'static str {
        match self {
            Role::Source => "source",
            Role::Cue => "cue",
            Role::Content => "content",
        }
    }
}

/// A stretch of text with one role.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Where.
    pub span: Span,
    /// What it does.
    pub role: Role,
    /// Mean probability of the role over its tokens, 0 to 1.
    pub probability: f32,
}

/// One statement: parts that belong together.
#[derive(Clone, Debug, PartialEq)]
pub struct Linked {
    /// Who, if the text says so; several statements may share one.
    pub source: Option<Part>,
    /// The words that attribute.
    pub cue: Part,
    /// What was said, in text order; at least one.
    pub contents: Vec<Part>,
    /// Calibrated probability that this is a statement with the right source, 0 to 1.
    pub confidence: f32,
}

/// A name, date or quantity.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Named {
    /// Where.
    pub span: Span,
    /// What kind of thing.
    pub kind: NameKind,
    /// Mean probability of the kind over its tokens, 0 to 1.
    pub probability: f32,
}

macro_rules! name_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// What a name, date or quantity is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum NameKind {
            $($(#[$doc])* $variant,)*
        }

        impl NameKind {
            /// In lower case.
            pub fn name(self) -> &'static str {
                match self {
                    $(NameKind::$variant => $name,)*
                }
            }

            /// The kind of that name.
            pub fn parse(name: &str) -> Option<NameKind> {
                match name {
                    $($name => Some(NameKind::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

impl NameKind {
    /// Whether it is no name but a time or a number.
    pub fn is_figure(self) -> bool {
        matches!(
            self,
            NameKind::Date
                | NameKind::Time
                | NameKind::Money
                | NameKind::Percent
                | NameKind::Quantity
                | NameKind::Ordinal
                | NameKind::Cardinal
        )
    }
}

name_kinds! {
    /// A person.
    Person = "person",
    /// A company, agency, party, team or other body.
    Organization = "organization",
    /// A country, town, river, building or other place.
    Place = "place",
    /// A nationality, religion or political group.
    Group = "group",
    /// A law, treaty or ruling.
    Law = "law",
    /// A named happening.
    Event = "event",
    /// A thing that is made.
    Product = "product",
    /// Any other name: a work of art, a language.
    Other = "other",
    /// A date or a stretch of days.
    Date = "date",
    /// A time shorter than a day.
    Time = "time",
    /// An amount of money.
    Money = "money",
    /// A percentage.
    Percent = "percent",
    /// A measure: weight, distance.
    Quantity = "quantity",
    /// First, second.
    Ordinal = "ordinal",
    /// Any other number.
    Cardinal = "cardinal",
}
