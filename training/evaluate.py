"""Figures: role labels and names quickly, and predictions for the attribution scorer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

import augment
import conll
import export
import linking
import metrics
import names as branches
import silver
from corpora import Report
from student import ENTITY_KINDS, Student, Vocabulary, predict


def quick(model: Student, vocabulary: Vocabulary, reports: list[Report]) -> dict:
    """Token and span F1 of the decoded roles."""
    found = [metrics.decode(roles, model.role_path) for roles, _ in predict(model, vocabulary, reports)]
    return metrics.span_figures([r.labels for r in reports], found)


def calibration_error(probabilities: np.ndarray, truths: np.ndarray, bins: int = 10) -> float:
    """Expected calibration error over equal-width bins."""
    which = np.minimum((probabilities * bins).astype(int), bins - 1)
    return float(
        sum(
            abs(probabilities[which == b].mean() - truths[which == b].mean()) * (which == b).mean()
            for b in range(bins)
            if (which == b).any()
        )
    )


def figures(weights: Path, reports: list[Report], predictions: Path) -> dict:
    """Predictions for the scorer, and what is quick to say."""
    model, vocabulary, description = export.read(weights)
    linker = linking.Linker.of(description["linking"])
    found, labels, kept = [], [], []
    with predictions.open("w", encoding="utf-8") as out:
        for report, (roles, _) in zip(reports, predict(model, vocabulary, reports)):
            scene, statements = export.statements_of(report.tokens, roles, model, linker)
            found.append((scene, statements))
            labels.append(metrics.decode(roles, model.role_path))
            kept.append(linking.labels_of(scene, statements))
            row = {"doc": report.name, "attributions": [linking.spans_of(scene, s) for s in statements]}
            out.write(json.dumps(row) + "\n")
    truths = np.array([v for r, (scene, s) in zip(reports, found) for v in linking.verdicts(r, scene, s)], float)
    chances = np.array([s.probability for _, statements in found for s in statements])
    gold = sum(len(r.attributions) for r in reports)
    return {
        "tagged": metrics.span_figures([r.labels for r in reports], labels),
        "in statements": metrics.span_figures([r.labels for r in reports], kept),
        **{
            name: round(float(linking.f1(truths[:, k].sum(), len(truths), gold)), 4)
            for k, name in enumerate(("detected", "attributed", "content exact"))
        },
        "calibration error": round(calibration_error(chances, truths[:, 1]), 4),
        "mean probability": round(float(chances.mean()), 4),
        "right": round(float(truths[:, 1].mean()), 4),
    }


def styles(weights: Path, reports: list[Report]) -> dict:
    """Macro token and micro span F1 of the tagger where the same reports are printed with other quotation marks."""
    model, vocabulary, _ = export.read(weights)
    out = {}
    for name, (opening, closing) in {
        "straight": ('"', '"'), "single curly": ("‘", "’"), "single straight": ("'", "'"), "guillemets": ("«", "»")
    }.items():  # fmt: skip
        changed = [
            Report(r.name, r.text, augment.restyle(r.tokens, (opening, closing)), r.labels) for r in reports
        ]
        row = quick(model, vocabulary, changed)
        out[name] = (row["macro"], row["micro"])
    return out


def names(weights: Path, path: Path) -> dict[str, str]:
    """Names of the branch against CoNLL-2003, the documents set as text in several ways."""
    model, vocabulary, _ = export.read(weights)
    branch = export.read_names(weights)
    documents = conll.read(path)
    rows = {}
    for name, spaced, between, apart in (
        ("lines", False, "\n", False),
        ("a paragraph", False, " ", False),
        ("spaces between tokens", True, "\n", False),
        ("sentences apart", False, "\n", True),
    ):
        texts = [[s] for d in documents for s in d] if apart else documents
        texts = [conll.render(d, spaced, between) for d in texts]
        tokens = [conll.labelled(*text)[0] for text in texts]
        score = conll.Score.empty()
        for (_, gold), t, scores in zip(texts, tokens, branches.predict(branch, model, vocabulary, tokens)):
            score.add(gold, conll.spans(t, metrics.decode(scores, branch.path)))
        rows[name] = score.row()
    return rows


def agreement(weights: Path, reports: list[Report]) -> dict:
    """Exact span F1 of each kind of the entity head against the silver labels themselves."""
    model, vocabulary, _ = export.read(weights)
    counts = np.zeros((len(ENTITY_KINDS), 3))  # both, found, silver
    for report, labels, (_, scores) in zip(reports, silver.label(reports), predict(model, vocabulary, reports)):
        found = set(metrics.role_spans(metrics.decode(scores, model.entity_path)))
        wanted = set(metrics.role_spans(labels))
        for column, spans in enumerate((found & wanted, found, wanted)):
            for _, _, kind in spans:
                counts[kind, column] += 1
    total = counts.sum(0)
    rows = {k: (round(200.0 * c[0] / max(1, c[1] + c[2]), 1), int(c[2])) for k, c in zip(ENTITY_KINDS, counts)}
    return {"all": round(200 * total[0] / max(1, total[1] + total[2]), 1), **rows}
