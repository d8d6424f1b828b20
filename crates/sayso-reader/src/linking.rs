//! From tagged parts to statements: which cue a content hangs on, which source a cue has, how sure that is.
//!
//! Two small learned scorers over plain features of pairs of parts; `training/FORMAT.md` has the specification.

use crate::decode::{Stretch, softmax, stretches};
use crate::description::{Linking, ScorerNumbers};
use crate::features::{Case, case, norm};
use crate::quoting::QuoteState;
use crate::sentence::{paragraph_numbers, sentence_numbers};
use crate::token::Tokens;
use crate::weights::WeightsError;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

const SOURCE: usize = 0;
const CUE: usize = 1;
const CONTENT: usize = 2;

/// Features of one part, of two parts, and of a choice.
const OWN: usize = 17;
const PAIR: usize = 25;
const WIDTH: usize = 1 + 2 * OWN + PAIR;
/// Features of a statement.
const CONFIDENCE: usize = 11;

/// The learned numbers of linking.
#[derive(Debug)]
pub(crate) struct Linker {
    cue: Scorer,
    source: Scorer,
    confidence: [f32; CONFIDENCE + 1],
    least: f32,
    candidates: usize,
    farthest: u32,
    abbreviations: FxHashSet<String>,
}

/// Parts by their numbers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Link {
    pub source: Option<usize>,
    pub cue: usize,
    pub contents: Vec<usize>,
    pub confidence: f32,
}

/// A stretch with what the tagger thinks of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TaggedPart {
    pub stretch: Stretch,
    /// Mean probability of the role over the tokens.
    pub probability: f32,
    /// Probability that the first token begins it.
    edge: f32,
    /// Probability that the token after the last does not continue it.
    after: f32,
}

/// The parts that a path of role labels names; `scores` has a row of `stride` for each token.
pub(crate) fn parts(path: &[u8], scores: &[f32], stride: usize, labels: usize) -> Vec<TaggedPart> {
    let chances = |t: usize| softmax(&scores[t * stride..][..labels]);
    stretches(path)
        .into_iter()
        .map(|stretch| {
            let (begin, inside) = (2 * stretch.kind + 1, 2 * stretch.kind + 2);
            let mut sum = 0.0;
            let mut edge = 0.0;
            for t in stretch.start..stretch.end {
                let chance = chances(t);
                sum += chance[begin] + chance[inside];
                if t == stretch.start {
                    edge = chance[begin];
                }
            }
            let after = if stretch.end < path.len() { 1.0 - chances(stretch.end)[inside] } else { 1.0 };
            TaggedPart { stretch, probability: sum / (stretch.end - stretch.start) as f32, edge, after }
        })
        .collect()
}

/// A network of one hidden layer, from features of a choice to its score.
#[derive(Debug)]
struct Scorer {
    weight: Vec<[f32; WIDTH]>,
    bias: Vec<f32>,
    out: Vec<f32>,
    out_bias: f32,
}

impl Scorer {
    fn new(numbers: ScorerNumbers) -> Result<Scorer, WeightsError> {
        let wrong = || WeightsError::Description(format!("a scorer of links needs {WIDTH} features"));
        let weight = numbers
            .weight
            .into_iter()
            .map(|row| row.try_into().map_err(|_| wrong()))
            .collect::<Result<Vec<_>, _>>()?;
        if numbers.bias.len() != weight.len() || numbers.out.len() != weight.len() {
            return Err(wrong());
        }
        Ok(Scorer { weight, bias: numbers.bias, out: numbers.out, out_bias: numbers.out_bias })
    }

    fn score(&self, features: &[f32; WIDTH]) -> f32 {
        let mut score = self.out_bias;
        for (row, (bias, out)) in self.weight.iter().zip(self.bias.iter().zip(&self.out)) {
            let sum: f32 = row.iter().zip(features).map(|(w, f)| w * f).sum();
            score += out * (sum + bias).max(0.0);
        }
        score
    }
}

impl Linker {
    pub fn new(numbers: Linking) -> Result<Linker, WeightsError> {
        Ok(Linker {
            cue: Scorer::new(numbers.cue)?,
            source: Scorer::new(numbers.source)?,
            confidence: numbers.confidence.try_into().map_err(|_| {
                WeightsError::Description(format!("confidence needs {CONFIDENCE} weights and a constant"))
            })?,
            least: numbers.least,
            candidates: numbers.candidates,
            farthest: numbers.farthest,
            abbreviations: numbers.abbreviations.into_iter().collect(),
        })
    }

    /// The statements of a text, in the order of their cues.
    pub fn link(&self, tokens: &Tokens<'_>, states: &[QuoteState], parts: &[TaggedPart]) -> Vec<Link> {
        let scene = Scene::new(self, tokens, states, parts);
        let mut chosen: BTreeMap<usize, Vec<(usize, f32)>> = BTreeMap::new();
        for &content in &scene.by_role[CONTENT] {
            if let (Some(cue), chance) = scene.choose(&self.cue, content, CUE) {
                chosen.entry(cue).or_default().push((content, chance));
            }
        }
        chosen
            .into_iter()
            .map(|(cue, contents)| {
                let (source, chance) = scene.choose(&self.source, cue, SOURCE);
                let features = scene.statement(cue, source, &contents, chance);
                Link {
                    source,
                    cue,
                    contents: contents.into_iter().map(|(content, _)| content).collect(),
                    confidence: self.confidence(&features),
                }
            })
            .filter(|link| link.confidence >= self.least)
            .collect()
    }

    fn confidence(&self, features: &[f32; CONFIDENCE]) -> f32 {
        let constant = self.confidence[CONFIDENCE];
        let sum: f32 = self.confidence.iter().zip(features).map(|(w, f)| w * f).sum();
        1.0 / (1.0 + (-(constant + sum)).exp())
    }
}

/// One text with its parts, and what the features need to know.
pub(crate) struct Scene<'a, 't> {
    linker: &'a Linker,
    tokens: &'a Tokens<'t>,
    states: &'a [QuoteState],
    parts: &'a [TaggedPart],
    by_role: [Vec<usize>; 3],
    own: Vec<[f32; OWN]>,
    pub sentences: Vec<u32>,
    paragraphs: Vec<u32>,
    /// Commas before each token.
    commas: Vec<u32>,
}

fn truth(condition: bool) -> f32 {
    f32::from(u8::from(condition))
}

impl<'a, 't> Scene<'a, 't> {
    pub fn new(
        linker: &'a Linker,
        tokens: &'a Tokens<'t>,
        states: &'a [QuoteState],
        parts: &'a [TaggedPart],
    ) -> Scene<'a, 't> {
        let mut by_role = [const { Vec::new() }; 3];
        for (k, part) in parts.iter().enumerate() {
            by_role[part.stretch.kind].push(k);
        }
        let commas = std::iter::once(0)
            .chain(tokens.words.iter().scan(0, |count, word| {
                *count += u32::from(*word == ",");
                Some(*count)
            }))
            .collect();
        let mut scene = Scene {
            linker,
            tokens,
            states,
            parts,
            by_role,
            own: Vec::new(),
            sentences: sentence_numbers(tokens, states, &linker.abbreviations),
            paragraphs: paragraph_numbers(tokens),
            commas,
        };
        scene.own = parts.iter().map(|part| scene.own_features(part)).collect();
        scene
    }

    /// The best candidate of a role for part `k`, or none; and its probability.
    fn choose(&self, scorer: &Scorer, k: usize, role: usize) -> (Option<usize>, f32) {
        let options: Vec<Option<usize>> =
            std::iter::once(None).chain(self.candidates(k, role).map(Some)).collect();
        let scores: Vec<f32> = options.iter().map(|j| scorer.score(&self.choice(k, *j))).collect();
        let chances = softmax(&scores);
        let mut best = 0;
        for (i, chance) in chances.iter().enumerate() {
            if *chance > chances[best] {
                best = i;
            }
        }
        (options[best], chances[best])
    }

    fn paragraph(&self, k: usize) -> u32 {
        self.paragraphs[self.parts[k].stretch.start]
    }

    /// The nearest parts of a role on each side of part `k`, not too many paragraphs away, in text order.
    fn candidates(&self, k: usize, role: usize) -> impl Iterator<Item = usize> + '_ {
        let of_role = &self.by_role[role];
        let near = move |j: &&usize| self.paragraph(**j).abs_diff(self.paragraph(k)) <= self.linker.farthest;
        let before = of_role.partition_point(|j| *j < k);
        let after = of_role.partition_point(|j| *j <= k);
        let limit = self.linker.candidates;
        let left = of_role[..before].iter().rev().take(limit).take_while(near).count();
        of_role[before - left..before]
            .iter()
            .chain(of_role[after..].iter().take(limit).take_while(near))
            .copied()
    }

    fn gap(&self, k: usize, j: usize) -> usize {
        let (a, b) = (&self.parts[k].stretch, &self.parts[j].stretch);
        b.start.saturating_sub(a.end).max(a.start.saturating_sub(b.end))
    }

    /// How many candidates of a role stand nearer to part `k` than part `j` does.
    fn rank(&self, k: usize, j: usize, role: usize) -> usize {
        let gap = self.gap(k, j);
        self.candidates(k, role).filter(|m| *m != j && self.gap(k, *m) < gap).count()
    }

    fn own_features(&self, part: &TaggedPart) -> [f32; OWN] {
        let Stretch { start, end, .. } = part.stretch;
        let words = &self.tokens.words;
        let after = words.get(end).copied().unwrap_or_default();
        let before = start.checked_sub(1).map_or("", |i| words[i]);
        let first = norm(words[start]);
        [
            ((end - start) as f32).ln_1p() / 3.0,
            part.probability,
            part.edge,
            part.after,
            truth(self.states[start].quoted()),
            truth(self.states[end - 1].quoted()),
            truth(words[start..end].iter().all(|w| case(w) == Case::Symbol)),
            truth(self.tokens.breaks(start)),
            truth(!self.tokens.goes_on(end)),
            truth(after == ","),
            truth(after == ":" || words[end - 1] == ":"),
            truth(before == ","),
            truth(first == "according"),
            truth(matches!(first.as_str(), "who" | "which" | "that" | "whom")),
            truth(matches!(first.as_str(), "he" | "she" | "they" | "it" | "we" | "i" | "you")),
            truth(case(words[start]) == Case::Title),
            truth(self.sentences[end - 1] > self.sentences[start]),
        ]
    }

    fn pair_features(&self, k: usize, j: usize) -> [f32; PAIR] {
        let (p, q) = (self.parts[k].stretch, self.parts[j].stretch);
        let (a, b) = if p.start < q.start { (p, q) } else { (q, p) };
        let gap = self.gap(k, j);
        let long = (gap as f32).ln_1p() / 3.0;
        let sentences = self.sentences[b.start].saturating_sub(self.sentences[a.end - 1]);
        let paragraphs = self.paragraphs[b.start].saturating_sub(self.paragraphs[a.end - 1]);
        let between = [0, 1, 2].map(|role| {
            let of_role = &self.by_role[role];
            let starting = |at: usize| of_role.partition_point(|m| self.parts[*m].stretch.start < at);
            starting(b.start).saturating_sub(starting(a.end)).min(3) as f32
        });
        let (rank_j, rank_k) = (self.rank(k, j, q.kind), self.rank(j, k, p.kind));
        let commas = self.commas[b.start].saturating_sub(self.commas[a.end]);
        let after = truth(q.start > p.start);
        let same = truth(sentences == 0);
        [
            after,
            long,
            after * long,
            truth(gap == 0),
            truth(gap <= 2),
            same,
            after * same,
            truth(sentences == 1),
            sentences.min(4) as f32 / 2.0,
            truth(paragraphs == 0),
            truth(paragraphs == 1),
            truth(paragraphs > 1),
            between[0] / 2.0,
            between[1] / 2.0,
            between[2] / 2.0,
            truth(between[0] == 0.0),
            truth(between[1] == 0.0),
            truth(between[2] == 0.0),
            truth(rank_j == 0),
            rank_j.min(3) as f32 / 2.0,
            truth(rank_k == 0),
            rank_k.min(3) as f32 / 2.0,
            after * truth(rank_j == 0),
            commas.min(3) as f32 / 2.0,
            truth(self.states[p.start].quoted() == self.states[q.start].quoted()),
        ]
    }

    /// All features of choosing candidate `j`, or none, for part `k`.
    pub fn choice(&self, k: usize, j: Option<usize>) -> [f32; WIDTH] {
        let mut features = [0.0; WIDTH];
        features[0] = truth(j.is_none());
        features[1..][..OWN].copy_from_slice(&self.own[k]);
        if let Some(j) = j {
            features[1 + OWN..][..PAIR].copy_from_slice(&self.pair_features(k, j));
            features[1 + OWN + PAIR..].copy_from_slice(&self.own[j]);
        }
        features
    }

    /// What the confidence of a statement rests on.
    fn statement(
        &self,
        cue: usize,
        source: Option<usize>,
        contents: &[(usize, f32)],
        source_chance: f32,
    ) -> [f32; CONFIDENCE] {
        let least = |of: &dyn Fn(&TaggedPart) -> f32| {
            contents.iter().map(|(k, _)| of(&self.parts[*k])).fold(1.0, f32::min)
        };
        let source_part = source.map(|s| &self.parts[s]);
        let first = self.parts[contents[0].0].stretch.start;
        [
            least(&|p| p.probability),
            least(&|p| p.edge),
            least(&|p| p.after),
            self.parts[cue].probability,
            self.parts[cue].edge,
            source_part.map_or(0.0, |p| p.probability),
            source_part.map_or(0.0, |p| p.edge),
            truth(source.is_none()),
            contents.iter().map(|(_, chance)| *chance).fold(1.0, f32::min),
            source_chance,
            truth(self.states[first].quoted()),
        ]
    }
}
