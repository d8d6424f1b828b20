"""Silver trees for the parser: what spaCy's small English model finds in the training texts, on our tokens.

One line a token (`word, tag, head, relation`, tab-separated; the head counts from 1, 0 is none), an empty line after a
sentence. A token of ours that spaCy cuts takes the tag and head of the part that the others hang on; of one of theirs
that we cut, the first takes both and the rest hang on it by `goeswith`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpora import Report
from silver import MODEL_PACKAGE
from text import tokenize

Row = tuple[str, str, int, str]


def paragraphs(reports: list[Report]) -> Iterator[str]:
    for report in reports:
        for line in report.text.split("\n"):
            if len(line.split()) > 2:
                yield line.strip()


def sentences(doc) -> Iterator[list[Row]]:
    """The sentences of a parsed paragraph, on our tokens; those whose tokens cannot be brought together are left out."""
    ours = tokenize(doc.text)
    at = 0
    owner: dict[int, int] = {}  # of theirs, the token of ours that it is, or begins
    parts: list[list[int]] = [[] for _ in ours.spans]  # of ours, the tokens of theirs in it
    rest: dict[int, int] = {}  # of ours, the earlier one that it was cut from
    for token in doc:
        if token.is_space:
            continue
        start, end = token.idx, token.idx + len(token.text)
        while at < len(ours.spans) and ours.spans[at][1] <= start:
            at += 1
        if at == len(ours.spans):
            return
        owner[token.i] = at
        parts[at].append(token.i)
        later = at + 1
        while later < len(ours.spans) and ours.spans[later][0] < end:
            rest[later] = at
            later += 1
    for sentence in doc.sents:
        mine = sorted({owner[t.i] for t in sentence if t.i in owner})
        if len(mine) < 2:
            continue
        mine = list(range(mine[0], mine[-1] + 1))
        while mine[-1] + 1 in rest:
            mine.append(mine[-1] + 1)
        place = {k: n for n, k in enumerate(mine, 1)}
        rows: list[Row] | None = []
        for k in mine:
            word = ours.words[k]
            if k in rest and not parts[k]:
                rows.append((word, doc[parts[rest[k]][0]].tag_ if parts[rest[k]] else "XX", place[rest[k]], "goeswith"))
                continue
            outside = [i for i in parts[k] if owner.get(doc[i].head.i) != k or doc[i].head.i == i]
            if not outside:
                rows = None
                break
            top = doc[outside[0]]
            head = top.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            to = 0 if head.i == top.i else place.get(owner.get(head.i, -1), 0)
            rows.append((word, top.tag_, to, "root" if to == 0 else top.dep_.lower()))
        if rows:
            yield rows


def write(path: Path, reports: list[Report], log) -> None:
    """Parses every report and writes the trees."""
    import importlib

    nlp = importlib.import_module(MODEL_PACKAGE).load(exclude=["ner", "lemmatizer", "senter"])
    with open(path, "w", encoding="utf-8") as out:
        count = 0
        for doc in nlp.pipe(paragraphs(reports), batch_size=64):
            for rows in sentences(doc):
                out.writelines("\t".join(map(str, row)) + "\n" for row in rows)
                out.write("\n")
                count += 1
                if count % 10000 == 0:
                    log(f"{count} sentences")
