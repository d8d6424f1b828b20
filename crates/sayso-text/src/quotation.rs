//! Quotation structure: which stretches of a text stand in quotation marks, how deep, and which marks are odd.

mod marks;
mod matching;

use crate::{Span, Token, paragraphs};

/// All quotations of one text, in text order (an outer one before those within it).
///
/// Takes curly, straight, paired-apostrophe, guillemet (either way round), German low and corner marks, single
/// marks told from apostrophes, quotations within quotations, and quotations of several paragraphs with the
/// opening mark repeated. A mark without its partner never reaches beyond its paragraph. Any text is taken, in
/// time linear in its length.
///
/// ```
/// use sayso_text::quotations;
/// let text = "“She called it ‘the workers’ choice’,” said Ann O’Neill.";
/// let found = quotations(text);
/// assert_eq!(found.len(), 2);
/// assert_eq!(found[1].outer.slice(text), Some("‘the workers’ choice’"));
/// assert_eq!(found[1].parent, Some(0));
/// assert_eq!(found.depth_at(text.find("workers").unwrap()), 2);
/// ```
pub fn quotations(text: &str) -> Quotations {
    let (list, problems) = matching::find(text, &paragraphs(text));
    let boundaries = boundaries(&list);
    Quotations { list, boundaries, problems }
}

/// One stretch of text in quotation marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quotation {
    /// From the opening mark to the closing one, both included.
    pub outer: Span,
    /// The words within, without marks and the white space at the ends: one span for each paragraph.
    pub inner: Vec<Span>,
    /// How many quotations hold this one.
    pub depth: usize,
    /// The innermost quotation that holds this one, by its place in the list.
    pub parent: Option<usize>,
    /// The marks used (the opening one, where they differ).
    pub style: QuoteStyle,
    /// Whether it has a closing mark. If not, it ends at the end of its paragraph or before the next opening
    /// mark of its kind.
    pub closed: bool,
}

/// A kind of quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteStyle {
    /// “…”, also ”…”.
    Curly,
    /// "…"
    Straight,
    /// ''…'' or ``…''.
    Paired,
    /// «…» or »…«.
    Guillemets,
    /// „…“ or „…”.
    Low,
    /// 「…」 or 『…』.
    Corner,
    /// ‘…’
    SingleCurly,
    /// '…' or `…'.
    SingleStraight,
    /// ‚…‘ or ‚…’.
    SingleLow,
    /// ‹…› or ›…‹.
    SingleGuillemets,
}

impl QuoteStyle {
    /// Whether the marks are single ones, which may also be apostrophes.
    pub fn is_single(self) -> bool {
        matches!(
            self,
            QuoteStyle::SingleCurly
                | QuoteStyle::SingleStraight
                | QuoteStyle::SingleLow
                | QuoteStyle::SingleGuillemets
        )
    }
}

/// A mark that has no partner, or not its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotationProblem {
    /// What is wrong.
    pub kind: QuotationProblemKind,
    /// The mark.
    pub span: Span,
}

/// What is wrong with a quotation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuotationProblemKind {
    /// It opens a quotation that nothing closes.
    Unclosed,
    /// It closes a quotation that nothing opened.
    Unopened,
    /// It closes a quotation opened by another kind of mark.
    Mismatched,
}

impl QuotationProblemKind {
    /// A sentence for a person to read.
    pub fn message(self) -> &'static str {
        match self {
            QuotationProblemKind::Unclosed => "a quotation is opened and not closed",
            QuotationProblemKind::Unopened => "a quotation is closed that was not opened",
            QuotationProblemKind::Mismatched => "a quotation is closed by a mark of another kind",
        }
    }
}

/// Where a token stands with regard to quotations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum QuoteState {
    /// Outside of all quotations.
    Outside,
    /// An opening mark, a repeated one included.
    Opening,
    /// Within one quotation.
    Inside,
    /// Within a quotation within a quotation.
    Nested,
    /// A closing mark.
    Closing,
}

/// The quotations of one text; made by [`quotations`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quotations {
    list: Vec<Quotation>,
    /// From each place on, the innermost quotation there, as its place in the list.
    boundaries: Vec<(u32, Option<u32>)>,
    problems: Vec<QuotationProblem>,
}

impl std::ops::Deref for Quotations {
    type Target = [Quotation];
    fn deref(&self) -> &[Quotation] {
        &self.list
    }
}

impl Quotations {
    /// Marks without a partner, in text order.
    pub fn problems(&self) -> &[QuotationProblem] {
        &self.problems
    }

    /// The innermost quotation whose words cover byte `at`, as its place in the list. Its own marks do not count,
    /// those of quotations within it do.
    pub fn inside(&self, at: usize) -> Option<usize> {
        let after = self.boundaries.partition_point(|(from, _)| *from as usize <= at);
        let (_, found) = self.boundaries[..after].last()?;
        found.map(|i| i as usize)
    }

    /// How many quotations cover byte `at`.
    pub fn depth_at(&self, at: usize) -> usize {
        self.inside(at).map_or(0, |i| self.list[i].depth + 1)
    }

    /// The outermost quotation that covers byte `at`, as its place in the list.
    pub fn outermost(&self, at: usize) -> Option<usize> {
        let mut found = self.inside(at)?;
        while let Some(parent) = self.list[found].parent {
            found = parent;
        }
        Some(found)
    }

    /// The quotations that no other holds, with their places in the list.
    pub fn top_level(&self) -> impl Iterator<Item = (usize, &Quotation)> {
        self.list.iter().enumerate().filter(|(_, q)| q.depth == 0)
    }

    /// The state of every token, in one pass. `tokens` are those of the same text, in order.
    pub fn states(&self, tokens: &[Token]) -> Vec<QuoteState> {
        let mut marks: Vec<(Span, QuoteState)> = Vec::new();
        for quotation in &self.list {
            let mut before = quotation.outer.start();
            for inner in &quotation.inner {
                marks.extend(Span::new(before, inner.start()).map(|s| (s, QuoteState::Opening)));
                before = inner.end();
            }
            if quotation.closed {
                marks.extend(Span::new(before, quotation.outer.end()).map(|s| (s, QuoteState::Closing)));
            }
        }
        // The gap between two paragraphs of one quotation holds the repeated mark alone: it opens again.
        marks.sort_by_key(|(span, _)| (span.start(), span.end()));
        let mut states = Vec::with_capacity(tokens.len());
        let (mut mark, mut boundary) = (0, 0);
        let mut depth = 0;
        for token in tokens {
            let at = token.span.start();
            while let Some((_, found)) =
                self.boundaries.get(boundary).filter(|(from, _)| *from as usize <= at)
            {
                depth = found.map_or(0, |i| self.list[i as usize].depth + 1);
                boundary += 1;
            }
            while marks.get(mark).is_some_and(|(span, _)| span.end() <= at) {
                mark += 1;
            }
            let state = match marks.get(mark) {
                Some((span, state)) if span.covers(at) && !token.is_word() => *state,
                _ => match depth {
                    0 => QuoteState::Outside,
                    1 => QuoteState::Inside,
                    _ => QuoteState::Nested,
                },
            };
            states.push(state);
        }
        states
    }
}

/// Turns the inner spans into places from which on one quotation is the innermost.
fn boundaries(list: &[Quotation]) -> Vec<(u32, Option<u32>)> {
    let mut events: Vec<(usize, bool, usize, usize)> = Vec::new();
    for (i, quotation) in list.iter().enumerate() {
        for inner in quotation.inner.iter().filter(|s| !s.is_empty()) {
            events.push((inner.start(), true, quotation.depth, i));
            events.push((inner.end(), false, usize::MAX - quotation.depth, i));
        }
    }
    // Ends come before starts at one place, the deepest end first and the deepest start last.
    events.sort_unstable();
    let mut open: Vec<usize> = Vec::new();
    let mut found: Vec<(u32, Option<u32>)> = Vec::new();
    for (at, starts, _, i) in events {
        if starts {
            open.push(i);
        } else {
            open.pop();
        }
        let innermost = open.last().map(|i| *i as u32);
        match found.last_mut() {
            Some(last) if last.0 as usize == at => last.1 = innermost,
            _ => found.push((at as u32, innermost)),
        }
    }
    found
}
