//! A report made ready for finders: its tokens, sentences and quotations, worked out once.

use sayso_model::{Report, SegmentKind};
use sayso_syntax::{Tree, parser};
use sayso_text::{Quotations, Sentence, Span, Token, quotations, sentences, tokens};
use std::cell::OnceCell;

/// No sentence has so many tokens; a stretch that does is no place to look for a subject, or for the day of a statement.
pub(crate) const ENDLESS: usize = 400;

/// A report with what finders look at.
#[derive(Debug)]
pub struct Prepared<'r> {
    /// The report.
    pub report: &'r Report,
    /// Its cleaned text.
    pub text: &'r str,
    /// The same with ASCII letters in lower case; offsets are the same.
    lower: String,
    /// All tokens.
    pub tokens: Vec<Token>,
    /// All sentences.
    pub sentences: Vec<Sentence>,
    /// All quotations.
    pub quotations: Quotations,
    /// For each token, the outermost quotation whose words or marks it belongs to.
    pub quoted: Vec<Option<u32>>,
    /// The trees of the sentences, made when asked for.
    trees: Vec<OnceCell<Tree>>,
}

impl<'r> Prepared<'r> {
    /// Makes a report ready, in time linear in its length.
    pub fn new(report: &'r Report) -> Prepared<'r> {
        let text = report.text.as_str();
        let tokens: Vec<Token> = tokens(text).collect();
        let sentences = sentences(text, &tokens);
        let quotations = quotations(text);
        let mut quoted = vec![None; tokens.len()];
        let mut at = 0;
        for (i, quotation) in quotations.top_level() {
            while at < tokens.len() && tokens[at].span.start() < quotation.outer.start() {
                at += 1;
            }
            while at < tokens.len() && tokens[at].span.start() < quotation.outer.end() {
                quoted[at] = Some(i as u32);
                at += 1;
            }
        }
        let trees = sentences.iter().map(|_| OnceCell::new()).collect();
        let lower = text.to_ascii_lowercase();
        Prepared { report, text, lower, tokens, sentences, quotations, quoted, trees }
    }

    /// Token number `i` as printed.
    pub fn word(&self, i: usize) -> &'r str {
        self.tokens[i].text(self.text)
    }

    /// Token number `i` with ASCII letters in lower case.
    pub fn lower(&self, i: usize) -> &str {
        self.tokens[i].text(&self.lower)
    }

    /// The tree of the sentence that token number `i` stands in, with the token that it begins with, from which its words
    /// are counted. None for what is too long to be a sentence.
    pub fn tree_of(&self, i: usize) -> Option<(usize, &Tree)> {
        tree_of(self.text, &self.tokens, &self.sentences, &self.trees, i)
    }

    /// The kind of segment a token stands in.
    pub fn segment(&self, i: usize) -> SegmentKind {
        self.report.segment_at(self.tokens[i].span.start())
    }

    /// The span from token `first` to the last before `end`.
    ///
    /// # Panics
    /// When the range is empty or out of bounds.
    pub fn span(&self, range: std::ops::Range<usize>) -> Span {
        self.tokens[range.start].span.hull(self.tokens[range.end - 1].span)
    }
}

/// Where trees of sentences are to be had.
pub(crate) trait Trees {
    /// As [`Prepared::tree_of`] gives it.
    fn tree_of(&self, i: usize) -> Option<(usize, &Tree)>;
}

impl Trees for Prepared<'_> {
    fn tree_of(&self, i: usize) -> Option<(usize, &Tree)> {
        Prepared::tree_of(self, i)
    }
}

/// The sentences of a text, and their trees as far as they were asked for.
pub(crate) struct Sentences<'t> {
    text: &'t str,
    tokens: &'t [Token],
    sentences: &'t [Sentence],
    trees: Vec<OnceCell<Tree>>,
}

impl<'t> Sentences<'t> {
    pub fn new(text: &'t str, tokens: &'t [Token], sentences: &'t [Sentence]) -> Sentences<'t> {
        Sentences { text, tokens, sentences, trees: sentences.iter().map(|_| OnceCell::new()).collect() }
    }
}

impl Trees for Sentences<'_> {
    fn tree_of(&self, i: usize) -> Option<(usize, &Tree)> {
        tree_of(self.text, self.tokens, self.sentences, &self.trees, i)
    }
}

fn tree_of<'t>(
    text: &str,
    tokens: &[Token],
    sentences: &[Sentence],
    trees: &'t [OnceCell<Tree>],
    i: usize,
) -> Option<(usize, &'t Tree)> {
    let at = sentences.partition_point(|s| s.tokens.end <= i);
    let range = sentences.get(at).map(|s| s.tokens.clone())?;
    if !range.contains(&i) || range.len() >= ENDLESS {
        return None;
    }
    let words = || tokens[range.clone()].iter().map(|t| t.text(text)).collect::<Vec<&str>>();
    Some((range.start, trees[at].get_or_init(|| parser().parse(&words()))))
}
