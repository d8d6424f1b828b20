//! The kinds of expectation.

mod fields;

pub use fields::{Dates, VariantExpected};

use crate::excerpt::{Excerpt, guard_words};
use crate::point::PointExpected;
use fields::{
    Fields, Reading, answers, exactly, excerpt, known, lineage, located, located_words, naming, one, repair,
    reports, says, segment, text, utterance,
};
use sayso_model::{Answering, Certainty, Form, LineageKind, SegmentKind};

/// What is expected. Reports are named by their ids in the case.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// These reports, and no others of the case, are one story.
    Story(Vec<String>),
    /// The stories of these two are two, and linked.
    Linked(String, String),
    /// Some statement, or with `not` no statement, is like this.
    Says {
        /// Whether none must be like this.
        not: bool,
        /// The report.
        report: String,
        /// Who; `None` for anyone.
        speaker: Option<String>,
        /// The cue; `None` for any.
        cue: Option<String>,
        /// Words of the content.
        content: Excerpt,
        /// How it is given, where that is said.
        form: Option<Form>,
    },
    /// No statement's content touches these words.
    Unsaid(String, Excerpt),
    /// A statement with this content was made in this way.
    Channel(String, Excerpt, String),
    /// One utterance has just these variants.
    Utterance {
        /// Words of the fullest wording, or of a variant.
        words: Excerpt,
        /// What each report prints.
        variants: Vec<VariantExpected>,
        /// Who spoke, where that is said.
        speaker: Option<String>,
        /// Who had it first, where that is said.
        first: Option<String>,
    },
    /// No utterance holds both quotations.
    Apart((String, Excerpt), (String, Excerpt)),
    /// One report depends on another.
    Lineage {
        /// The report that copied.
        report: String,
        /// Any of these, from which it was copied.
        of: Vec<String>,
        /// Any of these.
        kinds: Vec<LineageKind>,
    },
    /// None of these depends on another of them.
    Independent(Vec<String>),
    /// These characters were repaired.
    Repair {
        /// The report.
        report: String,
        /// As received.
        received: String,
        /// As cleaned.
        cleaned: String,
        /// How often, where that is said.
        times: Option<usize>,
    },
    /// The cleaned text has, or with `not` has not, these characters.
    Text {
        /// Whether it must not have them.
        not: bool,
        /// The report.
        report: String,
        /// The characters.
        words: String,
    },
    /// The words lie in a segment of this kind.
    Segment(SegmentKind, String, Excerpt),
    /// The report's metadata; `None` for not known.
    Title(String, Option<String>),
    /// Who published it.
    Outlet(String, Option<String>),
    /// Who wrote it; the byline contains these words.
    Authors(String, Option<String>),
    /// When it was published, and how that is known.
    Published {
        /// The report.
        report: String,
        /// `None` for not known.
        day: Option<String>,
        /// How it is known.
        basis: String,
    },
    /// Something odd of this kind was noted.
    Problem(String, String),
    /// The reports can be compared on this.
    Point(PointExpected),
    /// No point with the verdict conflict has readings at all these words.
    NoConflict(Vec<(String, Excerpt)>),
    /// A statement answers another one.
    Answers {
        /// The statement that answers.
        from: (String, Excerpt),
        /// In any of these ways.
        hows: Vec<Answering>,
        /// Any of these statements.
        to: Vec<(String, Excerpt)>,
    },
    /// A statement was made then.
    Said {
        /// The report.
        report: String,
        /// Words of the content.
        words: Excerpt,
        /// The day or time; `None` for not known.
        when: Option<Dates>,
    },
    /// Something stands in the timeline.
    Timeline {
        /// When.
        when: Dates,
        /// Its words.
        words: Excerpt,
        /// How the date is known, where that is said.
        basis: Option<Certainty>,
    },
    /// A report was dated by what it shares with others.
    Inferred(String, Dates),
    /// A report uses, or with `not` does not use, a term for something.
    Naming {
        /// Whether it must not.
        not: bool,
        /// Any of these things; empty for any.
        of: Vec<String>,
        /// The report.
        report: String,
        /// The term.
        term: String,
        /// `own` or `attributed`; `None` for either.
        voice: Option<String>,
    },
    /// All these names are one speaker, and no other speaker has one of them.
    Speaker(String, Vec<String>),
    /// These are two speakers.
    TwoSpeakers(String, String),
    /// Of all independent outlets, this report alone has it.
    Alone(String, Excerpt),
    /// Others have it, this report has not.
    Lacks(String, Excerpt),
}

/// The name of a kind, what its fields are, and their reader.
type Row = (&'static str, &'static str, fn(Fields) -> Reading);

const KINDS: &[Row] = &[
    ("story", "a b c", |f| Ok(Kind::Story(reports(one(f)?, 1)?))),
    ("linked", "a b", |f| {
        let ids = reports(one(f)?, 2)?;
        Ok(Kind::Linked(ids[0].clone(), ids[1].clone()))
    }),
    ("says", "report | speaker | cue | excerpt | form?", |f| says(f, false)),
    ("not says", "report | speaker | cue | excerpt", |f| says(f, true)),
    ("unsaid", "report | excerpt", |f| {
        let [report, words] = exactly(f)?;
        Ok(Kind::Unsaid(report, excerpt(&words)?))
    }),
    ("channel", "report | excerpt | channel", |f| {
        let [report, words, channel] = exactly(f)?;
        // Whom it was told to or through whom it came is printed in the report, and in no table.
        let printed = ["told ", "via "].iter().any(|lead| channel.starts_with(lead));
        let channel = match sayso_annotate::channel_named(&channel) {
            Some(known) => known.to_owned(),
            None if printed => channel,
            None => return Err(format!("{channel:?} is no channel")),
        };
        Ok(Kind::Channel(report, excerpt(&words)?, channel))
    }),
    ("utterance", "excerpt | a fullest | b truncated | by NAME? | first a?", utterance),
    ("apart", "a: excerpt | b: excerpt", |f| {
        let [a, b] = exactly(f)?;
        Ok(Kind::Apart(located(&a)?, located(&b)?))
    }),
    ("lineage", "b wire of a", lineage),
    ("independent", "a b c", |f| Ok(Kind::Independent(reports(one(f)?, 2)?))),
    ("repair", "report | `received` -> `cleaned` | 3 times?", repair),
    ("text", "report | words", |f| text(f, false)),
    ("not text", "report | words", |f| text(f, true)),
    ("headline", "report | excerpt", |f| segment(f, SegmentKind::Headline)),
    ("dateline", "report | excerpt", |f| segment(f, SegmentKind::Dateline)),
    ("byline", "report | excerpt", |f| segment(f, SegmentKind::Byline)),
    ("body", "report | excerpt", |f| segment(f, SegmentKind::Body)),
    ("caption", "report | excerpt", |f| segment(f, SegmentKind::Caption)),
    ("furniture", "report | excerpt", |f| segment(f, SegmentKind::Furniture)),
    ("title", "report | words", |f| {
        let [report, words] = exactly(f)?;
        Ok(Kind::Title(report, known(words)))
    }),
    ("outlet", "report | words", |f| {
        let [report, words] = exactly(f)?;
        Ok(Kind::Outlet(report, known(words)))
    }),
    ("authors", "report | words", |f| {
        let [report, words] = exactly(f)?;
        Ok(Kind::Authors(report, known(words)))
    }),
    ("published", "report | day or - | basis", |f| {
        let [report, day, basis] = exactly(f)?;
        if sayso_model::Basis::parse(&basis).is_none() {
            return Err(format!("{basis:?} is no basis of a date"));
        }
        Ok(Kind::Published { report, day: known(day), basis })
    }),
    ("problem", "report | kind", |f| {
        let [report, kind] = exactly(f)?;
        Ok(Kind::Problem(report, kind))
    }),
    ("point", "kind | words | a b: value (own) | c: value (NAME) | verdict agree? | silent d?", |f| {
        Ok(Kind::Point(PointExpected::parse(f)?))
    }),
    ("no conflict", "a: excerpt | b: excerpt?", |f| {
        let places: Result<Vec<_>, String> = f.iter().map(|f| located(f)).collect();
        Ok(Kind::NoConflict(places?))
    }),
    ("answers", "a: excerpt | denies | b: excerpt | c: excerpt?", answers),
    ("said", "report | excerpt | TIMEX3 value or -", |f| {
        let [report, words, when] = exactly(f)?;
        let when = known(when).map(|w| Dates::parse(&w)).transpose()?;
        Ok(Kind::Said { report, words: excerpt(&words)?, when })
    }),
    ("timeline", "date | excerpt | basis or *", |f| {
        let [when, words, basis] = exactly(f)?;
        let basis = match basis.as_str() {
            "*" => None,
            basis => Some(Certainty::parse(basis).ok_or_else(|| format!("{basis:?} is no basis"))?),
        };
        Ok(Kind::Timeline { when: Dates::parse(&when)?, words: excerpt(&words)?, basis })
    }),
    ("inferred", "report | date", |f| {
        let [report, when] = exactly(f)?;
        Ok(Kind::Inferred(report, Dates::parse(&when)?))
    }),
    ("naming", "of | report | term | own or attributed or *", |f| naming(f, false)),
    ("not naming", "of | report | term | own or attributed or *", |f| naming(f, true)),
    ("speaker", "name | alias, alias", |f| {
        let [name, aliases] = exactly(f)?;
        Ok(Kind::Speaker(name, aliases.split(',').map(|a| a.trim().to_owned()).collect()))
    }),
    ("two speakers", "name | name", |f| {
        let [a, b] = exactly(f)?;
        Ok(Kind::TwoSpeakers(a, b))
    }),
    ("alone", "report | excerpt", |f| {
        let [report, words] = exactly(f)?;
        Ok(Kind::Alone(report, excerpt(&words)?))
    }),
    ("lacks", "report | excerpt", |f| {
        let [report, words] = exactly(f)?;
        Ok(Kind::Lacks(report, excerpt(&words)?))
    }),
];

impl Kind {
    /// Reads `kind | field | field`.
    pub fn parse(line: &str) -> Reading {
        let mut fields = line.split(" | ").map(str::trim);
        let name = fields.next().unwrap_or_default();
        let fields: Vec<&str> = fields.collect();
        let Some((name, shape, read)) = KINDS.iter().find(|k| k.0 == name) else {
            let all: Vec<&str> = KINDS.iter().map(|k| k.0).collect();
            return Err(format!("unknown kind {name:?}; there are: {}", all.join(", ")));
        };
        if fields.iter().any(|f| f.is_empty()) {
            return Err(format!("an empty field; the form is `{name} | {shape}`"));
        }
        read(&fields).map_err(|e| format!("{e}; the form is `{name} | {shape}`"))
    }

    /// The reports that are named.
    pub fn reports(&self) -> Vec<&str> {
        match self {
            Kind::Story(ids) | Kind::Independent(ids) => ids.iter().map(String::as_str).collect(),
            Kind::Linked(a, b) | Kind::Apart((a, _), (b, _)) => vec![a, b],
            Kind::Lineage { report, of, .. } => {
                std::iter::once(report).chain(of).map(String::as_str).collect()
            }
            Kind::Point(point) => {
                let silent = point.silent.iter().flatten().map(String::as_str);
                point
                    .readings
                    .iter()
                    .chain(&point.optional)
                    .map(|r| r.report.as_str())
                    .chain(silent)
                    .collect()
            }
            Kind::NoConflict(places) => places.iter().map(|p| p.0.as_str()).collect(),
            Kind::Answers { from, to, .. } => std::iter::once(from).chain(to).map(|p| p.0.as_str()).collect(),
            Kind::Timeline { .. } | Kind::Speaker(..) | Kind::TwoSpeakers(..) => Vec::new(),
            Kind::Utterance { variants, first, .. } => {
                let named = variants.iter().map(|v| v.report.as_str());
                named.chain(first.as_deref()).collect()
            }
            Kind::Says { report, .. }
            | Kind::Unsaid(report, _)
            | Kind::Channel(report, ..)
            | Kind::Repair { report, .. }
            | Kind::Text { report, .. }
            | Kind::Segment(_, report, _)
            | Kind::Title(report, _)
            | Kind::Outlet(report, _)
            | Kind::Authors(report, _)
            | Kind::Published { report, .. }
            | Kind::Said { report, .. }
            | Kind::Inferred(report, _)
            | Kind::Naming { report, .. }
            | Kind::Alone(report, _)
            | Kind::Lacks(report, _)
            | Kind::Problem(report, _) => vec![report],
        }
    }

    /// Whether letter case plays no part in its words.
    pub fn case_blind(&self) -> bool {
        matches!(self, Kind::Naming { .. } | Kind::Speaker(..) | Kind::TwoSpeakers(..))
    }

    /// Words that a report must print (any report, where none is named) for the expectation to make sense: a
    /// slip of the pen must not pass for something the program cannot do yet.
    pub fn printed(&self) -> Vec<(Option<&str>, Vec<String>)> {
        match self {
            Kind::Says { report, speaker, content, .. } => {
                let named = speaker.as_deref().filter(|s| *s != "anonymous");
                let mut words = content.words();
                words.extend(named.map(guard_words).unwrap_or_default());
                vec![(Some(report), words)]
            }
            Kind::Unsaid(report, words)
            | Kind::Said { report, words, .. }
            | Kind::Alone(report, words)
            | Kind::Channel(report, words, _)
            | Kind::Segment(_, report, words) => {
                vec![(Some(report), words.words())]
            }
            Kind::Utterance { words, speaker, .. } => {
                let mut all = words.words();
                all.extend(guard_words(speaker.as_deref().unwrap_or_default()));
                vec![(None, all)]
            }
            Kind::Apart((a, in_a), (b, in_b)) => vec![(Some(a), in_a.words()), (Some(b), in_b.words())],
            Kind::Point(point) => point.printed(),
            Kind::NoConflict(places) => places.iter().map(located_words).collect(),
            Kind::Answers { from, to, .. } => std::iter::once(from).chain(to).map(located_words).collect(),
            Kind::Timeline { words, .. } | Kind::Lacks(_, words) => vec![(None, words.words())],
            Kind::Naming { not: false, report, term, .. } => vec![(Some(report), guard_words(term))],
            Kind::Speaker(name, aliases) => {
                std::iter::once(name).chain(aliases).map(|n| (None, guard_words(n))).collect()
            }
            Kind::TwoSpeakers(a, b) => vec![(None, guard_words(a)), (None, guard_words(b))],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_model::{Sense, VariantKind};

    #[test]
    fn an_unknown_kind_is_an_error_that_lists_the_known() {
        let error = Kind::parse("sings | a | tra la la").unwrap_err();
        assert!(error.contains("unknown kind \"sings\"") && error.contains("not says"), "{error}");
    }

    #[test]
    fn says_has_four_or_five_fields() {
        assert!(matches!(
            Kind::parse("says | a | * | : | it rains").unwrap(),
            Kind::Says { speaker: None, cue: Some(cue), form: None, not: false, .. } if cue == ":"
        ));
        assert!(matches!(
            Kind::parse("says | a | - | said | it rains | mixed").unwrap(),
            Kind::Says { form: Some(Form::Mixed), .. }
        ));
        for wrong in [
            "says | a | B | said",
            "says | a | B | said | it rains | loudly",
            "says | a | B |  | it rains",
            "not says | a | B | said | it rains | direct",
        ] {
            assert!(Kind::parse(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn utterances_name_variants_speaker_and_first() {
        let kind =
            Kind::parse("utterance | it rains | a fullest | b altered/translated turned | by X Y | first b");
        let Ok(Kind::Utterance { variants, speaker, first, .. }) = kind else { panic!("{kind:?}") };
        assert_eq!((speaker.as_deref(), first.as_deref()), (Some("X Y"), Some("b")));
        assert!(variants[0].fullest && variants[0].kinds.is_empty());
        assert_eq!(variants[1].kinds, [VariantKind::Altered, VariantKind::Translated]);
        assert_eq!(variants[1].sense, Some(Sense::Turned));
        assert!(Kind::parse("utterance | it rains | a loud").is_err());
        assert!(Kind::parse("utterance | it rains | by X").is_err());
    }

    #[test]
    fn lineage_and_repairs_have_their_own_forms() {
        let kinds = vec![LineageKind::Wire];
        assert_eq!(
            Kind::parse("lineage | b wire of a").unwrap(),
            Kind::Lineage { report: "b".into(), of: vec!["a".into()], kinds }
        );
        assert!(Kind::parse("lineage | b theft of a").is_err());
        assert_eq!(
            Kind::parse("repair | b | `\\u{200b}` -> `` | 2 times").unwrap(),
            Kind::Repair {
                report: "b".into(),
                received: "\u{200b}".into(),
                cleaned: String::new(),
                times: Some(2)
            }
        );
        assert!(Kind::parse("repair | b | x -> y").is_err());
    }

    #[test]
    fn a_channel_is_a_word_of_the_table() {
        let channel = |word: &str| match Kind::parse(&format!("channel | a | it rains | {word}")) {
            Ok(Kind::Channel(_, _, channel)) => Some(channel),
            _ => None,
        };
        assert_eq!(channel("press conference").as_deref(), Some("press conference"));
        assert_eq!(channel("tweet").as_deref(), Some("post"));
        assert_eq!(channel("told reporters").as_deref(), Some("told reporters"));
        assert_eq!(channel("postt"), None);
        assert_eq!(channel("the moon"), None);
    }

    #[test]
    fn every_kind_names_its_reports() {
        let kind = Kind::parse("apart | a: it rains | b: it pours").unwrap();
        assert_eq!(kind.reports(), ["a", "b"]);
        assert_eq!(Kind::parse("story | a b c").unwrap().reports(), ["a", "b", "c"]);
        let kind = Kind::parse("utterance | it rains | a exact | first b").unwrap();
        assert_eq!(kind.reports(), ["a", "b"]);
    }
}
