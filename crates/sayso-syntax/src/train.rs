//! Learning the weights from trees.

use crate::arcs::{Move, State};
use crate::features::Word;
use crate::names::{Relation, Tag};
use crate::tagger;
use crate::weights::{Parser, SHAPES, best, build};

/// Sentences with the tags, heads and relations to learn.
#[derive(Default)]
pub struct Training {
    sentences: Vec<Gold>,
}

/// A sentence to learn from.
struct Gold {
    printed: Vec<String>,
    words: Vec<Word>,
    tags: Vec<Tag>,
    /// For each word what it hangs on; the number of words for the root.
    heads: Vec<usize>,
    relations: Vec<Relation>,
}

/// How much of some trees a parser finds. Punctuation is not counted for heads and relations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Score {
    /// Words.
    pub words: usize,
    /// Words with the right tag.
    pub tags: usize,
    /// Words that are no punctuation.
    pub counted: usize,
    /// Of these, words with the right head.
    pub heads: usize,
    /// Of these, words with the right head and relation.
    pub relations: usize,
}

impl Training {
    /// Reads sentences: a line a word (`word, tag, head, relation`, tab-separated; heads count from 1, 0 is the root), an
    /// empty line after each. Sentences with crossing arcs are left out, for no sequence of steps makes them; so are those
    /// with names of tags or relations that are not known, or heads that are no words: how many is the second value.
    pub fn read(text: &str) -> (Training, usize) {
        let mut sentences = Vec::new();
        let mut left_out = 0;
        for block in text.split("\n\n").filter(|b| !b.trim().is_empty()) {
            match Gold::read(block) {
                Some(gold) if gold.projective() => sentences.push(gold),
                _ => left_out += 1,
            }
        }
        (Training { sentences }, left_out)
    }

    /// Number of sentences.
    pub fn len(&self) -> usize {
        self.sentences.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.sentences.is_empty()
    }

    /// The weights learned in so many passes over the sentences; `log` is told of each pass. The same sentences give the
    /// same weights.
    pub fn learn(&self, passes: usize, mut log: impl FnMut(&str)) -> Parser {
        // The tree is learned on tags as they will be found, not on those that are right.
        let halves: [Vec<usize>; 2] = [0, 1].map(|odd| (0..self.len()).filter(|i| i % 2 == odd).collect());
        let mut tagged: Vec<Vec<Tag>> = vec![Vec::new(); self.len()];
        for (half, other) in [(&halves[0], &halves[1]), (&halves[1], &halves[0])] {
            let table = self.learn_tags(half, passes.div_ceil(2), &mut log);
            for i in other {
                let scores = |f: &[u32]| best(&table.scores::<{ SHAPES[0].1 }>(f), |_| true);
                tagged[*i] = tagger::tag(&self.sentences[*i].words, scores);
            }
        }
        let all: Vec<usize> = (0..self.len()).collect();
        let tags = self.learn_tags(&all, passes, &mut log);
        let (steps, relations) = self.learn_trees(&tagged, passes, &mut log);
        Parser::of_tables([tags.averaged(), steps.averaged(), relations.averaged()])
    }

    fn learn_tags(&self, sentences: &[usize], passes: usize, log: &mut impl FnMut(&str)) -> Learner {
        let mut learner = Learner::new(SHAPES[0]);
        let mut order = sentences.to_vec();
        for pass in 0..passes {
            shuffle(&mut order, pass as u64);
            let (mut right, mut seen) = (0, 0);
            for i in &order {
                let gold = &self.sentences[*i];
                let mut at = 0;
                tagger::tag(&gold.words, |features| {
                    let guess = best(&learner.scores::<{ SHAPES[0].1 }>(features), |_| true);
                    let truth = gold.tags[at] as usize;
                    at += 1;
                    seen += 1;
                    right += usize::from(guess == truth);
                    learner.update(features, truth, guess);
                    guess
                });
            }
            log(&format!("tags, pass {}: {right} of {seen}", pass + 1));
        }
        learner.average();
        learner
    }

    fn learn_trees(
        &self,
        tagged: &[Vec<Tag>],
        passes: usize,
        log: &mut impl FnMut(&str),
    ) -> (Learner, Learner) {
        let (mut steps, mut relations) = (Learner::new(SHAPES[1]), Learner::new(SHAPES[2]));
        let mut order: Vec<usize> = (0..self.len()).collect();
        for pass in 0..passes {
            shuffle(&mut order, 100 + pass as u64);
            let (mut right, mut seen) = (0, 0);
            for i in &order {
                let gold = &self.sentences[*i];
                let mut state = State::new(&gold.words, &tagged[*i]);
                build(
                    &mut state,
                    |state| {
                        let features = state.features();
                        let scores = steps.scores::<{ SHAPES[1].1 }>(&features);
                        let guess = best(&scores, |m| state.allows(Move::ALL[m]));
                        let good = gold.good(state);
                        let truth = best(&scores, |m| good[m]);
                        steps.update(&features, truth, guess);
                        Move::ALL[guess]
                    },
                    |state, head, word| {
                        let features = state.of_arc(head, word);
                        let guess = best(&relations.scores::<{ SHAPES[2].1 }>(&features), |_| true);
                        seen += 1;
                        if gold.heads[word] == head {
                            let truth = gold.relations[word];
                            relations.update(&features, truth as usize, guess);
                            right += usize::from(truth as usize == guess);
                        }
                        Relation::ALL[guess]
                    },
                );
            }
            log(&format!("trees, pass {}: {right} of {seen}", pass + 1));
        }
        steps.average();
        relations.average();
        (steps, relations)
    }

    /// How much of these trees a parser finds.
    pub fn score(&self, parser: &Parser) -> Score {
        let mut score = Score::default();
        for gold in &self.sentences {
            let words: Vec<&str> = gold.printed.iter().map(String::as_str).collect();
            let tree = parser.parse(&words);
            for (i, node) in tree.nodes().iter().enumerate() {
                score.words += 1;
                score.tags += usize::from(node.tag == gold.tags[i]);
                if gold.relations[i] == Relation::Punctuation {
                    continue;
                }
                let head = node.head.unwrap_or(words.len()) == gold.heads[i];
                score.counted += 1;
                score.heads += usize::from(head);
                score.relations += usize::from(head && node.relation == gold.relations[i]);
            }
        }
        score
    }
}

impl Gold {
    fn read(block: &str) -> Option<Gold> {
        let rows: Vec<Vec<&str>> =
            block.trim_matches('\n').lines().map(|l| l.split('\t').collect()).collect();
        let field = |n: usize| rows.iter().map(move |r| r.get(n).copied().unwrap_or_default());
        let last = rows.len();
        let heads = field(2).map(|h| match h.parse::<usize>().ok()? {
            0 => Some(last),
            h => Some(h - 1).filter(|h| *h < last),
        });
        let printed: Vec<&str> = field(0).collect();
        Some(Gold {
            words: Word::all(&printed),
            tags: field(1).map(Tag::of_name).collect::<Option<_>>()?,
            heads: heads.collect::<Option<_>>()?,
            relations: field(3).map(Relation::of_name).collect::<Option<_>>()?,
            printed: printed.into_iter().map(str::to_owned).collect(),
        })
    }

    /// Whether no two arcs cross and no word hangs on itself.
    fn projective(&self) -> bool {
        let arcs: Vec<(usize, usize)> =
            self.heads.iter().enumerate().map(|(i, h)| (i.min(*h), i.max(*h))).collect();
        let cross = |a: (usize, usize), b: (usize, usize)| a.0 < b.0 && b.0 < a.1 && a.1 < b.1;
        arcs.iter().all(|a| a.0 < a.1 && arcs.iter().all(|b| !cross(*a, *b)))
    }

    /// Which steps keep all arcs in reach that can still be made (Goldberg and Nivre 2013).
    fn good(&self, state: &State<'_>) -> [bool; 3] {
        let (next, stack) = (state.next, &state.stack);
        let Some(&top) = stack.last() else { return [true, false, false] };
        let mut good = Move::ALL.map(|m| state.allows(m));
        let head = self.heads[top];
        if head == next {
            return [false, true, false];
        }
        let below = stack.len().checked_sub(2).map(|k| stack[k]);
        let waits = |w: usize| w < self.heads.len() && w >= next;
        // The top waits for its head, or is waited for, among the words to come.
        let later = head > next || (next..self.heads.len()).any(|w| self.heads[w] == top);
        if later {
            good[Move::Left as usize] = false;
            good[Move::Right as usize] = false;
        }
        if Some(head) == below {
            good[Move::Left as usize] = false;
        }
        // Shifting the next word parts it from all of the stack but the top.
        let others = &stack[..stack.len() - 1];
        let lost = waits(next)
            && (others.contains(&self.heads[next]) || stack.iter().any(|s| self.heads[*s] == next));
        if lost {
            good[Move::Shift as usize] = false;
        }
        if good.contains(&true) { good } else { Move::ALL.map(|m| state.allows(m)) }
    }
}

/// A perceptron in the making.
struct Learner {
    outcomes: usize,
    weights: Vec<f32>,
    totals: Vec<f64>,
    since: Vec<u32>,
    now: u32,
}

impl Learner {
    fn new((bits, outcomes): (u32, usize)) -> Learner {
        let size = outcomes << bits;
        Learner { outcomes, weights: vec![0.0; size], totals: vec![0.0; size], since: vec![0; size], now: 0 }
    }

    fn row(&self, feature: u32) -> usize {
        (feature as usize & (self.weights.len() / self.outcomes - 1)) * self.outcomes
    }

    fn scores<const N: usize>(&self, features: &[u32]) -> [f32; N] {
        let mut sums = [0.0; N];
        for feature in features {
            let at = self.row(*feature);
            for (sum, weight) in sums.iter_mut().zip(&self.weights[at..at + self.outcomes]) {
                *sum += weight;
            }
        }
        sums
    }

    fn update(&mut self, features: &[u32], truth: usize, guess: usize) {
        self.now += 1;
        if truth == guess {
            return;
        }
        for feature in features {
            let at = self.row(*feature);
            for (outcome, by) in [(truth, 1.0), (guess, -1.0)] {
                let k = at + outcome;
                self.totals[k] += f64::from(self.now - self.since[k]) * f64::from(self.weights[k]);
                self.since[k] = self.now;
                self.weights[k] += by;
            }
        }
    }

    /// Each weight becomes the mean of what it was.
    fn average(&mut self) {
        for (k, weight) in self.weights.iter_mut().enumerate() {
            let total = self.totals[k] + f64::from(self.now - self.since[k]) * f64::from(*weight);
            *weight = (total / f64::from(self.now.max(1))) as f32;
        }
    }

    /// The weights in 8 bits; the few that are too great are cut off.
    fn averaged(&self) -> Vec<u8> {
        /// The share of weights other than none that are cut off.
        const CUT: f64 = 0.001;
        let mut sizes: Vec<f32> = self.weights.iter().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
        sizes.sort_by(f32::total_cmp);
        let most = sizes.get((sizes.len() as f64 * (1.0 - CUT)) as usize).copied().unwrap_or(1.0);
        let quantised = |w: &f32| ((w / most * 127.0).round().clamp(-127.0, 127.0) as i8).cast_unsigned();
        self.weights.iter().map(quantised).collect()
    }
}

/// Another order, the same each time (splitmix64 and Fisher-Yates).
fn shuffle(order: &mut [usize], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d;
    for i in (1..order.len()).rev() {
        state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        order.swap(i, ((z ^ (z >> 31)) % (i as u64 + 1)) as usize);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weights::finished;

    const TREES: &str = "The\tDT\t2\tdet\nferry\tNN\t3\tnsubj\nsank\tVBD\t0\troot\n.\t.\t3\tpunct\n\n\
        Two\tCD\t2\tnummod\nmen\tNNS\t4\tnsubjpass\nwere\tVBD\t4\tauxpass\nsaved\tVBN\t0\troot\nby\tIN\t4\tagent\n\
        a\tDT\t7\tdet\nfisherman\tNN\t5\tpobj\n\n\
        Nobody\tNN\t2\tnsubj\nslept\tVBD\t0\troot\n\n";

    #[test]
    fn what_was_taught_is_found() {
        // Twice, so that both halves hold all of them.
        let (training, left_out) = Training::read(&TREES.repeat(2));
        assert_eq!((training.len(), left_out), (6, 0));
        let parser = training.learn(12, |_| {});
        let score = training.score(&parser);
        assert_eq!((score.words, score.tags, score.counted, score.relations), (26, 26, 24, 24), "{score:?}");
        assert_eq!(Parser::read(parser.bytes()).unwrap().bytes(), parser.bytes());
    }

    #[test]
    fn weights_of_another_size_are_refused() {
        let mut bytes = crate::parser().bytes();
        bytes.pop();
        assert!(Parser::read(bytes).is_err());
        assert!(Parser::read(b"weights of something else".to_vec()).is_err());
    }

    #[test]
    fn arcs_that_cross_are_left_out() {
        let crossing = "a\tNN\t3\tdep\nb\tNN\t4\tdep\nc\tNN\t0\troot\nd\tNN\t3\tdep\n\n";
        let (training, left_out) = Training::read(&format!("{crossing}{TREES}x\tNN\t9\tdep\n"));
        assert_eq!((training.len(), left_out), (3, 2));
    }

    #[test]
    fn following_the_good_steps_makes_the_tree() {
        let (training, _) = Training::read(TREES);
        for gold in &training.sentences {
            let mut state = State::new(&gold.words, &gold.tags);
            build(
                &mut state,
                |state| Move::ALL[gold.good(state).iter().position(|g| *g).unwrap()],
                |_, _, word| gold.relations[word],
            );
            let tree = finished(&state, &gold.tags);
            let heads: Vec<usize> = tree.nodes().iter().map(|n| n.head.unwrap_or(gold.words.len())).collect();
            assert_eq!(heads, gold.heads);
        }
    }
}
