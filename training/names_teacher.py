"""The teacher of names: the MiniLM encoder fine-tuned on CoNLL-2003 train, with silver names of news beside it.

Two heads over one encoder: one for the gold names, one for what spaCy finds in news, brought to CoNLL's
kinds. Never shipped; its probabilities on news are what the names branch learns from.
"""

from __future__ import annotations

import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

import conll
import teacher
from augment import augment, kept_labels
from corpora import Report
from student import ENTITY_LABELS
from text import Tokens, norm, plain_features

LABELS = len(conll.LABELS)
# Of silver kinds; dates, money and numbers are no names.
OF_SILVER = {
    "person": "person", "organization": "organization", "place": "place", "group": "misc", "law": "misc",
    "event": "misc", "product": "misc", "other": "misc",
}  # fmt: skip


class NamesTeacher(teacher.Teacher):
    def __init__(self, drop: float = 0.1):
        super().__init__(drop)
        self.out = nn.Linear(384, 2 * LABELS)  # gold names, then silver ones


def of_silver(words: list[str], labels: np.ndarray) -> np.ndarray:
    """Silver labels by CoNLL's kinds and bounds: without a leading `the` and a final possessive."""
    out = np.zeros(len(labels), np.int64)
    i = 0
    while i < len(labels):
        j = i + 1
        if labels[i]:
            name = ENTITY_LABELS[labels[i]][2:]
            inside = (int(labels[i]) + 1) // 2 * 2
            while j < len(labels) and labels[j] == inside:
                j += 1
            kind = OF_SILVER.get(name)
            if kind:
                a, b = i, j
                if words[a].lower() in ("the", "a", "an") and b - a > 1:
                    a += 1
                if words[b - 1].lower() in ("'s", "’s", "'", "’") and b - a > 1:
                    b -= 1
                k = conll.LABELS.index(f"B-{kind}")
                out[a:b] = k + 1
                out[a] = k
        i = j
    return out


def rendering(document: list[conll.Sentence], rng: random.Random) -> tuple[Tokens, np.ndarray]:
    """A document as one of the texts it may have been."""
    between = rng.choice(("\n", "\n", "\n", "\n\n", " "))
    return conll.labelled(*conll.render(document, rng.random() < 0.35, between))


def _cut(tokens: Tokens, labels: np.ndarray, rng: random.Random) -> teacher.Pieces:
    tokens, kept = augment(tokens, rng)
    return teacher.cut(tokens.words, plain_features(tokens), kept_labels(labels, kept))


def train(
    documents: list[list[conll.Sentence]],
    news: list[tuple[Report, np.ndarray]],
    out: Path,
    *,
    passes: float = 5,
    minutes: float = 60,
    share: float = 0.25,
    batch: int = 16,
    size: int = 254,
    rate: float = 2e-4,
    decay: float = 0.85,
    seed: int = 1,
    log=print,
    check=None,
) -> NamesTeacher:
    """Fine-tune for `passes` over the documents or `minutes` of CPU time; `share` of all windows are news."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = NamesTeacher()
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
    average = {n: p.clone() for n, p in master.items()}
    names = list(master)
    start, step, epoch, done = time.process_time(), 0, 0, False
    while not done:
        items = []
        for document in documents:
            p = _cut(*rendering(document, rng), rng)
            items += [(p, a, b, 0) for a, b in teacher.windows(p.first, size)]
        wanted, extra = int(len(items) * share / (1 - share)), []
        while len(extra) < wanted:
            report, labels = rng.choice(news)
            p = _cut(report.tokens, labels, rng)
            spans = teacher.windows(p.first, size, offset=rng.randrange(0, 200))
            extra += [(p, a, b, 1) for a, b in rng.sample(spans, min(2, len(spans)))]
        items += extra
        rng.shuffle(items)
        batches = []
        for i in range(0, len(items), batch * 16):
            part = sorted(items[i : i + batch * 16], key=lambda t: t[2] - t[1])
            batches += [part[j : j + batch] for j in range(0, len(part), batch)]
        rng.shuffle(batches)
        planned = passes * len(batches)
        model.train()
        total = 0.0
        for i, group in enumerate(batches):
            at = max(step / planned, (time.process_time() - start) / 60 / minutes)
            if at >= 1:
                done = True
                break
            scale = min((step + 1) / 50, 1.0) * max(0.02, 1 - at)
            for g, n in zip(optimizer.param_groups, master):
                g["lr"] = rate_of(n) * scale
            x, plain, y, mask = teacher.collate([g[:3] for g in group])
            scores = model(x, plain, mask).float().view(*x.shape, 2, LABELS)
            which = torch.tensor([g[3] for g in group])
            scores = scores[torch.arange(len(group)), :, which]
            loss = F.cross_entropy(scores.reshape(-1, LABELS), y.view(-1), ignore_index=-100)
            loss.backward()
            for n, p in master.items():
                g = live[n].grad
                p.grad = g.float() if g is not None else None
                live[n].grad = None
            torch.nn.utils.clip_grad_norm_(list(master.values()), 1.0)
            optimizer.step()
            keep = min(0.99, (step + 1) / (step + 10))
            with torch.no_grad():
                torch._foreach_lerp_([average[n] for n in names], [master[n] for n in names], 1 - keep)
                for n in names:
                    live[n].copy_(master[n])
            step += 1
            total += loss.item()
            if i % 40 == 39:
                log(f"pass {epoch} {i + 1}/{len(batches)} loss {total / 40:.4f} at {at:.3f} {time.process_time() - start:.0f}s")
                total = 0.0
        epoch += 1
        with torch.no_grad():
            for n in master:
                live[n].copy_(average[n])
        torch.save(average, out)
        if check is not None and (done or epoch == 2):
            log(f"pass {epoch} {check(model)}")
        with torch.no_grad():
            if not done:
                for n in master:
                    live[n].copy_(master[n])
    return model.eval()


def load(path: Path) -> NamesTeacher:
    model = NamesTeacher()
    with torch.no_grad():
        live = dict(model.named_parameters())
        for n, p in torch.load(path).items():
            live[n].copy_(p)
    return model.to(torch.bfloat16).eval()


@torch.no_grad()
def probabilities(
    model: NamesTeacher,
    texts: list[Tokens],
    size: int = 254,
    stride: int = 200,
    batch: int = 16,
    means: teacher.WordMeans | None = None,
) -> list[np.ndarray]:
    """[tokens, 2, labels] of each text: what either head says, from the window whose edges are farthest."""
    model.eval()
    pieces = [teacher.cut(t.words, plain_features(t), None) for t in texts]
    items = [(p, a, b, k) for k, p in enumerate(pieces) for a, b in teacher.windows(p.first, size, stride)]
    items.sort(key=lambda t: t[2] - t[1])
    best = [np.full(len(p.ids), -1.0) for p in pieces]
    out = [np.zeros((len(p.ids), 2, LABELS), np.float32) for p in pieces]
    for i in range(0, len(items), batch):
        group = items[i : i + batch]
        x, plain, _, mask = teacher.collate([g[:3] for g in group])
        hidden = model.hidden(x, plain, mask)
        scores = model.out(hidden).float().view(*x.shape, 2, LABELS).softmax(-1).numpy()
        for j, (p, a, b, k) in enumerate(group):
            n, total = b - a, len(p.ids)
            at = np.arange(n)
            depth = np.minimum(at + (1e6 if a == 0 else 0), n - 1 - at + (1e6 if b == total else 0))
            better = depth > best[k][a:b]
            best[k][a:b][better] = depth[better]
            out[k][a:b][better] = scores[j, 1 : n + 1][better]
            if means is not None:
                low, high = np.searchsorted(p.first, (a, b))
                rows = np.array([means.ids.get(norm(w), 0) for w in texts[k].words[low:high]], np.int64)
                means.add(rows, hidden[j, torch.from_numpy(p.first[low:high] - a + 1)])
    return [o[p.first[:-1]] for o, p in zip(out, pieces)]
