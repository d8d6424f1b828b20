//! The reader: weights, and what they find in a text.

use crate::decode::{Chain, Stretch};
use crate::linking::{Linker, TaggedPart, parts};
use crate::naming::Naming;
use crate::network::{Network, Scores, Scratch};
use crate::quoting::quote_states;
use crate::reading::{Linked, Named, Part, Reading, Role};
use crate::simd::Level;
use crate::token::{Tokens, tokens};
use crate::weights::{Weights, WeightsError};
use sayso_text::Span;
use std::cell::RefCell;

/// The weights that are part of this program.
#[cfg(feature = "embedded")]
pub(crate) static EMBEDDED: &[u8] = include_bytes!("../../../models/reader.safetensors");

/// Finds the parts of statements, which of them belong together, and names, in any text.
///
/// A reader is shared by threads; each call works on one thread. The same text gives the same bits on one machine,
/// whatever else is read beside it; on another machine probabilities may differ in the fourth decimal.
///
/// ```
/// # #[cfg(feature = "embedded")] {
/// let reader = sayso_reader::Reader::embedded();
/// let text = "The harbour will reopen on Friday, the mayor said.";
/// let reading = reader.read(text);
/// let statement = &reading.statements[0];
/// assert_eq!(statement.source.map(|part| part.span.slice(text)), Some(Some("the mayor")));
/// assert_eq!(statement.cue.span.slice(text), Some("said"));
/// # }
/// ```
#[derive(Debug)]
pub struct Reader {
    pub(crate) network: Network,
    pub(crate) roles: Chain,
    pub(crate) naming: Naming,
    pub(crate) linker: Linker,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

impl Reader {
    /// The reader whose weights are part of this program; loading takes some ten milliseconds.
    ///
    /// # Panics
    ///
    /// Not in a program whose tests pass: the weights are fixed when it is built.
    #[cfg(feature = "embedded")]
    pub fn embedded() -> Reader {
        Reader::from_bytes(EMBEDDED).unwrap_or_else(|error| panic!("the weights in this program: {error}"))
    }

    /// A reader from the bytes of a weights file.
    ///
    /// # Errors
    ///
    /// When the file is cut short or is not of the format `training/FORMAT.md` describes.
    pub fn from_bytes(bytes: &[u8]) -> Result<Reader, WeightsError> {
        Reader::at_level(bytes, Level::detect())
    }

    pub(crate) fn at_level(bytes: &[u8], level: Level) -> Result<Reader, WeightsError> {
        let mut weights = Weights::open(bytes)?;
        weights.description.check_roles()?;
        let linking = weights.description.take_linking()?;
        let network = Network::new(&weights, level)?;
        Ok(Reader {
            roles: Chain::of(&weights, "role", network.role_labels)?,
            naming: Naming::new(&weights, &network)?,
            network,
            linker: Linker::new(linking)?,
        })
    }

    /// Reads a text, the headline first if it has one. Paragraphs end at line breaks. Any text will do.
    pub fn read(&self, text: &str) -> Reading {
        let tokens = tokens(text);
        let (scores, parts, statements) = self.read_statements(&tokens, true);
        Reading { parts, statements, names: self.named(&tokens, &scores) }
    }

    /// The statements alone, for a quarter less of the time; the same as those of [`Reader::read`].
    pub fn statements(&self, text: &str) -> Vec<Linked> {
        self.read_statements(&tokens(text), false).2
    }

    fn read_statements(&self, tokens: &Tokens<'_>, names: bool) -> (Scores, Vec<Part>, Vec<Linked>) {
        let states = quote_states(tokens);
        let scores = SCRATCH.with_borrow_mut(|scratch| self.network.scores(tokens, &states, names, scratch));
        let tagged = self.parts(&scores);
        let part = |k: usize| {
            let TaggedPart { stretch, probability, .. } = tagged[k];
            Part { span: span(tokens, stretch), role: Role::ALL[stretch.kind], probability }
        };
        let links = self.linker.link(tokens, &states, &tagged);
        let linked = links
            .into_iter()
            .map(|link| Linked {
                source: link.source.map(part),
                cue: part(link.cue),
                contents: link.contents.iter().map(|k| part(*k)).collect(),
                confidence: link.confidence,
            })
            .collect();
        let parts = (0..tagged.len()).map(part).collect();
        (scores, parts, linked)
    }

    pub(crate) fn parts(&self, scores: &Scores) -> Vec<TaggedPart> {
        let count = scores.rows.len() / scores.stride;
        let path = self.roles.decode(&scores.rows, scores.stride, count);
        parts(&path, &scores.rows, scores.stride, self.network.role_labels)
    }

    fn named(&self, tokens: &Tokens<'_>, scores: &Scores) -> Vec<Named> {
        self.naming
            .named(&self.network, scores)
            .into_iter()
            .map(|(stretch, kind, probability)| Named { span: span(tokens, stretch), kind, probability })
            .collect()
    }
}

fn span(tokens: &Tokens<'_>, stretch: Stretch) -> Span {
    tokens.tokens[stretch.start].span.hull(tokens.tokens[stretch.end - 1].span)
}
