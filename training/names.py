"""The names branch: a small recurrent tagger of names that reads what the frozen reader has computed.

It adds word features of its own to the states of the reader's two layers, averages what it knows of a word over all
places where the word stands in the window, and learns from CoNLL-2003 train and from the names teacher's
probabilities on news. FORMAT.md specifies its arithmetic.
"""

from __future__ import annotations

import math
import random
import time
from dataclasses import asdict, dataclass

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import conll
from augment import augment, kept_labels
from names_teacher import rendering
from student import Chain, Student, Vocabulary
from text import COLUMNS, HASHED, Tokens

LABELS = len(conll.LABELS)


@dataclass(frozen=True)
class Shape:
    """The sizes of the branch; written into the weights file."""

    word: int = 48
    norm: int = 24
    prefix: int = 16
    suffix: int = 16
    shape: int = 8
    hidden: int = 128
    lstm: int = 96


class Names(nn.Module):
    def __init__(self, vocabulary: int, states: int, shape: Shape, drop: float = 0.25):
        super().__init__()
        self.sizes, self.drop = shape, drop
        self.word = nn.Embedding(vocabulary + 1, shape.word)
        self.hashed = nn.ModuleDict(
            {name: nn.Embedding(rows, getattr(shape, name)) for name, rows in HASHED.items()}
        )
        for table in self.hashed.values():
            nn.init.normal_(table.weight, 0, 0.2)
        width = shape.word + sum(getattr(shape, n) for n in HASHED)
        self.of_word = nn.Linear(width, shape.hidden, bias=False)
        self.of_states = nn.Linear(states, shape.hidden)
        self.elsewhere = nn.Linear(shape.hidden, shape.hidden, bias=False)
        self.lstm = nn.LSTM(shape.hidden, shape.lstm, bidirectional=True, batch_first=True)
        self.here = nn.Linear(2 * shape.lstm, LABELS)
        self.there = nn.Linear(2 * shape.lstm, LABELS, bias=False)
        self.path = Chain(LABELS)
        nn.init.zeros_(self.elsewhere.weight)
        nn.init.zeros_(self.there.weight)

    def forward(self, x: torch.Tensor, states: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
        """Label scores from features [b, n, 14], states [b, n, states] and the number of each token's norm."""
        parts = [self.word(x[:, :, 0])]
        at = {name: [k for k, c in enumerate(COLUMNS) if c[0] == name] for name in HASHED}
        for name, table in self.hashed.items():
            parts.append(table(x[:, :, at[name][0] + 1 : at[name][-1] + 2]).sum(2))
        e = self._thin(torch.cat(parts, -1))
        y = F.relu(self.of_word(e) + self.of_states(self._thin(states)))
        y = self._thin(y + self.elsewhere(mean_of_groups(y, groups)))
        u, _ = self.lstm(y)
        u = self._thin(u)
        return self.here(u) + self.there(mean_of_groups(u, groups))

    def _thin(self, x: torch.Tensor) -> torch.Tensor:
        """Dropout of the same channels over a whole window."""
        if not self.training or not self.drop:
            return x
        keep = 1 - self.drop
        mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(keep).div_(keep)
        return x * mask.to(x.dtype)


def mean_of_groups(x: torch.Tensor, groups: torch.Tensor) -> torch.Tensor:
    """For each token the mean over the tokens of its group, itself among them."""
    flat = groups.reshape(-1)
    count = int(flat.max()) + 1
    sums = torch.zeros(count, x.shape[-1]).index_add(0, flat, x.reshape(-1, x.shape[-1]).float())
    sizes = torch.zeros(count).index_add(0, flat, torch.ones(len(flat)))
    return (sums / sizes[:, None]).to(x.dtype)[flat].view(x.shape)


def groups_of(x: torch.Tensor) -> torch.Tensor:
    """Numbers for the norms of each row's tokens, by their two hashes; rows share none."""
    keys = (x[:, :, 1] * HASHED["norm"] + x[:, :, 2]) * x.shape[0] + torch.arange(x.shape[0])[:, None]
    return torch.unique(keys, return_inverse=True)[1]


def states_of(model: Student, x: torch.Tensor) -> torch.Tensor:
    """What the frozen reader's layers say: [b, n, 4 * lstm]."""
    parts = [model.word(x[:, :, 0])]
    at = {name: [k for k, c in enumerate(COLUMNS) if c[0] == name] for name in HASHED}
    for name, table in model.hashed.items():
        parts.append(table(x[:, :, at[name][0] + 1 : at[name][-1] + 2]).sum(2))
    plain = sum(t(x[:, :, 11 + k]) for k, t in enumerate(model.plain.values()))
    e = torch.cat([*parts, plain], -1)
    h = model.input_norm(F.glu(model.input(e), -1))
    h1, _ = model.lstm0(h)
    h2, _ = model.lstm1(h1)
    return torch.cat([h1, h2], -1)


@dataclass
class Recipe:
    minutes: float = 60  # of CPU time, at most
    turns: float = 24  # over the pool
    copies: int = 2  # renderings of each gold document in the pool
    news: int = 500_000  # tokens of news in the pool, about
    gold_repeat: int = 2  # times the gold is read for once the news is
    batch: int = 16
    window: int = 360
    rate: float = 3e-3
    word_rate: float = 0.3
    path_weight: float = 0.5
    news_weight: float = 0.5
    alone: float = 0.1  # of the renderings are read sentence by sentence
    drop: float = 0.3
    word_drop: float = 0.08
    seed: int = 1


@dataclass
class Piece:
    """A stretch of text with what the frozen reader makes of it."""

    x: np.ndarray
    labels: np.ndarray | None  # gold
    soft: np.ndarray | None  # the teacher's probabilities
    groups: np.ndarray | None = None
    states: torch.Tensor | None = None


@dataclass
class News:
    tokens: Tokens
    soft: np.ndarray  # [n, labels], probabilities


def _windows(n: int, window: int, rng: random.Random):
    low, width = 0, rng.randrange(window // 3, window) if n > window else window
    while low < n:
        high = min(n, low + width)
        if n - high < 30:
            high = n
        yield low, high
        low, width = high, window


def pool(
    base: Student,
    vocabulary: Vocabulary,
    documents: list[list[conll.Sentence]],
    news: list[News],
    recipe: Recipe,
) -> tuple[list[Piece], list[Piece]]:
    """Pieces of gold and of news with the states of the frozen reader, which sees some words hidden."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    gold, other = [], []

    def cut(tokens: Tokens, labels: np.ndarray | None, soft: np.ndarray | None, to: list[Piece]) -> None:
        tokens, kept = augment(tokens, rng)
        x = vocabulary.features(tokens).astype(np.int32)
        labels = None if labels is None else kept_labels(labels, kept)
        soft = None if soft is None else soft[kept]
        for low, high in _windows(len(tokens), recipe.window, rng):
            part = slice(low, high)
            to.append(Piece(x[part], None if labels is None else labels[part], None if soft is None else soft[part]))

    for _ in range(recipe.copies):
        for document in documents:
            for part in [[s] for s in document] if rng.random() < recipe.alone else [document]:
                cut(*rendering(part, rng), None, gold)
    for item in news:
        cut(item.tokens, None, item.soft, other)
    pieces = sorted(gold + other, key=lambda p: len(p.x))
    for i in range(0, len(pieces), 32):
        group = pieces[i : i + 32]
        n = len(group[-1].x)
        x = torch.zeros(len(group), n, 14, dtype=torch.long)
        for k, piece in enumerate(group):
            x[k, : len(piece.x)] = torch.from_numpy(piece.x)
        keys = (x[:, :, 1] * HASHED["norm"] + x[:, :, 2]).numpy()
        hidden = torch.rand(x.shape[:2]) < recipe.word_drop
        x[:, :, 0].masked_fill_(hidden, 0)
        swap = torch.randint(0, HASHED["norm"], (*x.shape[:2], 2))
        x[:, :, 1:3] = torch.where(hidden[:, :, None], swap, x[:, :, 1:3])
        # Right-aligned padding would reach the backward direction: each row is followed by zeros that it sees. They
        # are few, as rows of one batch are of nearly one length.
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            states = states_of(base, x).bfloat16()
        for k, piece in enumerate(group):
            m = len(piece.x)
            piece.x = x[k, :m].numpy().astype(np.int32)
            piece.groups = np.unique(keys[k, :m], return_inverse=True)[1]
            piece.states = states[k, :m].clone()
    return gold, other


def _collate(group: list[Piece]):
    b, n = len(group), max(len(p.x) for p in group)
    x = torch.zeros(b, n, 14, dtype=torch.long)
    states = torch.zeros(b, n, group[0].states.shape[1], dtype=torch.bfloat16)
    groups = torch.zeros(b, n, dtype=torch.long)
    labels = torch.full((b, n), -1)
    soft = torch.zeros(b, n, LABELS)
    first = 1  # group 0 takes the padding
    for i, piece in enumerate(group):
        m = len(piece.x)
        x[i, :m] = torch.from_numpy(piece.x)
        states[i, :m] = piece.states
        groups[i, :m] = torch.from_numpy(piece.groups) + first
        first += int(piece.groups.max()) + 1
        if piece.labels is not None:
            labels[i, :m] = torch.from_numpy(piece.labels)
        else:
            soft[i, :m] = torch.from_numpy(piece.soft.astype(np.float32))
    return x, states, groups, labels, soft, torch.tensor([len(p.x) for p in group])


def train(
    gold: list[Piece],
    other: list[Piece],
    words: int,
    vectors: np.ndarray | None,
    shape: Shape,
    recipe: Recipe,
    log=print,
    check=None,
) -> Names:
    """Train a branch on a pool; the rate falls to nothing by the end of the turns or the time."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    model = Names(words, gold[0].states.shape[1], shape, recipe.drop)
    if vectors is not None:
        model.word.weight.data.copy_(torch.from_numpy(vectors))
    table = [model.word.weight]
    rest = [p for p in model.parameters() if p is not model.word.weight]
    optimizer = torch.optim.AdamW(
        [
            {"params": table, "lr": recipe.rate * recipe.word_rate, "weight_decay": 0.0},
            {"params": rest, "lr": recipe.rate, "weight_decay": 0.01},
        ],
        betas=(0.9, 0.98),
        fused=True,
    )
    rates = [g["lr"] for g in optimizer.param_groups]
    average = [p.detach().clone() for p in model.parameters()]
    log(f"names {sum(p.numel() for p in model.parameters())} parameters, {asdict(recipe)}")
    begin, outside, step, done, turn = time.process_time(), 0.0, 0, False, 0
    while not done:
        groups = []
        for pieces in [gold] * recipe.gold_repeat + [other]:
            pieces = rng.sample(pieces, len(pieces))
            for i in range(0, len(pieces), recipe.batch * 16):
                part = sorted(pieces[i : i + recipe.batch * 16], key=lambda p: len(p.x))
                groups += [part[j : j + recipe.batch] for j in range(0, len(part), recipe.batch)]
        rng.shuffle(groups)
        planned = recipe.turns * len(groups)
        model.train()
        sums = np.zeros(3)
        for i, group in enumerate(groups):
            spent = (time.process_time() - begin - outside) / 60
            at = max(step / planned, spent / recipe.minutes)
            if at >= 1:
                done = True
                break
            scale = min((step + 1) / 100, 1.0) * max(0.005, 0.5 * (1 + math.cos(math.pi * at)))
            for g, rate in zip(optimizer.param_groups, rates):
                g["lr"] = rate * scale
            losses = _losses(model, _collate(group), recipe)
            sum(losses).backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            optimizer.zero_grad()
            keep = min(0.998, (step + 1) / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_(average, list(model.parameters()), 1 - keep)
            step += 1
            sums += [x.item() for x in losses]
        turn += 1
        log(f"turn {turn} steps {step} at {at:.3f} losses {(sums / (i + 1)).round(4)} cpu {time.process_time() - begin:.0f}s")
        if check is not None and (done or turn % 6 == 2):
            pause = time.process_time()
            live = [p.detach().clone() for p in model.parameters()]
            _put(model, average)
            log(f"turn {turn} {check(model.eval())}")
            if not done:
                _put(model, live)
            outside += time.process_time() - pause
    _put(model, average)
    return model.eval()


def _put(model: nn.Module, weights: list[torch.Tensor]) -> None:
    with torch.no_grad():
        for p, w in zip(model.parameters(), weights):
            p.copy_(w)


def _losses(model: Names, batch, recipe: Recipe) -> list[torch.Tensor]:
    x, states, groups, labels, soft, lengths = batch
    with torch.autocast("cpu", torch.bfloat16):
        scores = model(x, states, groups)
    scores = scores.float()
    none = torch.zeros(())
    if (labels[0] < 0).all():
        real = torch.arange(x.shape[1]) < lengths[:, None]
        loss = -(soft * scores.log_softmax(-1)).sum(-1)
        return [none, none, recipe.news_weight * (loss * real).sum() / real.sum()]
    token = F.cross_entropy(scores.transpose(1, 2), labels, ignore_index=-1)
    path = model.path.loss(scores, labels.clamp_min(0), lengths)
    return [token * (1 - recipe.path_weight), path * recipe.path_weight, none]


@torch.no_grad()
def predict(
    model: Names,
    base: Student,
    vocabulary: Vocabulary,
    texts: list[Tokens],
    window: int = 2000,
    overlap: int = 200,
) -> list[np.ndarray]:
    """Label scores of every token in 32-bit arithmetic, window by window as the reader does."""
    model.eval()
    base.eval()
    out = []
    for tokens in texts:
        x = torch.from_numpy(vocabulary.features(tokens))
        n, stride, taken, start, rows = len(x), window - 2 * overlap, 0, 0, []
        while taken < n:
            part = x[None, start : start + window]
            scores = model(part, states_of(base, part), groups_of(part))
            end = n if start + window >= n else start + window - overlap
            rows.append(scores[0, taken - start : end - start].numpy())
            taken, start = end, start + stride
        out.append(np.concatenate(rows) if rows else np.zeros((0, LABELS), np.float32))
    return out
