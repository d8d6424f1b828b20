"""The student: the small recurrent tagger that ships. FORMAT.md specifies its arithmetic.

Hashed and looked-up word features, quotation, case and paragraph features, two bidirectional LSTM
layers, one linear layer a head. It learns from gold labels, from the teacher's probabilities, and
(the entity head) from silver labels.
"""

from __future__ import annotations

import collections
import math
import random
import time
from dataclasses import asdict, dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from augment import augment, kept_labels
from corpora import ROLE_LABELS, Report
from text import COLUMNS, HASHED, Tokens, hashed_features, norm, plain_features

ENTITY_KINDS = (
    "person", "organization", "place", "group", "law", "event", "product", "other",
    "date", "time", "money", "percent", "quantity", "ordinal", "cardinal",
)  # fmt: skip
ENTITY_LABELS = ("O", *(f"{p}-{k}" for k in ENTITY_KINDS for p in "BI"))
PLAIN_SIZES = {"quote": 6, "case": 6, "paragraph": 4}


@dataclass(frozen=True)
class Shape:
    """The sizes of a student; written into the weights file."""

    vocabulary: int = 30000
    word: int = 96
    norm: int = 48
    prefix: int = 32
    suffix: int = 48
    shape: int = 16
    plain: int = 16
    hidden: int = 192
    lstm: int = 128


class Student(nn.Module):
    def __init__(self, shape: Shape, drop: float = 0.3):
        super().__init__()
        self.sizes, self.drop = shape, drop
        self.word = nn.Embedding(shape.vocabulary + 1, shape.word)
        self.hashed = nn.ModuleDict(
            {name: nn.Embedding(rows, getattr(shape, name)) for name, rows in HASHED.items()}
        )
        self.plain = nn.ModuleDict(
            {name: nn.Embedding(rows, shape.plain) for name, rows in PLAIN_SIZES.items()}
        )
        for table in (*self.hashed.values(), *self.plain.values()):
            nn.init.normal_(table.weight, 0, 0.3)
        width = shape.word + sum(getattr(shape, n) for n in HASHED) + shape.plain
        self.input = nn.Linear(width, 2 * shape.hidden)
        self.input_norm = nn.LayerNorm(shape.hidden)
        self.lstm0 = nn.LSTM(shape.hidden, shape.lstm, bidirectional=True, batch_first=True)
        self.lstm1 = nn.LSTM(2 * shape.lstm, shape.lstm, bidirectional=True, batch_first=True)
        self.role = nn.Linear(2 * shape.lstm, len(ROLE_LABELS))
        self.entity = nn.Linear(4 * shape.lstm, len(ENTITY_LABELS))
        self.role_path = Chain(len(ROLE_LABELS))
        self.entity_path = Chain(len(ENTITY_LABELS))

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """x: [batch, tokens, 14] = word id, ten hashed ids, three plain features."""
        parts = [self.word(x[:, :, 0])]
        at = {name: [k for k, c in enumerate(COLUMNS) if c[0] == name] for name in HASHED}
        for name, table in self.hashed.items():
            first, last = at[name][0] + 1, at[name][-1] + 2
            parts.append(table(x[:, :, first:last]).sum(2))
        plain = sum(t(x[:, :, 11 + k]) for k, t in enumerate(self.plain.values()))
        e = self._thin(torch.cat([*parts, plain], -1))
        h = self.input_norm(F.glu(self.input(e), -1))
        h1, _ = self.lstm0(self._thin(h))
        h2, _ = self.lstm1(self._thin(h1))
        h1, h2 = self._thin(h1), self._thin(h2)
        return self.role(h2), self.entity(torch.cat([h1, h2], -1))

    def _thin(self, x: torch.Tensor) -> torch.Tensor:
        """Dropout of the same channels over a whole window."""
        if not self.training or not self.drop:
            return x
        keep = 1 - self.drop
        mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(keep).div_(keep)
        return x * mask.to(x.dtype)


class Chain(nn.Module):
    """A linear-chain CRF: scores of starting, moving and ending, under the BIO rule."""

    def __init__(self, labels: int):
        super().__init__()
        self.start = nn.Parameter(torch.zeros(labels))
        self.end = nn.Parameter(torch.zeros(labels))
        self.moves = nn.Parameter(torch.zeros(labels, labels))
        inside = torch.arange(labels) % 2 == 0
        inside[0] = False
        allowed = torch.ones(labels, labels, dtype=torch.bool)
        for j in torch.where(inside)[0].tolist():
            allowed[:, j] = False
            allowed[j - 1, j] = allowed[j, j] = True
        self.register_buffer("allowed", allowed, persistent=False)
        self.register_buffer("opens", ~inside, persistent=False)

    def tables(self) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        return (
            self.start.masked_fill(~self.opens, -1e4),
            self.moves.masked_fill(~self.allowed, -1e4),
            self.end,
        )

    def loss(self, scores: torch.Tensor, labels: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Negative log-likelihood a token of paths [batch, tokens] (padding: any label).

        A window may begin inside a part, so the rule for a text's first label is not applied here.
        """
        b, n, k = scores.shape
        _, moves, _ = self.tables()
        at = torch.arange(n)
        real = at < lengths[:, None]
        gold = scores.gather(2, labels[:, :, None]).squeeze(2)
        step = moves[labels[:, :-1], labels[:, 1:]]
        path = (gold * real).sum(1) + (step * real[:, 1:]).sum(1)
        # Products of the step matrices in the log semiring, pairwise in parallel.
        m = moves + scores[:, 1:, None, :]
        none = torch.full((k, k), -1e4).fill_diagonal_(0.0)
        m = torch.where(real[:, 1:, None, None], m, none)
        while m.shape[1] > 1:
            if m.shape[1] % 2:
                m = torch.cat([m, none.expand(b, 1, k, k)], 1)
            left, right = m[:, 0::2], m[:, 1::2]
            top_l, top_r = left.amax(-1, keepdim=True).detach(), right.amax(-2, keepdim=True).detach()
            product = torch.matmul((left - top_l).exp(), (right - top_r).exp())
            m = product.clamp_min(1e-30).log() + top_l + top_r
        total = torch.logsumexp(scores[:, 0, :, None] + m[:, 0], (1, 2))
        return (total - path).sum() / real.sum()


@dataclass
class Example:
    """A text to learn from; what is absent is not learned."""

    tokens: Tokens
    labels: np.ndarray | None  # gold roles
    soft: np.ndarray | None  # the teacher's role probabilities
    entities: np.ndarray | None  # silver entity labels
    features: np.ndarray | None = None  # of the unchanged text, kept


class Vocabulary:
    """Frequent words, each with a row of its own."""

    def __init__(self, words: list[str]):
        self.words = words
        self.ids = {w: k + 1 for k, w in enumerate(words)}

    @classmethod
    def count(cls, reports: list[Report], extra: list[str], size: int) -> Vocabulary:
        """The words seen twice or more in the reports, most frequent first, then the `extra` ones."""
        counts = collections.Counter(norm(w) for r in reports for w in r.tokens.words)
        seen = sorted((w for w, c in counts.items() if c >= 2), key=lambda w: (-counts[w], w))
        seen = [w for w in seen if "\n" not in w][:size]
        known = set(seen)
        return cls((seen + [w for w in extra if w not in known])[:size])

    def features(self, tokens: Tokens) -> np.ndarray:
        """[n, 14]: what the network reads."""
        ids = np.array([self.ids.get(norm(w), 0) for w in tokens.words], np.int64)
        parts = [ids[:, None], hashed_features(tokens.words), plain_features(tokens)]
        return np.concatenate(parts, axis=1)


@dataclass
class Recipe:
    minutes: float = 120  # of CPU time, at most
    passes: float = 11.5
    batch: int = 16
    window: int = 360
    rate: float = 3e-3
    word_rate: float = 0.3
    gold_repeat: int = 2  # times the gold texts are read for once the others are
    soft_weight: float = 0.5  # share of the teacher where there is gold too
    path_weight: float = 0.5
    path_from: float = 0.4  # the path loss begins at this part of the training
    entity_weight: float = 0.2
    smoothing: float = 0.0
    drop: float = 0.25
    word_drop: float = 0.1
    seed: int = 1


def _pieces(example: Example, vocabulary: Vocabulary, window: int, rng: random.Random):
    tokens, kept = augment(example.tokens, rng)
    if tokens is example.tokens:
        if example.features is None:
            example.features = vocabulary.features(tokens).astype(np.int32)
        x = example.features
    else:
        x = vocabulary.features(tokens).astype(np.int32)
    n = len(tokens)
    labels = np.full(n, -1) if example.labels is None else kept_labels(example.labels, kept)
    entities = np.full(n, -1) if example.entities is None else example.entities[kept]
    soft = np.zeros((n, 0), np.float32) if example.soft is None else example.soft[kept].astype(np.float32)
    low, width = 0, rng.randrange(window // 3, window) if n > window else window
    while low < n:
        high = min(n, low + width)
        if n - high < 30:
            high = n
        yield x[low:high], labels[low:high], soft[low:high], entities[low:high]
        low, width = high, window


def _collate(group):
    b, n = len(group), max(len(g[0]) for g in group)
    x = torch.zeros(b, n, 14, dtype=torch.long)
    labels = torch.full((b, n), -1)
    entities = torch.full((b, n), -1)
    soft = torch.zeros(b, n, len(ROLE_LABELS))
    has_soft = torch.zeros(b, n, dtype=torch.bool)
    lengths = torch.tensor([len(g[0]) for g in group])
    for i, (gx, gl, gs, ge) in enumerate(group):
        m = len(gx)
        x[i, :m], labels[i, :m], entities[i, :m] = map(torch.from_numpy, (gx, gl, ge))
        if gs.shape[1]:
            soft[i, :m] = torch.from_numpy(gs)
            has_soft[i, :m] = True
    return x, labels, soft, has_soft, entities, lengths


def train(
    examples: list[Example],
    vocabulary: Vocabulary,
    vectors: np.ndarray | None,
    shape: Shape,
    recipe: Recipe,
    log=print,
    check=None,
    start_from: dict | None = None,
) -> Student:
    """Train a student; the learning rate falls to nothing by the end of the CPU time or the passes."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    model = Student(shape, recipe.drop)
    if vectors is not None:
        model.word.weight.data.copy_(torch.from_numpy(vectors))
    if start_from is not None:
        model.load_state_dict(start_from)
    words = [model.word.weight]
    rest = [p for p in model.parameters() if p is not model.word.weight]
    optimizer = torch.optim.AdamW(
        [
            {"params": words, "lr": recipe.rate * recipe.word_rate, "weight_decay": 0.0},
            {"params": rest, "lr": recipe.rate, "weight_decay": 0.01},
        ],
        betas=(0.9, 0.98),
        fused=True,
    )
    base = [g["lr"] for g in optimizer.param_groups]
    average = [p.detach().clone() for p in model.parameters()]
    gold = [e for e in examples if e.labels is not None]
    other = [e for e in examples if e.labels is None]
    tokens = sum(len(e.tokens) for e in gold) * recipe.gold_repeat + sum(len(e.tokens) for e in other)
    planned = recipe.passes * tokens / recipe.window / recipe.batch * 1.35  # windows are not all full
    log(f"student {sum(p.numel() for p in model.parameters())} parameters, {asdict(recipe)}")
    begin, outside, step, turn, done = time.process_time(), 0.0, 0, 0, False

    def progress() -> float:
        spent = (time.process_time() - begin - outside) / 60
        return max(step / planned, spent / recipe.minutes)

    while not done:
        pieces = [p for e in gold * recipe.gold_repeat + other for p in _pieces(e, vocabulary, recipe.window, rng)]
        rng.shuffle(pieces)
        groups = []
        for i in range(0, len(pieces), recipe.batch * 32):
            part = sorted(pieces[i : i + recipe.batch * 32], key=lambda p: len(p[0]))
            groups += [part[j : j + recipe.batch] for j in range(0, len(part), recipe.batch)]
        rng.shuffle(groups)
        model.train()
        sums = np.zeros(3)
        for i, group in enumerate(groups):
            at = progress()
            if at >= 1:
                done = True
                break
            scale = min((step + 1) / 200, 1.0) * max(0.005, 0.5 * (1 + math.cos(math.pi * at)))
            for g, rate in zip(optimizer.param_groups, base):
                g["lr"] = rate * scale
            losses = _losses(model, _collate(group), recipe, at >= recipe.path_from)
            sum(losses).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            optimizer.zero_grad()
            keep = min(0.998, (step + 1) / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(average, list(model.parameters()), 1 - keep)
            step += 1
            sums += [x.item() for x in losses]
        log(f"turn {turn} steps {step} at {at:.3f} losses {(sums / (i + 1)).round(4)} cpu {time.process_time() - begin:.0f}s")
        turn += 1
        if check is not None and not done:
            pause = time.process_time()
            live = [p.detach().clone() for p in model.parameters()]
            _put(model, average)
            log(f"turn {turn} dev {check(model)}")
            _put(model, live)
            outside += time.process_time() - pause
    _put(model, average)
    if check is not None:
        log(f"end dev {check(model)}")
    return model.eval()


def _put(model: Student, weights: list[torch.Tensor]) -> None:
    with torch.no_grad():
        for p, w in zip(model.parameters(), weights):
            p.copy_(w)


def _losses(model: Student, batch, recipe: Recipe, with_path: bool) -> list[torch.Tensor]:
    x, labels, soft, has_soft, entities, lengths = batch
    if recipe.word_drop:
        # Hide some words so that the net also reads by shape, quotation and context.
        hidden = torch.rand(x.shape[:2]) < recipe.word_drop
        x[:, :, 0].masked_fill_(hidden, 0)
        swap = torch.randint(0, HASHED["norm"], (*x.shape[:2], 2))
        x[:, :, 1:3] = torch.where(hidden[:, :, None], swap, x[:, :, 1:3])
    with torch.autocast("cpu", torch.bfloat16):
        roles, names = model(x)
    roles, names = roles.float(), names.float()
    is_gold = labels >= 0
    weight = torch.where(has_soft, torch.where(is_gold, recipe.soft_weight, 1.0), 0.0)
    log_probs = roles.log_softmax(-1)
    soft_loss = -(soft * log_probs).sum(-1)
    hard_loss = F.cross_entropy(
        roles.transpose(1, 2), labels.clamp_min(0), reduction="none", label_smoothing=recipe.smoothing
    )
    known = is_gold | has_soft
    token = ((weight * soft_loss + (1 - weight) * hard_loss) * known).sum() / known.sum().clamp_min(1)
    rows = is_gold[:, 0]
    path = torch.zeros(())
    if with_path and recipe.path_weight and rows.any():
        path = model.role_path.loss(roles[rows], labels[rows].clamp_min(0), lengths[rows])
        path = path * recipe.path_weight * float(rows.float().mean())
    named = entities >= 0
    entity = torch.zeros(())
    if recipe.entity_weight and named.any():
        entity = recipe.entity_weight * F.cross_entropy(names[named], entities[named])
    return [token, path, entity]


@torch.no_grad()
def predict(
    model: Student,
    vocabulary: Vocabulary,
    reports: list[Report],
    window: int = 2000,
    overlap: int = 200,
    noisy: bool = False,
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Role and entity logits of every token, in 32-bit arithmetic; one text at a time, as in Rust.

    `noisy` leaves dropout on.
    """
    model.train(noisy)
    out = []
    for report in reports:
        x = torch.from_numpy(vocabulary.features(report.tokens))
        n, stride = len(x), window - 2 * overlap
        roles, names, taken, start = [], [], 0, 0
        while taken < n:
            r, e = model(x[None, start : start + window])
            end = n if start + window >= n else start + window - overlap
            roles.append(r[0, taken - start : end - start].numpy())
            names.append(e[0, taken - start : end - start].numpy())
            taken, start = end, start + stride
        if n:
            out.append((np.concatenate(roles), np.concatenate(names)))
        else:
            out.append((np.zeros((0, len(ROLE_LABELS))), np.zeros((0, len(ENTITY_LABELS)))))
    return out
