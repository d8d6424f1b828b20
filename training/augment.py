"""Changing a training text the way other newsrooms and machines would have printed it."""

from __future__ import annotations

import random

import numpy as np

from text import CLOSE, OPEN, Tokens, quotation_states

# Opening and closing marks, and how often a restyled text gets them.
STYLES = (("“", "”"), ('"', '"'), ("‘", "’"), ("'", "'"), ("«", "»"), ("„", "“"))
WEIGHTS = (2, 4, 6, 3, 1, 1)
DOUBLE_MARKS = ("“", "”", '"')
LONGEST_HEADLINE = 40  # tokens


def augment(tokens: Tokens, rng: random.Random) -> tuple[Tokens, np.ndarray]:
    """A copy of a text, changed with some probability, and which of its tokens were kept."""
    kept = np.arange(len(tokens))
    roll = rng.random()
    if roll < 0.16:
        tokens = restyle(tokens, rng.choices(STYLES, WEIGHTS)[0])
    elif roll < 0.19:
        tokens, kept = _strip_marks(tokens)
    if rng.random() < 0.12:
        tokens = _recase_headline(tokens, rng)
    if rng.random() < 0.06:
        # Some feeds deliver a report without its paragraphs.
        tokens = Tokens(tokens.words, tokens.glued, [i == 0 for i in range(len(tokens))])
    if rng.random() < 0.25:
        tokens = _straighten(tokens)
    return tokens, kept


def kept_labels(labels: np.ndarray, kept: np.ndarray) -> np.ndarray:
    """The BIO labels of the kept tokens; a part whose first token went begins at the next one."""
    out = labels[kept].copy()
    for at in np.flatnonzero(np.diff(kept, prepend=-1) > 1):
        i = kept[at]
        if out[at] > 0 and out[at] % 2 == 0 and labels[i - 1] == out[at] - 1:
            out[at] -= 1
    return out


def restyle(tokens: Tokens, style: tuple[str, str]) -> Tokens:
    """The same text with other double quotation marks."""
    states = quotation_states(tokens)
    words = list(tokens.words)
    for i, word in enumerate(words):
        if word in DOUBLE_MARKS and states[i] in (OPEN, CLOSE):
            words[i] = style[0] if states[i] == OPEN else style[1]
    return Tokens(words, tokens.glued, tokens.breaks)


def _strip_marks(tokens: Tokens) -> tuple[Tokens, np.ndarray]:
    keep = [w not in DOUBLE_MARKS for w in tokens.words]
    words, glued, breaks, pending = [], [], [], False
    for i, kept in enumerate(keep):
        pending |= tokens.breaks[i]
        if kept:
            words.append(tokens.words[i])
            glued.append(tokens.glued[i] and keep[i - 1])
            breaks.append(pending)
            pending = False
    return Tokens(words, glued, breaks), np.flatnonzero(keep)


def _recase_headline(tokens: Tokens, rng: random.Random) -> Tokens:
    end = next((i for i in range(1, len(tokens)) if tokens.breaks[i]), len(tokens))
    if end > LONGEST_HEADLINE:
        return tokens
    change = rng.choice((str.lower, str.upper, str.title))
    words = [change(w) if i < end else w for i, w in enumerate(tokens.words)]
    return Tokens(words, tokens.glued, tokens.breaks)


def _straighten(tokens: Tokens) -> Tokens:
    table = str.maketrans("“”‘’", "\"\"''")
    return Tokens([w.translate(table) for w in tokens.words], tokens.glued, tokens.breaks)
