//! The closed vocabularies of the glossary and the contract.

use serde::{Deserialize, Serialize};

macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$vmeta])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// All words of this vocabulary, in order.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];

            /// The word as it is printed and stored.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }

            /// The value a printed word stands for.
            pub fn parse(word: &str) -> Option<$name> {
                match word { $($word => Some($name::$variant),)+ _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(self.as_str())
            }
        }
    };
}

pub(crate) use vocabulary;

vocabulary! {
    /// What a stretch of a report is.
    SegmentKind {
        /// The report's title line.
        Headline = "headline",
        /// Place (and agency, and day) that open the first paragraph: `TEHRAN –`, `WASHINGTON (Reuters) —`.
        Dateline = "dateline",
        /// Who wrote it.
        Byline = "byline",
        /// The report itself.
        Body = "body",
        /// The words below a picture.
        Caption = "caption",
        /// Related links, licence lines, sign-offs, cookie notices, glued headlines: kept, but no part of the story.
        Furniture = "furniture",
    }
}

vocabulary! {
    /// How the published date is known.
    Basis {
        /// The text itself states it.
        Stated = "stated",
        /// The page's or item's metadata.
        Metadata = "metadata",
        /// The feed that carried it.
        Feed = "feed",
        /// The path or address contains it.
        Path = "path",
        /// Worked out from other reports.
        Inferred = "inferred",
        /// Not known.
        None = "none",
    }
}

vocabulary! {
    /// What kind of source a statement has.
    SourceKind {
        /// A person or body that the report names, or that its words pick out.
        Named = "named",
        /// One or a few persons whose name the report withholds or does not give.
        Anonymous = "anonymous",
        /// Several without names: analysts, residents, officials.
        Collective = "collective",
        /// Something written, drawn or counted.
        Document = "document",
        /// The outlet itself, or its own people.
        Outlet = "outlet",
    }
}

vocabulary! {
    /// How a statement gives what was said.
    Form {
        /// Wholly in quotation marks.
        Direct = "direct",
        /// In the reporter's words.
        Indirect = "indirect",
        /// Partly in quotation marks.
        Mixed = "mixed",
    }
}

vocabulary! {
    /// Where in the report a statement stands.
    Voice {
        /// In the headline.
        Headline = "headline",
        /// In the body.
        Body = "body",
    }
}

vocabulary! {
    /// What kind of thing an entity is.
    EntityKind {
        /// A human being.
        Person = "person",
        /// A body, company, government, team, outlet.
        Organization = "organization",
        /// A place.
        Place = "place",
        /// A law, treaty, ruling or case.
        Law = "law",
        /// A named happening.
        Event = "event",
        /// A made thing with a name.
        Product = "product",
        /// Any other named thing.
        Other = "other",
    }
}

vocabulary! {
    /// How a mention names its entity.
    MentionForm {
        /// By its proper name.
        Name = "name",
        /// By a common noun.
        Nominal = "nominal",
        /// By a pronoun.
        Pronoun = "pronoun",
        /// By title or office.
        Title = "title",
    }
}

vocabulary! {
    /// TIMEX3 types.
    TimeType {
        /// A day or longer.
        Date = "DATE",
        /// A time within a day.
        Time = "TIME",
        /// A length of time.
        Duration = "DURATION",
        /// Repeated times.
        Set = "SET",
    }
}

vocabulary! {
    /// What a relative time was reckoned from.
    TimeAnchor {
        /// The published date.
        Published = "published",
        /// A time named before it.
        Previous = "previous",
        /// Nothing: it stands for itself, or could not be reckoned.
        None = "none",
    }
}

vocabulary! {
    /// What a cue does. The list is the glossary's, with the further classes the lexicon needs.
    Manner {
        /// Says, neutrally.
        Assert = "assert",
        /// Says, with the outlet keeping its distance.
        Claim = "claim",
        /// Says it is not so.
        Deny = "deny",
        /// Lays blame.
        Accuse = "accuse",
        /// Threatens harm.
        Threaten = "threaten",
        /// Binds itself.
        Promise = "promise",
        /// Wants others to act.
        Demand = "demand",
        /// Disapproves strongly.
        Condemn = "condemn",
        /// Warns of harm to come.
        Warn = "warn",
        /// Asks.
        Ask = "ask",
        /// Grants it is so.
        Admit = "admit",
        /// Holds it true.
        Believe = "believe",
        /// Means to do.
        Intend = "intend",
        /// Approves.
        Praise = "praise",
        /// Makes known.
        Announce = "announce",
        /// Says it is indeed so.
        Confirm = "confirm",
        /// Turns down.
        Reject = "reject",
        /// Puts forward.
        Propose = "propose",
        /// Gives a figure or forecast.
        Estimate = "estimate",
        /// Is of one mind.
        Agree = "agree",
        /// Declines to say or do.
        Refuse = "refuse",
        /// Feels: hopes, fears, regrets.
        Feel = "feel",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// How the day of a statement is known.
    SaidBasis {
        /// Printed in the clause of its cue: `said on Sunday`.
        Stated = "stated",
        /// Printed with another statement of the same speaker, which it goes on from.
        Narrative = "narrative",
        /// Printed with the occasion it was made on: `at Monday's hearing`.
        Occasion = "occasion",
        /// The day of the report itself: a ticker or transcript, or the day of publication.
        Published = "published",
        /// Worked out from other reports.
        Inferred = "inferred",
    }
}

vocabulary! {
    /// In what way something was not, or not surely, said.
    Modality {
        /// It may be said.
        Possible = "possible",
        /// It is to be said.
        Future = "future",
        /// It would be said.
        Conditional = "conditional",
        /// It ought to be said.
        Obliged = "obliged",
        /// It is told at second hand that it was said.
        Reported = "reported",
    }
}

vocabulary! {
    /// Whether a cue commits the outlet to what is said; of two, the stronger is the later.
    #[derive(Default)]
    Stance {
        /// It does not.
        #[default]
        Neutral = "neutral",
        /// What is said is taken for true: `admitted`, `pointed out`.
        Endorses = "endorses",
        /// The outlet keeps away from it: `claimed`.
        Distances = "distances",
        /// The outlet says that it is false: `falsely said`.
        Rejects = "rejects",
    }
}

vocabulary! {
    /// How one report depends on another.
    LineageKind {
        /// The same text.
        Duplicate = "duplicate",
        /// An agency's text carried by an outlet.
        Wire = "wire",
        /// The text reworded.
        Rewritten = "rewritten",
        /// Passages reused.
        Partial = "partial",
    }
}

vocabulary! {
    /// How a variant relates to the fullest wording of its utterance.
    VariantKind {
        /// Word for word.
        Exact = "exact",
        /// Cut at an end.
        Truncated = "truncated",
        /// Cut inside.
        Elided = "elided",
        /// Joined with another utterance.
        Merged = "merged",
        /// Printed in several parts.
        Split = "split",
        /// Some words changed.
        Altered = "altered",
        /// Reworded.
        Paraphrased = "paraphrased",
        /// Reworded as by translation there and back.
        Translated = "translated",
        /// In the reporter's words.
        Indirect = "indirect",
    }
}

vocabulary! {
    /// Whether a variant keeps the sense of the fullest wording.
    Sense {
        /// Kept.
        Kept = "kept",
        /// Turned: a negation, condition or hedge was lost or added.
        Turned = "turned",
    }
}

vocabulary! {
    /// What the reports' readings of a point amount to.
    Verdict {
        /// The same.
        Agree = "agree",
        /// Not the same, and compatible.
        Differ = "differ",
        /// Not compatible.
        Conflict = "conflict",
        /// A later reading of the same or a better source replaces an earlier one.
        Superseded = "superseded",
    }
}

vocabulary! {
    /// What a point asks.
    PointKind {
        /// How many or how much.
        Number = "number",
        /// Where.
        Place = "place",
        /// When.
        Time = "time",
        /// Why.
        Cause = "cause",
        /// Who did it.
        Agent = "agent",
        /// Whether it is so at all.
        Denial = "denial",
        /// What it is called.
        Naming = "naming",
        /// How far it has come.
        Status = "status",
        /// Anything else.
        Other = "other",
    }
}

vocabulary! {
    /// What a report lacks.
    LackedKind {
        /// A point.
        Point = "point",
        /// An utterance.
        Utterance = "utterance",
        /// A statement in indirect speech.
        Statement = "statement",
    }
}

vocabulary! {
    /// What stands in the timeline.
    TimelineKind {
        /// Something that happened.
        Event = "event",
        /// Something that was said.
        Statement = "statement",
        /// A report's publication.
        Publication = "publication",
    }
}

vocabulary! {
    /// How a date in the timeline is known.
    Certainty {
        /// Printed.
        Stated = "stated",
        /// Taken from the published date.
        Published = "published",
        /// Worked out.
        Inferred = "inferred",
    }
}

vocabulary! {
    /// How a statement answers another one.
    Answering {
        /// Says it is not so.
        Denies = "denies",
        /// Says it is so.
        Confirms = "confirms",
        /// Disapproves of it.
        Condemns = "condemns",
        /// Otherwise refers to it.
        Responds = "responds",
    }
}
