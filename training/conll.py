"""CoNLL-2003 as running text: documents rebuilt from their tokens, names as spans of code points."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from text import Tokens, tokenize

KINDS = ("person", "organization", "place", "misc")
LABELS = ("O", *(f"{p}-{k}" for k in KINDS for p in "BI"))
OF_CONLL = {"PER": "person", "ORG": "organization", "LOC": "place", "MISC": "misc"}

NO_SPACE_BEFORE = set(".,;:?!%)]}'") | {"'s", "'S", "n't", "'re", "'ve", "'ll", "'d", "'m", "..."}
NO_SPACE_AFTER = set("([{$#")


@dataclass
class Sentence:
    words: list[str]
    names: list[tuple[int, int, str]]  # first and last word (half-open), kind


def read(path: Path) -> list[list[Sentence]]:
    """Documents of sentences from tab-separated columns: number, word, label."""
    documents: list[list[Sentence]] = []
    words: list[str] = []
    labels: list[str] = []
    for line in [*path.read_text(encoding="utf-8").split("\n"), ""]:
        cells = line.split("\t")
        if len(cells) >= 3:
            words.append(cells[1])
            labels.append(cells[2])
            continue
        if words == ["-DOCSTART-"]:
            documents.append([])
        elif words:
            if not documents:
                documents.append([])
            documents[-1].append(Sentence(words, _names(labels)))
        words, labels = [], []
    return [d for d in documents if d]


def _names(labels: list[str]) -> list[tuple[int, int, str]]:
    found: list[list] = []
    for i, label in enumerate(labels):
        if label == "O":
            continue
        kind = OF_CONLL[label[2:]]
        if label[0] == "I" and found and found[-1][1] == i and found[-1][2] == kind:
            found[-1][1] = i + 1
        else:
            found.append([i, i + 1, kind])
    return [(a, b, k) for a, b, k in found]


def render(document: list[Sentence], spaced: bool = False, between: str = "\n") -> tuple[str, list[tuple[int, int, str]]]:
    """A document's text and its names; `spaced` leaves a space between any two tokens."""
    text, names = "", []
    for sentence in document:
        if text:
            text += between
        quoted, starts, ends = False, [], []
        glue = True
        for word in sentence.words:
            closes = word == '"' and quoted or word in ("''", "”")
            if not glue and not (not spaced and (word in NO_SPACE_BEFORE or closes)):
                text += " "
            starts.append(len(text))
            text += word
            ends.append(len(text))
            glue = not spaced and (word in NO_SPACE_AFTER or word in ("``", "“") or word == '"' and not quoted)
            if word == '"':
                quoted = not quoted
        names += [(starts[a], ends[b - 1], k) for a, b, k in sentence.names]
        if not text:
            text = ""
    return text, names


def labelled(text: str, names: list[tuple[int, int, str]]) -> tuple[Tokens, np.ndarray]:
    """The reader's tokens with their labels; a name takes every token that it touches."""
    tokens = tokenize(text)
    labels = np.zeros(len(tokens), np.int64)
    at = 0
    for start, end, kind in names:
        while at < len(tokens) and tokens.spans[at][1] <= start:
            at += 1
        first = True
        while at < len(tokens) and tokens.spans[at][0] < end:
            labels[at] = LABELS.index(f"{'B' if first else 'I'}-{kind}")
            first = False
            at += 1
    return tokens, labels


def spans(tokens: Tokens, labels: np.ndarray) -> list[tuple[int, int, str]]:
    """What a path of labels names, in code points."""
    found, i = [], 0
    while i < len(labels):
        j = i + 1
        if labels[i]:
            inside = (int(labels[i]) + 1) // 2 * 2
            while j < len(labels) and labels[j] == inside:
                j += 1
            found.append((tokens.spans[i][0], tokens.spans[j - 1][1], KINDS[inside // 2 - 1]))
        i = j
    return found


@dataclass
class Score:
    """Names counted by kind: right, found, gold; and those whose bounds alone are right."""

    counts: dict[str, np.ndarray]
    bounds: np.ndarray

    @classmethod
    def empty(cls) -> Score:
        return cls({k: np.zeros(3) for k in KINDS}, np.zeros(3))

    def add(self, gold: list, found: list) -> None:
        for k in KINDS:
            g, f = ({x for x in y if x[2] == k} for y in (gold, found))
            self.counts[k] += (len(g & f), len(f), len(g))
        g, f = ({x[:2] for x in y} for y in (gold, found))
        self.bounds += (len(g & f), len(f), len(g))

    def row(self) -> str:
        def f1(c) -> float:
            return 200 * c[0] / max(1, c[1] + c[2])

        total = sum(self.counts.values())
        parts = " ".join(f"{k[:3]} {f1(c):.1f}" for k, c in self.counts.items())
        p, r = 100 * total[0] / max(1, total[1]), 100 * total[0] / max(1, total[2])
        return f"F1 {f1(total):.2f} (P {p:.1f} R {r:.1f}) {parts} bounds {f1(self.bounds):.2f}"
