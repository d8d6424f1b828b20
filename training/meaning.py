"""Word vectors whose sum tells what a sentence means: learned from the sentence encoder itself.

The encoder as published (sentence-transformers all-MiniLM-L6-v2) gives each sentence of the news texts, and parts of
them as clauses are, a vector of length 1. A table of one row a word learns to put sums of its rows where the encoder
puts the sentences: as near one another as there, above all within one report or topic, and (through a linear map that
is not kept) at the same place. How much a word counts is the length of its row. FORMAT.md specifies the arithmetic.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn

from corpora import Report
from teacher import CLS, SEP, Teacher, encoder_folder
from text import norm, tokenize

LONGEST = 48  # words of a sentence that are learned from
PIECES = 94  # word pieces of a sentence that the encoder reads

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[\"“‘(]?[A-Z0-9])")
_CLAUSE = re.compile(
    r"(?:,|;|:|–|—)\s+"
    r"|\s(?=(?:that|but|and|because|after|while|when|which|who|if|although|before|until|as)\s)"
)


@dataclass(frozen=True)
class Recipe:
    """How the table is learned."""

    width: int = 128
    steps: int = 4000
    topics: int = 12  # in a batch
    of_topic: int = 24  # sentences of each in a batch
    rate: float = 2e-3
    hidden: float = 0.05  # share of words left out of every other batch
    seed: int = 7


def topic(report: str) -> str:
    """What reports on one event have in common in their names; else the name."""
    if report.startswith("ecb/"):
        return report.split("_")[0]
    return report[:-2] if report.startswith("basil/") else report


def sentences(reports: list[Report], seed: int = 1) -> tuple[list[str], list[str]]:
    """Sentences and runs of their clauses, each once; with the topic of each."""
    rng = random.Random(seed)
    found: dict[str, str] = {}
    for report in reports:
        for paragraph in report.text.split("\n"):
            for sentence in _SENTENCE.split(paragraph):
                sentence = sentence.strip()
                if not 3 <= len(sentence.split()) <= 70:
                    continue
                found.setdefault(sentence, topic(report.name))
                parts = [p for p in _CLAUSE.split(sentence) if p]
                for _ in range(min(len(parts), 3) if len(parts) > 1 else 0):
                    start = rng.randrange(len(parts))
                    run = " ".join(parts[start : start + rng.choice((1, 1, 2, 3))]).strip()
                    if 3 <= len(run.split()) <= 40:
                        found.setdefault(run, topic(report.name))
    return list(found), list(found.values())


@torch.inference_mode()
def encoded(texts: list[str], log: Callable[..., None]) -> np.ndarray:
    """[texts, 384], the encoder's vectors, of length 1."""
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    model = Teacher(drop=0).eval().to(torch.bfloat16)
    ids = [[CLS, *e.ids[:PIECES], SEP] for e in tokenizer.encode_batch(texts, add_special_tokens=False)]
    order = sorted(range(len(texts)), key=lambda i: len(ids[i]))
    out = np.zeros((len(texts), 384), np.float16)
    for at in range(0, len(order), 128):
        part = order[at : at + 128]
        size = max(len(ids[i]) for i in part)
        x = torch.zeros(len(part), size, dtype=torch.long)
        for row, i in enumerate(part):
            x[row, : len(ids[i])] = torch.tensor(ids[i])
        mask = x > 0
        states = model.hidden(x, torch.zeros(*x.shape, 3, dtype=torch.long), mask).float()
        kept = mask[..., None].float()
        out[part] = F.normalize((states * kept).sum(1) / kept.sum(1), dim=1).numpy()
        if at // 128 % 200 == 0:
            log(f"encoded {at} of {len(order)}")
    return out


class Table(nn.Module):
    def __init__(self, start: np.ndarray):
        super().__init__()
        self.word = nn.EmbeddingBag.from_pretrained(
            torch.tensor(start), freeze=False, mode="sum", sparse=True, padding_idx=0
        )
        self.place = nn.Linear(start.shape[1], 384)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.normalize(self.word(x), dim=1)


def start_values(words: np.ndarray, counts: np.ndarray, width: int) -> np.ndarray:
    """[words + 1, width]: principal components of the encoder's vectors of single words, the frequent ones short."""
    centred = words.astype(np.float32) - words.astype(np.float32).mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    rare = 1e-3 / (1e-3 + (counts + 1) / (counts + 1).sum())
    rows = centred @ axes[:, ::-1][:, :width] * rare[:, None] * 3
    return np.concatenate([np.zeros((1, width)), rows]).astype(np.float32)


def train(
    texts: list[str],
    topics: list[str],
    vectors: np.ndarray,
    ids: dict[str, int],
    of_words: np.ndarray,
    recipe: Recipe,
    log: Callable[..., None],
) -> np.ndarray:
    """The table, [words + 1, width]; row 0, of unknown words, is 0."""
    x = np.zeros((len(texts), LONGEST), np.int64)
    for row, text in enumerate(texts):
        known = [ids.get(norm(w), 0) for w in tokenize(text).words if any(map(str.isalnum, w))]
        x[row, : len(known)] = known[:LONGEST]
    groups: dict[str, list[int]] = {}
    for row in np.flatnonzero((x > 0).any(1)):
        groups.setdefault(topics[row], []).append(row)
    pools = [np.array(g) for _, g in sorted(groups.items()) if len(g) >= 16]
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    counts = np.bincount(x.ravel(), minlength=len(of_words) + 1)[1:]
    table = Table(start_values(of_words, counts, recipe.width))
    optimizers = [
        torch.optim.SparseAdam(table.word.parameters(), lr=recipe.rate),
        torch.optim.Adam(table.place.parameters(), lr=recipe.rate),
    ]

    def rate(step: int) -> float:
        return min(1.0, step / 200) * max(0.0, 1 - step / recipe.steps) ** 0.5

    decays = [torch.optim.lr_scheduler.LambdaLR(o, rate) for o in optimizers]
    goal, began = torch.tensor(vectors.astype(np.float32)), time.process_time()
    for step in range(recipe.steps):
        chosen = rng.choice(len(pools), recipe.topics, replace=False)
        rows = np.concatenate(
            [rng.choice(pools[g], min(recipe.of_topic, len(pools[g])), replace=False) for g in chosen]
        )
        batch = torch.tensor(x[rows])
        if step % 2:
            batch = batch * (torch.rand(batch.shape) >= recipe.hidden)
        there, found = goal[rows], table(batch)
        apart = 1 - torch.eye(len(rows))
        near = ((found @ found.T - there @ there.T) ** 2 * apart).sum() / apart.sum()
        place = 1 - F.cosine_similarity(table.place(found), there).mean()
        for optimizer in optimizers:
            optimizer.zero_grad()
        (20 * near + place).backward()
        for optimizer, decay in zip(optimizers, decays):
            optimizer.step()
            decay.step()
        if step % 500 == 0:
            log(f"{step}: near {near.item():.4f} place {place.item():.4f} {time.process_time() - began:.0f} s")
    return table.word.weight.detach().numpy()


def in_steps(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The table in 8 bits a number (128 is nought), and the size of a step in each row."""
    steps = np.maximum(np.abs(table).max(1), 1e-12) / 127
    return (np.round(table / steps[:, None]) + 128).astype(np.uint8), steps.astype(np.float32)
