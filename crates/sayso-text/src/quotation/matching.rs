//! Pairs opening with closing marks, paragraph by paragraph, with a stack of what is open.

use super::marks::{Glyph, Mark, Side, scan};
use super::{Quotation, QuotationProblem, QuotationProblemKind, QuoteStyle};
use crate::Span;

const NONE: usize = usize::MAX;

/// Deeper than this nothing is nested: a run of opening marks costs no more than other text.
const DEEPEST: usize = 32;

/// All quotations of the text whose paragraphs are given, in text order, and the marks that are odd.
pub(super) fn find(text: &str, paragraphs: &[Span]) -> (Vec<Quotation>, Vec<QuotationProblem>) {
    let mut marks = Vec::new();
    let mut ranges = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        let first = marks.len();
        scan(text, paragraph.start(), paragraph.end(), &mut marks);
        ranges.push(first..marks.len());
    }
    let mut matcher = Matcher {
        text,
        inverted: guillemets_inverted(&marks),
        drafts: Vec::new(),
        stack: Vec::new(),
        problems: Vec::new(),
    };
    for (i, paragraph) in paragraphs.iter().enumerate() {
        let next = paragraphs.get(i + 1).map(|p| repeated_marks(&marks[ranges[i + 1].clone()], p.start()));
        matcher.paragraph(&marks[ranges[i].clone()], *paragraph, next.unwrap_or_default());
    }
    matcher.finish()
}

/// The marks that stand at the very start of a paragraph.
fn repeated_marks(marks: &[Mark], start: usize) -> &[Mark] {
    let mut at = start;
    let count = marks
        .iter()
        .take_while(|m| {
            let joined = m.start == at;
            at = m.end;
            joined
        })
        .count();
    &marks[..count]
}

/// Whether the text prints »…« rather than «…».
fn guillemets_inverted(marks: &[Mark]) -> bool {
    let mut balance = 0i64;
    let mut first = None;
    for mark in marks {
        let inverted = match mark.glyph {
            Glyph::RightGuillemet | Glyph::RightSingleGuillemet => true,
            Glyph::LeftGuillemet | Glyph::LeftSingleGuillemet => false,
            _ => continue,
        };
        first = first.or(Some(inverted));
        if mark.opens() && !mark.closes() {
            balance += if inverted { 1 } else { -1 };
        }
    }
    balance > 0 || balance == 0 && first == Some(true)
}

/// A quotation being put together.
struct Draft {
    start: usize,
    end: usize,
    style: QuoteStyle,
    /// Its stretch in each paragraph, marks left out.
    pieces: Vec<(usize, usize)>,
    closed: bool,
    /// Not a quotation after all.
    dropped: bool,
    mark: Span,
}

struct Open {
    draft: usize,
    style: QuoteStyle,
    /// Where its stretch in this paragraph begins.
    piece: usize,
    /// The next opening mark of its kind in this paragraph.
    next_open: Option<usize>,
    /// Whether a stray space followed the opening mark, so that only a like mark closes it.
    loose: bool,
}

struct Matcher<'t> {
    text: &'t str,
    inverted: bool,
    drafts: Vec<Draft>,
    stack: Vec<Open>,
    problems: Vec<QuotationProblem>,
}

/// For each mark of a paragraph, the places of later marks that the decisions look at.
struct Ahead {
    /// Next mark of the same glyph.
    same: Vec<usize>,
    /// Whether an odd number of marks of the same glyph follows.
    odd_after: Vec<bool>,
    /// Next single mark that may open, that surely closes, that may close.
    single_open: Vec<usize>,
    single_close: Vec<usize>,
    single_weak: Vec<usize>,
    /// Next single mark with stray spaces that may close.
    single_loose: Vec<usize>,
}

impl Ahead {
    fn new(text: &str, marks: &[Mark]) -> Ahead {
        let n = marks.len();
        let mut ahead = Ahead {
            same: vec![NONE; n],
            odd_after: vec![false; n],
            single_open: vec![NONE; n],
            single_close: vec![NONE; n],
            single_weak: vec![NONE; n],
            single_loose: vec![NONE; n],
        };
        let mut last = [NONE; 17];
        let mut count = [0usize; 17];
        let (mut open, mut close, mut weak, mut loose) = (NONE, NONE, NONE, NONE);
        for (i, mark) in marks.iter().enumerate().rev() {
            let g = mark.glyph as usize;
            ahead.same[i] = last[g];
            ahead.odd_after[i] = count[g] % 2 == 1;
            last[g] = i;
            count[g] += 1;
            ahead.single_open[i] = open;
            ahead.single_close[i] = close;
            ahead.single_weak[i] = weak;
            ahead.single_loose[i] = loose;
            match mark.glyph {
                Glyph::Apostrophe | Glyph::CloseSingle | Glyph::OpenSingle | Glyph::Back => {
                    if single_opens(text, mark) {
                        open = i;
                    }
                    match single_closes(text, mark) {
                        Closing::Surely => (close, weak) = (i, i),
                        Closing::Perhaps => weak = i,
                        Closing::No => {}
                    }
                    if mark.left == Side::Space && matches!(mark.right, Side::Space | Side::Edge | Side::Stop)
                    {
                        loose = i;
                    }
                }
                _ => {}
            }
        }
        ahead
    }
}

#[derive(PartialEq, Eq)]
enum Closing {
    Surely,
    Perhaps,
    No,
}

/// Whether a single mark may close, or may be the apostrophe of a plural (`workers' rights`) or a dropped end
/// (`runnin' late`).
fn single_closes(text: &str, mark: &Mark) -> Closing {
    if !mark.closes() || mark.left == Side::Space || matches!(mark.glyph, Glyph::OpenSingle | Glyph::Back) {
        return Closing::No;
    }
    if mark.left != Side::Word || mark.right != Side::Space {
        return Closing::Surely;
    }
    let before = text.as_bytes()[..mark.start].last().copied().unwrap_or(b' ');
    let follows_word = text[mark.end..].trim_start_matches(' ').starts_with(|c: char| c.is_alphanumeric());
    let possessive = matches!(before.to_ascii_lowercase(), b's' | b'z' | b'x' | b'n' | b'o');
    if possessive && follows_word { Closing::Perhaps } else { Closing::Surely }
}

/// Whether a single mark may open a quotation; the leading apostrophe of `'em` and `'90s` may not.
fn single_opens(text: &str, mark: &Mark) -> bool {
    mark.opens() && mark.glyph != Glyph::CloseSingle && !elides(&text[mark.end..])
}

/// Whether an apostrophe before `rest` stands for letters or digits left out.
fn elides(rest: &str) -> bool {
    static ELISIONS: &str = include_str!("../../data/elisions.txt");
    let letters = |b: &u8| b.is_ascii_alphanumeric();
    let word = &rest[..rest.bytes().take(12).take_while(letters).count()];
    if word.len() > 10 || word.is_empty() {
        return false;
    }
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 2 && matches!(&word[2..], "" | "s" | "er" | "ers") {
        return true;
    }
    ELISIONS.lines().any(|line| !line.starts_with('#') && line.eq_ignore_ascii_case(word))
}

/// Where a quotation without a closing mark ends, if the stretch ends by telling who spoke: before the last clause
/// of `We will not wait, said Ann Lee.`
fn before_attribution(text: &str, start: usize, end: usize) -> Option<usize> {
    static VERBS: &str = include_str!("../../data/attributing.txt");
    const WORDS: usize = 7;
    const BYTES: usize = 100;
    let mut from = end.saturating_sub(BYTES).max(start);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    let tail = text.get(from..end)?.trim_end();
    let comma = tail.rfind(", ")? + 1;
    let clause = tail[comma..].strip_suffix('.')?;
    let few = clause.split_whitespace().count() <= WORDS;
    let tells = clause
        .split_whitespace()
        .any(|word| VERBS.lines().any(|verb| verb == word && !verb.starts_with('#')));
    (few && tells).then_some(from + comma)
}

impl Matcher<'_> {
    fn paragraph(&mut self, marks: &[Mark], paragraph: Span, next: &[Mark]) {
        // Quotations carried over from the paragraph before go on after their repeated marks.
        let carried = self.stack.len();
        for (open, mark) in self.stack.iter_mut().zip(marks) {
            open.piece = mark.end;
            open.next_open = None;
        }
        let ahead = Ahead::new(self.text, marks);
        for i in carried..marks.len() {
            self.mark(i, marks, &ahead, next);
        }
        self.end_paragraph(paragraph.end(), next);
    }

    fn mark(&mut self, i: usize, marks: &[Mark], ahead: &Ahead, next: &[Mark]) {
        let mark = &marks[i];
        match mark.glyph {
            Glyph::Straight => self.straight(i, marks, ahead, QuoteStyle::Straight),
            Glyph::Paired => self.straight(i, marks, ahead, QuoteStyle::Paired),
            Glyph::BackPaired => self.open(mark, QuoteStyle::Paired),
            Glyph::OpenCurly => {
                let closes_low =
                    self.top_double() == Some(QuoteStyle::Low) && (mark.closes() || !mark.opens());
                let wrong_way =
                    mark.closes() && !mark.opens() && self.top_double() == Some(QuoteStyle::Curly);
                if closes_low || wrong_way {
                    self.close(mark, self.top_double());
                } else {
                    self.open(mark, QuoteStyle::Curly);
                }
            }
            Glyph::CloseCurly => {
                if self.is_open(QuoteStyle::Curly) {
                    self.close(mark, Some(QuoteStyle::Curly));
                } else if self.top_double().is_some() {
                    self.close(mark, self.top_double());
                } else if mark.opens() && !mark.closes() {
                    self.open(mark, QuoteStyle::Curly);
                } else {
                    self.problem(QuotationProblemKind::Unopened, mark);
                }
            }
            Glyph::Low => self.open(mark, QuoteStyle::Low),
            Glyph::LeftCorner => self.open(mark, QuoteStyle::Corner),
            Glyph::RightCorner => self.close_if_open(mark, QuoteStyle::Corner),
            Glyph::LeftGuillemet | Glyph::RightGuillemet => {
                let opens = (mark.glyph == Glyph::LeftGuillemet) != self.inverted;
                self.definite(mark, opens, QuoteStyle::Guillemets);
            }
            Glyph::LeftSingleGuillemet | Glyph::RightSingleGuillemet => {
                let opens = (mark.glyph == Glyph::LeftSingleGuillemet) != self.inverted;
                self.definite(mark, opens, QuoteStyle::SingleGuillemets);
            }
            Glyph::LowSingle => {
                if mark.opens() {
                    self.open(mark, QuoteStyle::SingleLow);
                }
            }
            Glyph::Apostrophe | Glyph::Back | Glyph::OpenSingle | Glyph::CloseSingle => {
                self.single(i, marks, ahead, next)
            }
        }
    }

    fn definite(&mut self, mark: &Mark, opens: bool, style: QuoteStyle) {
        if opens {
            self.open(mark, style);
        } else {
            self.close_if_open(mark, style);
        }
    }

    /// A mark that looks the same at both ends of a quotation.
    fn straight(&mut self, i: usize, marks: &[Mark], ahead: &Ahead, style: QuoteStyle) {
        let mark = &marks[i];
        let (opens, closes) = (mark.opens(), mark.closes());
        let measure = self.text[..mark.start].ends_with(|c: char| c.is_ascii_digit());
        let open =
            match self.top_double() {
                None => None,
                Some(top) if top == style => Some(top),
                // Another kind of mark is open: this one closes it if it can do nothing else.
                Some(
                    top @ (QuoteStyle::Curly | QuoteStyle::Straight | QuoteStyle::Paired | QuoteStyle::Low),
                ) if closes && !opens && !measure => Some(top),
                Some(_) => None,
            };
        if let Some(top) = open {
            if opens && !closes {
                let after = |k: usize| (k != NONE).then(|| &marks[k]);
                let first = after(ahead.same[i]);
                let second = after(ahead.same[i]).and_then(|_| after(ahead.same[ahead.same[i]]));
                let shuts = |m: Option<&Mark>| m.is_some_and(|m| m.closes() && !m.opens());
                if shuts(first) && shuts(second) {
                    self.open(mark, style);
                } else if first.is_none() && !mark.after_stop {
                    self.close(mark, Some(top));
                } else {
                    self.abandon(mark, top);
                    self.open(mark, style);
                }
            } else {
                self.close(mark, Some(top));
            }
            return;
        }
        if opens {
            self.open(mark, style);
        } else if closes {
            // After a word, with a partner to come, it is an opening mark set on the wrong side of the space.
            if mark.left == Side::Word && mark.right == Side::Space && ahead.odd_after[i] && !measure {
                self.open(mark, style);
            } else if !measure {
                self.problem(QuotationProblemKind::Unopened, mark);
            }
        } else if ahead.same[i] != NONE && !measure {
            self.open(mark, style);
        } else if !measure && mark.left != Side::Word {
            self.problem(QuotationProblemKind::Unopened, mark);
        }
    }

    /// A mark that may be an apostrophe.
    fn single(&mut self, i: usize, marks: &[Mark], ahead: &Ahead, next: &[Mark]) {
        let mark = &marks[i];
        let open = self.top_single();
        if let Some((place, style)) = open {
            let loose = self.stack[place].loose;
            let closes = match single_closes(self.text, mark) {
                _ if loose => mark.left == Side::Space,
                Closing::Surely => true,
                // The apostrophe of a plural, if a surer mark comes before another quotation opens.
                Closing::Perhaps => {
                    ahead.single_close[i] == NONE || ahead.single_open[i] < ahead.single_close[i]
                }
                Closing::No => {
                    style == QuoteStyle::SingleLow
                        && mark.glyph == Glyph::OpenSingle
                        && mark.left != Side::Space
                }
            };
            if closes {
                self.close(mark, Some(style));
            }
            return;
        }
        let style = if mark.glyph == Glyph::OpenSingle {
            QuoteStyle::SingleCurly
        } else {
            QuoteStyle::SingleStraight
        };
        let loose = matches!(mark.left, Side::Space | Side::Edge) && mark.right == Side::Space;
        if loose && mark.glyph != Glyph::CloseSingle {
            if ahead.single_loose[i] != NONE && ahead.single_loose[i] < ahead.single_open[i] {
                self.open(mark, style);
                if let Some(top) = self.stack.last_mut() {
                    top.loose = true;
                }
            }
            return;
        }
        if !mark.opens() || mark.glyph == Glyph::CloseSingle {
            return;
        }
        let limit = ahead.single_open[i];
        if elides(&self.text[mark.end..]) {
            // `'Cause it was late,' he said` is a quotation: only its closing mark after a stop tells.
            let close = ahead.single_close[i];
            let sure = close != NONE && close < limit && marks[close].left == Side::Stop;
            if !(sure && mark.left == Side::Edge) {
                return;
            }
        }
        let closed = ahead.single_weak[i] != NONE && ahead.single_weak[i] < limit;
        let carries = limit == NONE && next.get(self.stack.len()).is_some_and(|m| m.glyph.repeats(style));
        let stands = style == QuoteStyle::SingleCurly && mark.left == Side::Edge;
        if closed || carries || stands {
            self.open(mark, style);
        }
    }

    fn open(&mut self, mark: &Mark, style: QuoteStyle) {
        if self.stack.len() == DEEPEST {
            while let Some(open) = self.stack.pop() {
                self.give_up(open, mark.start);
            }
        }
        if let Some(before) = self.stack.iter_mut().rev().find(|o| o.style == style) {
            before.next_open.get_or_insert(mark.start);
        }
        let Some(span) = Span::new(mark.start, mark.end) else {
            return;
        };
        self.stack.push(Open {
            draft: self.drafts.len(),
            style,
            piece: mark.end,
            next_open: None,
            loose: false,
        });
        self.drafts.push(Draft {
            start: mark.start,
            end: mark.end,
            style,
            pieces: Vec::new(),
            closed: false,
            dropped: false,
            mark: span,
        });
    }

    fn close_if_open(&mut self, mark: &Mark, style: QuoteStyle) {
        if self.is_open(style) {
            self.close(mark, Some(style));
        }
    }

    /// Closes the innermost open quotation of this style; those opened within it and not closed end here.
    fn close(&mut self, mark: &Mark, style: Option<QuoteStyle>) {
        let own = match mark.glyph {
            Glyph::Straight => style == Some(QuoteStyle::Straight),
            Glyph::Paired => style == Some(QuoteStyle::Paired),
            Glyph::CloseCurly => matches!(style, Some(QuoteStyle::Curly | QuoteStyle::Low)),
            _ => true,
        };
        while let Some(open) = self.stack.pop() {
            if Some(open.style) == style {
                let draft = &mut self.drafts[open.draft];
                draft.pieces.push((open.piece, mark.start));
                draft.end = mark.end;
                draft.closed = true;
                if !own {
                    self.problem(QuotationProblemKind::Mismatched, mark);
                }
                return;
            }
            self.give_up(open, mark.start);
        }
    }

    /// Ends the open quotation of this style before `mark`, which begins another one.
    fn abandon(&mut self, mark: &Mark, style: QuoteStyle) {
        while let Some(open) = self.stack.pop() {
            let found = open.style == style;
            self.give_up(open, mark.start);
            if found {
                return;
            }
        }
    }

    /// Ends a quotation that has no closing mark, at `end` at the latest.
    fn give_up(&mut self, open: Open, end: usize) {
        let draft = &mut self.drafts[open.draft];
        let first = draft.pieces.is_empty();
        let starts_paragraph = self.text[..draft.start].ends_with(['\n', '\r']) || draft.start == 0;
        if open.style.is_single() && first && !(open.style == QuoteStyle::SingleCurly && starts_paragraph) {
            // An apostrophe, or a mark that tells nothing.
            draft.dropped = true;
            return;
        }
        let end = open.next_open.unwrap_or(end).min(end);
        let end = before_attribution(self.text, open.piece.min(end), end).unwrap_or(end);
        draft.pieces.push((open.piece.min(end), end));
        draft.end = end;
        let mark = draft.mark;
        self.problems.push(QuotationProblem { kind: QuotationProblemKind::Unclosed, span: mark });
    }

    /// What is open at a paragraph's end goes on only if the next one begins with its mark.
    fn end_paragraph(&mut self, end: usize, next: &[Mark]) {
        let mut carried = 0;
        for (open, mark) in self.stack.iter().zip(next) {
            let spoken = before_attribution(self.text, open.piece.min(end), end).is_some();
            if !mark.glyph.repeats(open.style) || open.next_open.is_some() || spoken {
                break;
            }
            carried += 1;
        }
        while self.stack.len() > carried {
            if let Some(open) = self.stack.pop() {
                self.give_up(open, end);
            }
        }
        for open in &self.stack {
            self.drafts[open.draft].pieces.push((open.piece, end));
            self.drafts[open.draft].end = end;
        }
    }

    fn problem(&mut self, kind: QuotationProblemKind, mark: &Mark) {
        self.problems.extend(Span::new(mark.start, mark.end).map(|span| QuotationProblem { kind, span }));
    }

    fn top_double(&self) -> Option<QuoteStyle> {
        self.stack.iter().rev().map(|o| o.style).find(|s| !s.is_single())
    }

    /// The innermost open single quotation, unless a double one was opened within it.
    fn top_single(&self) -> Option<(usize, QuoteStyle)> {
        let place = self.stack.len().checked_sub(1)?;
        let style = self.stack[place].style;
        (style.is_single() && style != QuoteStyle::SingleGuillemets).then_some((place, style))
    }

    fn is_open(&self, style: QuoteStyle) -> bool {
        self.stack.iter().rev().any(|o| o.style == style)
    }

    fn finish(mut self) -> (Vec<Quotation>, Vec<QuotationProblem>) {
        self.problems.sort_by_key(|p| (p.span.start(), p.kind));
        let text = self.text;
        let mut list: Vec<Quotation> =
            self.drafts.into_iter().filter_map(|d| d.into_quotation(text)).collect();
        // Only one without a closing mark can reach into a later one: it ends where that begins.
        let mut holders: Vec<usize> = Vec::new();
        for i in 0..list.len() {
            let span = list[i].outer;
            while let Some(&holder) = holders.last() {
                let outer = list[holder].outer;
                if outer.end() > span.start() && outer.end() >= span.end() {
                    break;
                }
                if outer.end() > span.start() {
                    list[holder].cut_before(span.start(), text);
                }
                holders.pop();
            }
            holders.push(i);
        }
        list.retain(|q| !q.inner.is_empty());
        holders.clear();
        for i in 0..list.len() {
            while holders.pop_if(|h| list[*h].outer.end() <= list[i].outer.start()).is_some() {}
            list[i].depth = holders.len();
            list[i].parent = holders.last().copied();
            holders.push(i);
        }
        (list, self.problems)
    }
}

impl Draft {
    fn into_quotation(self, text: &str) -> Option<Quotation> {
        let mut quotation = Quotation {
            outer: Span::new(self.start, self.end)?,
            inner: Vec::with_capacity(self.pieces.len()),
            depth: 0,
            parent: None,
            style: self.style,
            closed: self.closed,
        };
        for (start, end) in self.pieces {
            let piece = Span::new(start, end)?.trimmed(text);
            if !piece.is_empty() {
                quotation.inner.push(piece);
            }
        }
        if !quotation.closed {
            let last = quotation.inner.last()?.end();
            quotation.outer = Span::new(self.start, last)?;
        }
        (!self.dropped && !quotation.inner.is_empty()).then_some(quotation)
    }
}

impl Quotation {
    fn cut_before(&mut self, at: usize, text: &str) {
        self.closed = false;
        self.inner.retain(|piece| piece.start() < at);
        if let Some(last) = self.inner.last_mut() {
            if let Some(cut) = Span::new(last.start(), last.end().min(at)) {
                *last = cut.trimmed(text);
            }
            self.outer = Span::new(self.outer.start(), last.end()).unwrap_or(self.outer);
        }
    }
}
