"""Decoding and quick figures on role labels (punctuation counted); the scorer proper is elsewhere."""

from __future__ import annotations

import numpy as np

def viterbi(scores: np.ndarray, moves: np.ndarray | None = None, start=None, end=None) -> np.ndarray:
    """The best label path under the BIO rule (label 0 is O, odd labels B, even ones I).

    `moves`, `start` and `end` are added where given. Ties go to the lower label.
    """
    n, k = scores.shape
    if n == 0:
        return np.zeros(0, np.int64)
    inside = np.arange(2, k, 2)
    allowed = np.ones((k, k), bool)
    for j in inside:
        allowed[:, j] = False
        allowed[[j - 1, j], j] = True
    step = np.where(allowed, 0.0 if moves is None else moves, -1e9)
    best = scores[0].astype(np.float64) + (0.0 if start is None else start)
    best[inside] = -1e9
    back = np.zeros((n, k), np.int64)
    for t in range(1, n):
        options = best[:, None] + step
        back[t] = options.argmax(0)
        best = options.max(0) + scores[t]
    path = np.zeros(n, np.int64)
    path[-1] = (best + (0.0 if end is None else end)).argmax()
    for t in range(n - 1, 0, -1):
        path[t - 1] = back[t, path[t]]
    return path


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities along the last axis."""
    exps = np.exp(scores - scores.max(-1, keepdims=True))
    return exps / exps.sum(-1, keepdims=True)


def decode(scores: np.ndarray, chain) -> np.ndarray:
    """`viterbi` with a student's learned chain."""
    moves, start, end = (x.detach().numpy() for x in (chain.moves, chain.start, chain.end))
    return viterbi(scores, moves, start, end)


def role_spans(labels: np.ndarray) -> list[tuple[int, int, int]]:
    """(start, end, role) of each labelled part, in order."""
    out, i, n = [], 0, len(labels)
    while i < n:
        if labels[i] == 0:
            i += 1
            continue
        role = (int(labels[i]) - 1) // 2
        j = i + 1
        while j < n and labels[j] == 2 * role + 2:
            j += 1
        out.append((i, j, role))
        i = j
    return out


def bigrams(paths: list[np.ndarray]) -> np.ndarray:
    """Log-probabilities of one label after another."""
    counts = np.full((7, 7), 0.5)
    for p in paths:
        np.add.at(counts, (p[:-1], p[1:]), 1)
    return np.log(counts / counts.sum(1, keepdims=True))


def span_figures(gold: list[np.ndarray], found: list[np.ndarray]) -> dict:
    """Token F1 a role and macro, exact span F1 a role and micro; per cent."""
    counts = np.zeros((2, 3, 3))  # token/span, tp/fp/fn, role
    for g, p in zip(gold, found):
        gr, pr = (np.where(x > 0, (x - 1) // 2, -1) for x in (g, p))
        gs, ps = set(role_spans(g)), set(role_spans(p))
        for k in range(3):
            counts[0, :, k] += (((gr == k) & (pr == k)).sum(), ((gr != k) & (pr == k)).sum(), ((gr == k) & (pr != k)).sum())
        for s in ps:
            counts[1, 0 if s in gs else 1, s[2]] += 1
        for s in gs - ps:
            counts[1, 2, s[2]] += 1

    def f1(c):
        return 100 * 2 * c[0] / np.maximum(1, 2 * c[0] + c[1] + c[2])

    token, span = f1(counts[0]), f1(counts[1])
    return {
        "token": token.round(1).tolist(),
        "macro": round(float(token.mean()), 2),
        "span": span.round(1).tolist(),
        "micro": round(float(f1(counts[1].sum(1))), 2),
    }
