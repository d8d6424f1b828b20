//! Building the tree: arc-hybrid transitions over a stack and the words not yet read.

use crate::features::{Word, feature};
use crate::names::{Relation, Tag};

/// A step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Move {
    /// The next word goes onto the stack.
    Shift,
    /// The top of the stack hangs on the next word.
    Left,
    /// The top of the stack hangs on the one below it.
    Right,
}

impl Move {
    pub const ALL: [Move; 3] = [Move::Shift, Move::Left, Move::Right];
}

/// Features of a state.
pub(crate) const FEATURES: usize = 58;
/// Features of an arc, by which its relation is named.
pub(crate) const OF_ARC: usize = 26;
/// A tag or relation where there is none.
pub(crate) const NOTHING: u32 = 100;
/// The tag of the root.
const OF_ROOT: u32 = 101;

/// Where the building of a tree stands. The root stands after the last word.
pub(crate) struct State<'a> {
    words: &'a [Word],
    tags: &'a [Tag],
    pub stack: Vec<usize>,
    pub next: usize,
    /// For each word, what it hangs on: its place, the number of words for the root.
    pub heads: Vec<Option<usize>>,
    pub relations: Vec<Option<Relation>>,
    /// For each word and the root, the words that hang on it before and after it, the latest found last.
    left: Vec<Hung>,
    right: Vec<Hung>,
}

/// The two words that were hung on a word last, on one side, and how many there are.
#[derive(Clone, Copy, Default)]
struct Hung {
    last: [Option<usize>; 2],
    count: u32,
}

impl<'a> State<'a> {
    pub fn new(words: &'a [Word], tags: &'a [Tag]) -> State<'a> {
        let n = words.len();
        State {
            words,
            tags,
            stack: Vec::new(),
            next: 0,
            heads: vec![None; n],
            relations: vec![None; n],
            left: vec![Hung::default(); n + 1],
            right: vec![Hung::default(); n + 1],
        }
    }

    /// Whether all words hang on something.
    pub fn done(&self) -> bool {
        self.next == self.words.len() && self.stack.is_empty()
    }

    pub fn allows(&self, step: Move) -> bool {
        match step {
            Move::Shift => self.next < self.words.len(),
            Move::Left => !self.stack.is_empty(),
            Move::Right => self.stack.len() > 1,
        }
    }

    /// The head and the word of the arc that a step would make.
    pub fn arc(&self, step: Move) -> Option<(usize, usize)> {
        let top = *self.stack.last()?;
        match step {
            Move::Shift => None,
            Move::Left => Some((self.next, top)),
            Move::Right => Some((*self.stack.get(self.stack.len().checked_sub(2)?)?, top)),
        }
    }

    pub fn shift(&mut self) {
        self.stack.push(self.next);
        self.next += 1;
    }

    /// Hangs the top of the stack on `head` and takes it off.
    pub fn hang(&mut self, head: usize, relation: Relation) {
        let Some(word) = self.stack.pop() else { return };
        self.heads[word] = Some(head);
        self.relations[word] = Some(relation);
        let side = if word < head { &mut self.left } else { &mut self.right };
        side[head].last = [Some(word), side[head].last[0]];
        side[head].count += 1;
    }

    fn word(&self, i: Option<usize>) -> Word {
        match i {
            Some(i) if i == self.words.len() => Word::ROOT,
            Some(i) => self.words.get(i).copied().unwrap_or(Word::NONE),
            None => Word::NONE,
        }
    }

    fn tag(&self, i: Option<usize>) -> u32 {
        match i {
            Some(i) if i == self.words.len() => OF_ROOT,
            Some(i) => self.tags.get(i).map_or(NOTHING, |t| *t as u32),
            None => NOTHING,
        }
    }

    fn relation(&self, i: Option<usize>) -> u32 {
        i.and_then(|i| self.relations[i]).map_or(NOTHING, |r| r as u32)
    }

    /// The features that choose the next step.
    pub fn features(&self) -> [u32; FEATURES] {
        let below = |n: usize| self.stack.len().checked_sub(n + 1).map(|k| self.stack[k]);
        let (s0, s1, s2) = (below(0), below(1), below(2));
        let n = |k: usize| Some(self.next + k).filter(|i| *i <= self.words.len());
        let (n0, n1, n2) = (n(0), n(1), n(2));
        let left = |i: Option<usize>, k: usize| i.and_then(|i| self.left[i].last[k]);
        let right = |i: Option<usize>, k: usize| i.and_then(|i| self.right[i].last[k]);
        let (s0l, s0l2, s0r, s0r2) = (left(s0, 0), left(s0, 1), right(s0, 0), right(s0, 1));
        let (s1l, s1r, n0l, n0l2) = (left(s1, 0), right(s1, 0), left(n0, 0), left(n0, 1));
        let w = |i: Option<usize>| self.word(i).word;
        let t = |i: Option<usize>| self.tag(i);
        let r = |i: Option<usize>| self.relation(i);
        let (ws0, ws1, wn0, wn1) = (w(s0), w(s1), w(n0), w(n1));
        let (ts0, ts1, ts2, tn0, tn1, tn2) = (t(s0), t(s1), t(s2), t(n0), t(n1), t(n2));
        let far = |a: Option<usize>, b: Option<usize>| match (a, b) {
            (Some(a), Some(b)) => match a.abs_diff(b) {
                d @ 0..=4 => d as u32,
                5..=9 => 5,
                _ => 6,
            },
            _ => 7,
        };
        let (d, d1) = (far(s0, n0), far(s1, s0));
        let hung =
            |i: Option<usize>| i.map_or(0, |i| self.left[i].count.min(4) * 8 + self.right[i].count.min(4));
        let two = |a: u32, b: u32| a * 128 + b;
        let f = feature;
        [
            f(1, [ws0, ts0, 0]),
            f(2, [ws0, 0, 0]),
            f(3, [ts0, 0, 0]),
            f(4, [wn0, tn0, 0]),
            f(5, [wn0, 0, 0]),
            f(6, [tn0, 0, 0]),
            f(7, [wn1, tn1, 0]),
            f(8, [w(n2), tn2, 0]),
            f(9, [ws1, ts1, 0]),
            f(10, [w(s2), ts2, 0]),
            f(11, [ws0, two(ts0, tn0), wn0]),
            f(12, [ws0, two(ts0, 0), wn0]),
            f(13, [ws0, two(0, tn0), wn0]),
            f(14, [ws0, two(ts0, tn0), 0]),
            f(15, [wn0, two(ts0, tn0), 0]),
            f(16, [ws0, wn0, 0]),
            f(17, [ts0, tn0, 0]),
            f(18, [tn0, tn1, 0]),
            f(19, [tn0, tn1, tn2]),
            f(20, [ts0, tn0, tn1]),
            f(21, [ts1, ts0, tn0]),
            f(22, [ts0, two(t(s0l), r(s0l)), tn0]),
            f(23, [ts0, two(t(s0r), r(s0r)), tn0]),
            f(24, [ts0, tn0, two(t(n0l), r(n0l))]),
            f(25, [ws0, d, 0]),
            f(26, [ts0, d, 0]),
            f(27, [wn0, d, 0]),
            f(28, [tn0, d, 0]),
            f(29, [ws0, wn0, d]),
            f(30, [ts0, tn0, d]),
            f(31, [ws0, hung(s0), 0]),
            f(32, [ts0, hung(s0), 0]),
            f(33, [wn0, hung(n0), 1]),
            f(34, [tn0, hung(n0), 1]),
            f(35, [w(s0l), t(s0l), 0]),
            f(36, [w(s0r), t(s0r), 0]),
            f(37, [w(n0l), t(n0l), 0]),
            f(38, [r(s0l), ts0, 0]),
            f(39, [r(s0r), ts0, 0]),
            f(40, [r(n0l), tn0, 0]),
            f(41, [two(r(s0l), r(s0l2)), ts0, tn0]),
            f(42, [two(r(s0r), r(s0r2)), ts0, tn0]),
            f(43, [two(r(n0l), r(n0l2)), ts0, tn0]),
            f(44, [ws1, ws0, 0]),
            f(45, [ts1, ts0, 0]),
            f(46, [ws1, two(ts1, ts0), 0]),
            f(47, [ws0, two(ts1, ts0), 1]),
            f(48, [ts1, ts0, d1]),
            f(49, [two(ts1, ts0), two(t(s1r), r(s1r)), tn0]),
            f(50, [two(ts1, ts0), two(t(s1l), r(s1l)), tn0]),
            f(51, [ts2, ts1, ts0]),
            f(52, [ws1, tn0, ts0]),
            f(53, [ws1, hung(s1), ts0]),
            f(54, [two(ts1, ts0), two(tn0, tn1), tn2]),
            f(55, [ws0, two(ts1, tn0), two(r(s0l), r(s0r))]),
            f(56, [wn0, two(ts0, tn1), r(n0l)]),
            f(57, [self.word(s0).suffix, self.word(n0).suffix, two(ts0, tn0)]),
            f(58, [ws1, two(ts0, tn0), wn0]),
        ]
    }

    /// The features that name the relation of `word` to `head`.
    pub fn of_arc(&self, head: usize, word: usize) -> [u32; OF_ARC] {
        let before = |i: usize| i.checked_sub(1);
        let after = |i: usize| Some(i + 1).filter(|k| *k < self.words.len());
        let (h, d) = (Some(head), Some(word));
        let w = |i: Option<usize>| self.word(i).word;
        let t = |i: Option<usize>| self.tag(i);
        let r = |i: Option<usize>| self.relation(i);
        let side = u32::from(word < head);
        let far = side * 8 + (head.abs_diff(word) as u32).min(5);
        let sibling = if word < head { self.left[head] } else { self.right[head] };
        let other = if word < head { self.right[head] } else { self.left[head] };
        let (dl, dl2) = (self.left[word].last[0], self.left[word].last[1]);
        let (dr, dr2) = (self.right[word].last[0], self.right[word].last[1]);
        let (s, s2, o) = (sibling.last[0], sibling.last[1], other.last[0]);
        let two = |a: u32, b: u32| a * 128 + b;
        let f = feature;
        [
            f(1, [side, 0, 0]),
            f(2, [w(h), side, 0]),
            f(3, [t(h), side, 0]),
            f(4, [w(d), side, 0]),
            f(5, [t(d), side, 0]),
            f(6, [w(h), t(d), side]),
            f(7, [t(h), w(d), side]),
            f(8, [two(t(h), t(d)), far, 0]),
            f(9, [w(h), w(d), side]),
            f(10, [two(t(h), t(d)), two(side, r(s)), 0]),
            f(11, [two(t(h), t(d)), two(side, r(s)), r(s2)]),
            f(12, [two(t(h), t(d)), two(side, r(o)), 0]),
            f(13, [two(t(h), t(d)), two(side, r(dl)), 0]),
            f(14, [two(t(h), t(d)), two(side, r(dr)), 0]),
            f(15, [t(d), w(dl), side]),
            f(16, [t(d), w(dr), side]),
            f(17, [w(d), two(t(h), t(d)), side]),
            f(18, [w(h), two(t(h), t(d)), two(side, r(s))]),
            f(19, [two(t(h), t(d)), t(before(word)), t(after(word))]),
            f(20, [t(d), w(before(word)), side]),
            f(21, [t(d), w(after(word)), side]),
            f(22, [two(t(h), t(d)), w(s), side]),
            f(23, [two(t(dl), t(dl2)), two(t(h), t(d)), side]),
            f(24, [two(r(dl), r(dl2)), two(t(h), t(d)), side]),
            f(25, [two(r(dr), r(dr2)), two(t(h), t(d)), side]),
            f(26, [self.word(d).suffix, t(h), side]),
        ]
    }
}
