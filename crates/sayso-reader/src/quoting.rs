//! Where each token stands with respect to quotation marks, as the reader was trained to see it.
//!
//! This is a feature, not an analysis: `sayso-text` finds quotations. The rules are those of `training/FORMAT.md`.

use crate::token::{Class, Tokens, class, is_number};

/// Where a token stands. The numbers are rows of the weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum QuoteState {
    #[default]
    Outside,
    Inside,
    Opens,
    Closes,
    /// A mark that neither opens nor closes.
    Stray,
    /// Inside a quotation that its paragraph does not close.
    Unclosed,
}

impl QuoteState {
    /// Whether the token belongs to a quotation, marks included.
    pub fn quoted(self) -> bool {
        !matches!(self, QuoteState::Outside | QuoteState::Stray)
    }
}

/// What cannot be a position: "none".
const NONE: usize = usize::MAX;

struct Marks<'a, 't> {
    tokens: &'a Tokens<'t>,
    states: Vec<QuoteState>,
    /// From each token on, the next in its paragraph that may close or open a single quotation.
    next_close: Vec<usize>,
    next_open: Vec<usize>,
}

/// The state of every token.
pub(crate) fn quote_states(tokens: &Tokens<'_>) -> Vec<QuoteState> {
    let count = tokens.len();
    let mut marks = Marks {
        tokens,
        states: vec![QuoteState::Outside; count],
        next_close: Vec::new(),
        next_open: Vec::new(),
    };
    marks.look_ahead();
    let mut double: Option<&str> = None;
    let mut single = false;
    let mut opened_at = 0;
    let mut i = 0;
    while i < count {
        if tokens.breaks(i) {
            if double.is_some() {
                marks.leave_unclosed(opened_at, i);
            }
            (double, single) = (None, false);
        }
        let word = tokens.words[i];
        if !starts_like_a_mark(word) {
            marks.states[i] = within(double.is_some() || single);
            i += 1;
            continue;
        }
        let pair = matches!(word, "'" | "`" | "‘" | "’")
            && tokens.goes_on(i + 1)
            && tokens.glued(i + 1)
            && tokens.words[i + 1] == word;
        let last = if pair { i + 1 } else { i };
        if let Some(mark) = marks.double_mark(i, last, double) {
            marks.states[i] = mark;
            marks.states[last] = mark;
            match mark {
                QuoteState::Opens => {
                    if double.is_none() {
                        opened_at = i;
                    }
                    double = Some(word);
                }
                QuoteState::Closes => double = None,
                _ => {}
            }
            i = last + 1;
            continue;
        }
        marks.states[i] = if double.is_none()
            && !single
            && marks.may_open_single(i)
            && marks.later(&marks.next_close, i) != NONE
        {
            single = true;
            QuoteState::Opens
        } else if double.is_none() && single && marks.may_close_single(i) {
            if marks.is_possessive(i) {
                QuoteState::Inside
            } else {
                single = false;
                QuoteState::Closes
            }
        } else {
            within(double.is_some() || single)
        };
        i += 1;
    }
    if double.is_some() {
        marks.leave_unclosed(opened_at, count);
    }
    marks.states
}

fn within(inside: bool) -> QuoteState {
    if inside { QuoteState::Inside } else { QuoteState::Outside }
}

/// Whether a token may be a quotation mark at all; most are words.
fn starts_like_a_mark(word: &str) -> bool {
    matches!(word.as_bytes(), [b'"' | b'\'' | b'`'] | [0xC2 | 0xE2, ..])
}

impl Marks<'_, '_> {
    fn look_ahead(&mut self) {
        let count = self.tokens.len();
        self.next_close = vec![NONE; count];
        self.next_open = vec![NONE; count];
        let (mut close, mut open) = (NONE, NONE);
        for i in (0..count).rev() {
            if starts_like_a_mark(self.tokens.words[i]) {
                if self.may_close_single(i) {
                    close = i;
                }
                if self.may_open_single(i) {
                    open = i;
                }
            }
            (self.next_close[i], self.next_open[i]) = (close, open);
            if self.tokens.breaks(i) {
                (close, open) = (NONE, NONE);
            }
        }
    }

    /// The position that `table` names for what follows token `i` in its paragraph.
    fn later(&self, table: &[usize], i: usize) -> usize {
        if self.tokens.goes_on(i + 1) { table[i + 1] } else { NONE }
    }

    fn leave_unclosed(&mut self, start: usize, end: usize) {
        for state in &mut self.states[start..end] {
            if *state == QuoteState::Inside {
                *state = QuoteState::Unclosed;
            }
        }
    }

    fn tight_right(&self, i: usize) -> bool {
        i + 1 < self.tokens.len() && self.tokens.glued(i + 1)
    }

    fn first_right(&self, i: usize) -> Option<char> {
        if self.tight_right(i) { self.tokens.words[i + 1].chars().next() } else { None }
    }

    fn word_right(&self, i: usize) -> bool {
        self.first_right(i).is_some_and(|c| class(c) == Class::Word)
    }

    /// Not glued, or glued to what an opening mark may follow.
    fn free_left(&self, i: usize) -> bool {
        !self.tokens.glued(i) || self.tokens.words[i - 1].ends_with(['(', '[', '{', '—', '–', '―', '-', '/'])
    }

    fn open_left(&self, i: usize) -> bool {
        self.free_left(i) || self.states[i - 1] == QuoteState::Opens
    }

    fn may_open_single(&self, i: usize) -> bool {
        matches!(self.tokens.words[i], "'" | "‘")
            && (self.free_left(i) || matches!(self.tokens.words[i - 1], "\"" | "“"))
            && self.word_right(i)
            && !self.first_right(i).is_some_and(is_number)
    }

    fn may_close_single(&self, i: usize) -> bool {
        matches!(self.tokens.words[i], "'" | "’") && self.tokens.glued(i) && !self.word_right(i)
    }

    /// Whether the mark at `i`, which might close, ends a plural in the genitive: another may close later.
    fn is_possessive(&self, i: usize) -> bool {
        let close = self.later(&self.next_close, i);
        self.tokens.words[i - 1].ends_with(['s', 'S'])
            && close != NONE
            && self.later(&self.next_open, i) > close
    }

    /// What the double mark at `i` (to `last`, if made of two) does; `None` if it is none.
    fn double_mark(&self, i: usize, last: usize, double: Option<&str>) -> Option<QuoteState> {
        use QuoteState::{Closes, Opens, Stray};
        let pair = last > i;
        Some(match self.tokens.words[i] {
            "\"" => self.straight(i, last, double),
            "'" if pair => self.straight(i, last, double),
            "’" if pair => Closes,
            "`" | "‘" if pair => Opens,
            "“" if double == Some("„") => Closes,
            "“" | "„" | "‟" => Opens,
            "”" if double.is_none() && self.open_left(i) && self.word_right(i) => Opens,
            "”" => Closes,
            "«" if double == Some("»") => Closes,
            "«" => Opens,
            "»" if double.is_some() => Closes,
            "»" => Opens,
            _ => return None,
        })
        .inspect(|mark| debug_assert!(matches!(mark, Closes | Opens | Stray)))
    }

    fn straight(&self, i: usize, last: usize, double: Option<&str>) -> QuoteState {
        if double.is_some() {
            if !self.tokens.glued(i) && self.tight_right(last) {
                QuoteState::Opens
            } else {
                QuoteState::Closes
            }
        } else if self.open_left(i) || self.word_right(last) {
            QuoteState::Opens
        } else {
            QuoteState::Stray
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokens;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        quote_states(&tokens(text)).into_iter().map(|s| char::from(b'0' + s as u8)).collect()
    }

    #[test]
    fn states_of_the_common_styles() {
        for (text, expected) in [
            ("\"Go on,\" she said.", "21113000"),
            ("“Go on,” she said.", "21113000"),
            ("‘Go on,’ she said.", "21113000"),
            ("``Go on,'' she said.", "2211133000"),
            ("‘The boys’ tents leak,’ she said.", "21111113000"),
            ("the boys' tents", "0000"),
            ("6'2\" tall", "040"),
            ("\"It goes on\nThen not", "255500"),
            ("»Ganz sicher«", "2113"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_has_states(text in "[ab1s.,'\"“”‘’`«»„\\- \n(]{0,60}") {
            prop_assert_eq!(quote_states(&tokens(&text)).len(), tokens(&text).len());
        }
    }
}
