//! Whose a quotation is that stands alone, told by a part of it that is attributed elsewhere: `Orr called him “an arrogant
//! clown”. … “An arrogant clown wants my seat.”`

use crate::{Found, Prepared};
use rustc_hash::FxHashMap;
use sayso_text::Span;

/// Words that statements quote, by the first of them, for finding whose a longer quotation is.
pub(super) struct Quoted<'p> {
    prepared: &'p Prepared<'p>,
    parts: FxHashMap<[&'p str; Quoted::LEAST], Vec<Part>>,
}

/// A run of quoted words and who is quoted.
struct Part {
    words: Vec<usize>,
    source: Vec<Span>,
}

impl<'p> Quoted<'p> {
    /// Fewer words in a row are anybody's.
    const LEAST: usize = 4;
    /// So many are one speaker's wherever they stand.
    const MANY: usize = 6;
    /// Parts that begin alike and are looked at.
    const ALIKE: usize = 4;
    /// Words of a part that are looked at.
    const LONGEST: usize = 40;

    /// What these statements, each with a cue and a source, quote.
    pub fn of(prepared: &'p Prepared<'p>, statements: &[Found]) -> Quoted<'p> {
        let mut quoted = Quoted { prepared, parts: FxHashMap::default() };
        for statement in statements.iter().filter(|s| !s.cue.is_empty() && !s.source.is_empty()) {
            for content in &statement.content {
                let words = quoted.words(*content);
                for part in words.chunk_by(|a, b| prepared.quoted[*a] == prepared.quoted[*b]) {
                    let own = prepared.quoted[part[0]].is_some();
                    let Some(first) = quoted.first(part).filter(|_| own) else { continue };
                    let alike = quoted.parts.entry(first).or_default();
                    if alike.len() < Quoted::ALIKE {
                        alike.push(Part {
                            words: part[..part.len().min(Quoted::LONGEST)].to_vec(),
                            source: statement.source.clone(),
                        });
                    }
                }
            }
        }
        quoted
    }

    fn words(&self, span: Span) -> Vec<usize> {
        let tokens = crate::statements::tokens_in(self.prepared, span);
        tokens.filter(|i| self.prepared.tokens[*i].is_word()).collect()
    }

    /// The first words of a run, marks and letter case aside.
    fn first(&self, words: &[usize]) -> Option<[&'p str; Quoted::LEAST]> {
        let words = words.get(..Quoted::LEAST)?;
        Some(std::array::from_fn(|k| self.prepared.lower(words[k])))
    }

    /// Who is quoted elsewhere with a part of this quotation.
    fn source(&self, quotation: Span) -> Option<&[Span]> {
        let words = self.words(quotation);
        (0..words.len()).find_map(|at| {
            let rest = &words[at..];
            let same = |part: &[usize]| {
                rest.len() >= part.len()
                    && rest.iter().zip(part).all(|(a, b)| self.prepared.lower(*a) == self.prepared.lower(*b))
            };
            // What a quotation begins with, or many words of it: a few are said by anybody.
            let long = |part: &Part| at == 0 || part.words.len() >= Quoted::MANY;
            let alike = self.parts.get(&self.first(rest)?)?;
            let mut all = alike.iter().filter(|part| long(part) && same(&part.words));
            let source = &all.next()?.source;
            all.all(|other| other.source == *source).then_some(&source[..])
        })
    }

    /// Gives a quotation that stands alone to whom an attributed part of it is; returns whether there is one.
    pub fn own(&self, found: &mut Found) -> bool {
        let (true, Some(first)) = (found.cue.is_empty(), found.content.first()) else { return false };
        let Some(source) = self.source(*first) else { return false };
        found.source = source.to_vec();
        true
    }
}
