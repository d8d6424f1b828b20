"""Reading the corpora: PolNeAR with its attributions, and the unlabelled news texts.

A report is a `Report`; `labels` are BIO role labels where there is gold. Nothing is written here.
"""

from __future__ import annotations

import csv
import html
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from text import Tokens, tokenize

ROLES = ("source", "cue", "content")
ROLE_LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")


@dataclass
class Attribution:
    """One gold attribution: for each role, half-open spans (code points)."""

    source: list[tuple[int, int]] = field(default_factory=list)
    cue: list[tuple[int, int]] = field(default_factory=list)
    content: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Report:
    name: str
    text: str
    tokens: Tokens
    labels: np.ndarray | None = None
    attributions: list[Attribution] = field(default_factory=list)


def parse_standoff(lines: list[str]) -> list[Attribution]:
    """brat stand-off lines to attributions; events without content are dropped, as the scorer does."""
    bounds: dict[str, list[tuple[int, int]]] = {}
    events: list[list[str]] = []
    for line in lines:
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) < 2:
            continue
        if cells[0].startswith("T"):
            _, ranges = cells[1].split(" ", 1)
            bounds[cells[0]] = [tuple(map(int, r.split())) for r in ranges.split(";")]
        elif cells[0].startswith("E"):
            events.append(cells[1].split())
    found = []
    for trigger, *arguments in events:
        if not trigger.startswith("Attribution"):
            continue
        item = Attribution()
        for argument in arguments:
            role, target = argument.split(":")
            role = re.sub(r"\d+$", "", role).lower()
            if role in ROLES:
                getattr(item, role).extend(bounds[target])
        if item.content:
            found.append(item)
    return found


def covered(tokens: Tokens, spans: list[tuple[int, int]]) -> list[int]:
    """Indices of the tokens that the spans touch."""
    return [
        i for i, (s, e) in enumerate(tokens.spans) if any(s < b and e > a for a, b in spans)
    ]


def role_labels(tokens: Tokens, attributions: list[Attribution]) -> np.ndarray:
    """BIO labels; where attributions overlap the first one keeps the token."""
    labels = np.zeros(len(tokens), np.int64)
    owner = np.full(len(tokens), -1, np.int64)
    starts = np.array([s for s, _ in tokens.spans])
    ends = np.array([e for _, e in tokens.spans])
    for k, item in enumerate(attributions):
        for r, role in enumerate(ROLES):
            for a, b in getattr(item, role):
                for i in np.where((starts < b) & (ends > a))[0]:
                    if owner[i] < 0:
                        owner[i] = 3 * k + r
                        labels[i] = 2 * r + 2
    for i in range(len(tokens)):
        if owner[i] >= 0 and (i == 0 or owner[i] != owner[i - 1]):
            labels[i] -= 1
    return labels


def polnear(corpora: Path, part: str) -> list[Report]:
    """The reports of PolNeAR's `train` or `dev`; the alphabetically first annotator is gold."""
    root = corpora / "polnear" / part
    annotations: dict[str, Path] = {}
    for path in sorted((root / "attributions").glob("*.ann")):
        annotations.setdefault(path.stem[: -len("_0000")], path)
    reports = []
    for name, path in sorted(annotations.items()):
        text = (root / "text" / f"{name}.txt").read_bytes().decode("utf-8")
        gold = parse_standoff(path.read_bytes().decode("utf-8").split("\n"))
        tokens = tokenize(text)
        reports.append(Report(name, text, tokens, role_labels(tokens, gold), gold))
    return reports


def _basil(corpora: Path):
    for path in sorted((corpora / "basil" / "articles").rglob("*.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        paragraphs = [" ".join(p) for p in data["body-paragraphs"]]
        yield path.stem, "\n\n".join([data["title"], *paragraphs])


def _timeml(corpora: Path):
    for path in sorted((corpora / "tempeval3").rglob("*.tml")):
        body = re.search(r"<TEXT>(.*?)</TEXT>", path.read_text("utf-8", errors="replace"), re.S)
        if body:
            text = html.unescape(re.sub(r"<[^>]+>", "", body.group(1)))
            paragraphs = [" ".join(p.split()) for p in re.split(r"\n\s*\n|\n(?=\s{3,})", text)]
            yield path.stem, "\n".join(p for p in paragraphs if p)


_NO_SPACE_BEFORE = re.compile(r" (?=[.,;:?!%)\]}’”]|'s\b|n't\b|'(?:re|ve|ll|d|m)\b)")
_NO_SPACE_AFTER = re.compile(r"(?<=[(\[{“‘$#]) ")


def _detokenize(words: list[str]) -> str:
    text = " ".join(words).replace("``", "“").replace("''", "”")
    text = _NO_SPACE_AFTER.sub("", _NO_SPACE_BEFORE.sub("", text))
    return re.sub(r'" ([^"]*?) ?"', r'"\1"', text)


def _ecb(corpora: Path):
    for path in sorted((corpora / "ecbplus").rglob("*.xml")):
        sentences: dict[int, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            sentences.setdefault(int(token.get("sentence")), []).append(token.text or "")
        yield path.stem, "\n".join(_detokenize(words) for words in sentences.values())


def _lgl(corpora: Path):
    root = ElementTree.parse(corpora / "geoparsing" / "lgl.xml").getroot()
    for article in root.iter("article"):
        title = (article.findtext("title") or "").strip()
        body = (article.findtext("text") or "").strip()
        yield f"lgl-{article.get('docid')}", f"{title}\n\n{body}"


def _gum(corpora: Path):
    for path in sorted((corpora / "gum-news").glob("*.conllu")):
        paragraphs: list[list[str]] = []
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("# newpar") and not line.startswith("# newpar_block"):
                paragraphs.append([])
            elif line.startswith("# text = "):
                if not paragraphs:
                    paragraphs.append([])
                paragraphs[-1].append(line[len("# text = ") :])
        yield path.stem, "\n\n".join(" ".join(p) for p in paragraphs if p)


def _pages(corpora: Path):
    path = corpora / "article-extraction" / "ground-truth.json"
    for name, page in sorted(json.loads(path.read_text(encoding="utf-8")).items()):
        yield f"page-{name[:12]}", page["articleBody"]


UNLABELLED = {
    "basil": _basil,
    "timeml": _timeml,
    "ecb": _ecb,
    "lgl": _lgl,
    "gum": _gum,
    "pages": _pages,
}


def unlabelled(corpora: Path, longest: int = 4000) -> list[Report]:
    """News texts without gold; a text of more than `longest` tokens is cut there."""
    reports = []
    for source, read in UNLABELLED.items():
        for name, text in read(corpora):
            text = text.strip()
            tokens = tokenize(text)
            if len(tokens) > longest:
                end = tokens.spans[longest - 1][1]
                text = text[:end]
                tokens = tokenize(text)
            if len(tokens) >= 40:
                reports.append(Report(f"{source}/{name}", text, tokens))
    return reports


def kept_titles(corpora: Path) -> list[str]:
    """Titles of the PolNeAR dev and test reports, to keep copies of them out of the unlabelled texts."""
    with open(corpora / "polnear" / "metadata.tsv", encoding="utf-8") as handle:
        rows = csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row["title"] for row in rows if row["compartment"] != "train"]
