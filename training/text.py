"""Tokens and per-token features: the part of the reader that Rust reimplements exactly.

FORMAT.md is the specification; this module is its reference implementation. Everything here works
on Unicode code points and depends on nothing but the general category and the case properties.
"""

from __future__ import annotations

import unicodedata
import zlib
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

# Quotation states, one a token.
OUTSIDE, INSIDE, OPEN, CLOSE, STRAY, UNCLOSED = range(6)
# Case classes, one a token.
LOWER, TITLE, UPPER, MIXED, SYMBOL, NUMBER = range(6)

CLITICS = {"s", "S", "re", "ve", "ll", "d", "m"}
LINE_BREAKS = "\n\r\u2028\u2029"
OPENS_LEFT = set("([{—–―-/")
DOUBLE_OPEN, DOUBLE_CLOSE = set("“„‟"), set("”")


@lru_cache(maxsize=None)
def char_class(char: str) -> int:
    """0 separator, 1 word, 2 other."""
    category = unicodedata.category(char)
    if category[0] == "Z" or category in ("Cc", "Cf"):
        return 0
    if category[0] in "LMN" or char == "_":
        return 1
    return 2


def _joins(text: str, k: int) -> bool:
    """Whether the character at `k`, between two word characters, keeps them in one token."""
    joiner, before, after = text[k], text[k - 1], text[k + 1]
    if joiner == ".":
        return not (before.islower() and after.isupper())
    if joiner == ",":
        return before in "0123456789" and after in "0123456789"
    return joiner in "-’'&"


def token_spans(text: str) -> list[tuple[int, int]]:
    """Cut a text into tokens: half-open code-point spans in text order."""
    spans: list[tuple[int, int]] = []
    i, n = 0, len(text)
    while i < n:
        kind = char_class(text[i])
        if kind == 0:
            i += 1
            continue
        start = i
        i += 1
        if kind == 2:
            if text[start] in ".-":
                while i < n and text[i] == text[start]:
                    i += 1
            spans.append((start, i))
            continue
        while i < n:
            if char_class(text[i]) == 1:
                i += 1
            elif i + 1 < n and char_class(text[i + 1]) == 1 and _joins(text, i):
                i += 2
            else:
                break
        for mark in range(start + 1, i):
            # A clitic ('s, 're, ...) at the end of the word is a token of its own.
            if text[mark] in "'’" and text[mark + 1 : i] in CLITICS:
                spans.append((start, mark))
                start = mark
                break
        spans.append((start, i))
    return spans


@dataclass
class Tokens:
    """The tokens of one text and what the features need to know about the gaps between them."""

    words: list[str]
    glued: list[bool]  # nothing stands between this token and the one before
    breaks: list[bool]  # first token of a paragraph
    spans: list[tuple[int, int]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.words)


def tokenize(text: str) -> Tokens:
    spans = token_spans(text)
    words, glued, breaks, previous = [], [], [], 0
    for k, (start, end) in enumerate(spans):
        words.append(text[start:end])
        glued.append(k > 0 and start == previous)
        breaks.append(k == 0 or any(c in LINE_BREAKS for c in text[previous:start]))
        previous = end
    return Tokens(words, glued, breaks, spans)


def case_class(word: str) -> int:
    first = unicodedata.category(word[0])[0]
    if first == "N":
        return NUMBER
    if not any(unicodedata.category(c)[0] == "L" for c in word):
        return SYMBOL
    upper = [c.isupper() for c in word]
    if not any(upper):
        return LOWER
    if upper[0] and not any(upper[1:]):
        return TITLE
    if not any(c.islower() for c in word):
        return UPPER
    return MIXED


def quotation_states(tokens: Tokens) -> np.ndarray:
    """Where each token stands with respect to quotation marks; see FORMAT.md."""
    words, glued, breaks = tokens.words, tokens.glued, tokens.breaks
    n = len(words)
    state = np.zeros(n, np.int64)

    def tight_right(i: int) -> bool:
        return i + 1 < n and glued[i + 1]

    def word_right(i: int) -> bool:
        return tight_right(i) and char_class(words[i + 1][0]) == 1

    def open_left(i: int) -> bool:
        return not glued[i] or words[i - 1][-1] in OPENS_LEFT or state[i - 1] == OPEN

    def may_open_single(i: int) -> bool:
        before = not glued[i] or words[i - 1][-1] in OPENS_LEFT or words[i - 1] in ('"', "“")
        return (
            words[i] in ("'", "‘")
            and before
            and word_right(i)
            and unicodedata.category(words[i + 1][0])[0] != "N"
        )

    def may_close_single(i: int) -> bool:
        return words[i] in ("'", "’") and glued[i] and not word_right(i)

    # For each token: the next position in the same paragraph that may close / open a single quotation.
    next_close, next_open = [n] * (n + 1), [n] * (n + 1)
    for i in range(n - 1, -1, -1):
        after_break = i + 1 < n and breaks[i + 1]
        next_close[i] = n if after_break else next_close[i + 1]
        next_open[i] = n if after_break else next_open[i + 1]
        if may_close_single(i):
            next_close[i] = i
        if may_open_single(i):
            next_open[i] = i

    def later(table: list[int], i: int) -> int:
        """The next such position after token i, n if the paragraph has none."""
        return n if i + 1 >= n or breaks[i + 1] else table[i + 1]

    double: str | None = None
    single = False
    opened_at = 0
    i = 0
    while i < n:
        if breaks[i]:
            if double is not None:
                _mark_unclosed(state, opened_at, i)
            double, single = None, False
        word = words[i]
        pair = (
            word in ("'", "`", "‘", "’")
            and i + 1 < n
            and words[i + 1] == word
            and glued[i + 1]
            and not breaks[i + 1]
        )
        last = i + 1 if pair else i
        mark = None
        if word == '"' or (pair and word == "'"):
            if double is None:
                mark = OPEN if open_left(i) or word_right(last) else STRAY
            elif not glued[i] and tight_right(last):
                mark = OPEN
            else:
                mark = CLOSE
        elif pair:
            mark = CLOSE if word == "’" else OPEN
        elif word == "“" and double == "„":
            mark = CLOSE
        elif word in DOUBLE_OPEN:
            mark = OPEN
        elif word in DOUBLE_CLOSE:
            mark = OPEN if double is None and open_left(i) and word_right(i) else CLOSE
        elif word == "«":
            mark = CLOSE if double == "»" else OPEN
        elif word == "»":
            mark = CLOSE if double is not None else OPEN
        if mark is not None:
            state[i] = state[last] = mark
            if mark == OPEN:
                if double is None:
                    opened_at = i
                double = word
            elif mark == CLOSE:
                double = None
            i = last + 1
            continue
        if double is None and not single and may_open_single(i) and later(next_close, i) < n:
            state[i], single = OPEN, True
        elif double is None and single and may_close_single(i):
            following = later(next_close, i)
            possessive = (
                words[i - 1][-1] in "sS" and following < n and later(next_open, i) > following
            )
            if possessive:
                state[i] = INSIDE
            else:
                state[i], single = CLOSE, False
        else:
            state[i] = INSIDE if double is not None or single else OUTSIDE
        i += 1
    if double is not None:
        _mark_unclosed(state, opened_at, n)
    return state


def _mark_unclosed(state: np.ndarray, start: int, end: int) -> None:
    part = state[start:end]
    part[part == INSIDE] = UNCLOSED


def paragraph_positions(breaks: list[bool]) -> np.ndarray:
    """0 inside a paragraph, 1 its first token; 2 and 3 the same in the first paragraph of the text."""
    out = np.zeros(len(breaks), np.int64)
    first = True
    for i, starts in enumerate(breaks):
        if starts and i > 0:
            first = False
        out[i] = (1 if starts else 0) + (2 if first else 0)
    return out


def plain_features(tokens: Tokens) -> np.ndarray:
    """[n, 3]: quotation state, case class, paragraph position."""
    cases = np.fromiter((_case_cached(w) for w in tokens.words), np.int64, len(tokens))
    return np.stack(
        [quotation_states(tokens), cases, paragraph_positions(tokens.breaks)], axis=1
    ).reshape(len(tokens), 3)


_case_cached = lru_cache(maxsize=1 << 18)(case_class)

_NORM = str.maketrans({"’": "'", **{d: "0" for d in "123456789"}})


def norm(word: str) -> str:
    """Lower-cased, digits to 0, curly apostrophe straight."""
    return word.lower().translate(_NORM)


def shape(word: str) -> str:
    """X upper, x other letter, d digit, else the character; runs cut at four, the whole at twelve."""
    out: list[str] = []
    for char in word:
        category = unicodedata.category(char)[0]
        if char.isupper():
            kind = "X"
        elif category in "LM":
            kind = "x"
        elif category == "N":
            kind = "d"
        else:
            kind = char
        if len(out) < 4 or any(k != kind for k in out[-4:]):
            out.append(kind)
        if len(out) == 12:
            break
    return "".join(out)


def bucket(seed: int, string: str, size: int) -> int:
    """CRC-32 (zlib) of the UTF-8 of "seed:string", modulo the table's size."""
    return zlib.crc32(f"{seed}:{string}".encode()) % size


# (table, number of rows); each table is summed over its features.
HASHED = {
    "norm": 16384,
    "prefix": 8192,
    "suffix": 8192,
    "shape": 1024,
}
# (table, seed, what is hashed); the order of the columns of `hashed_features`.
COLUMNS = (
    ("norm", 1, "norm"),
    ("norm", 2, "norm"),
    ("prefix", 3, "first 2"),
    ("prefix", 4, "first 3"),
    ("prefix", 5, "first 4"),
    ("suffix", 6, "last 1"),
    ("suffix", 7, "last 2"),
    ("suffix", 8, "last 3"),
    ("suffix", 9, "last 4"),
    ("shape", 10, "shape"),
)


@lru_cache(maxsize=1 << 20)
def hashed_word(word: str) -> tuple[int, ...]:
    """The ten hashed feature ids of a word, in the order of COLUMNS."""
    n = norm(word)
    strings = {"norm": n, "shape": shape(word)}
    for k in range(1, 5):
        strings[f"first {k}"] = n[:k]
        strings[f"last {k}"] = n[-k:]
    return tuple(bucket(seed, strings[what], HASHED[table]) for table, seed, what in COLUMNS)


def hashed_features(words: list[str]) -> np.ndarray:
    return np.array([hashed_word(w) for w in words], np.int64).reshape(len(words), len(COLUMNS))
