"""Figures: role labels and names quickly, and predictions for the attribution scorer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

import augment
import export
import linking
import metrics
import silver
from corpora import Report
from student import ENTITY_KINDS, ENTITY_LABELS, Student, Vocabulary, predict
from text import Tokens


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


def read_conll(path: Path) -> list[tuple[Tokens, list[str]]]:
    """Documents of CoNLL-2003 in columns, with their BIO labels."""
    documents, words, labels, breaks, fresh = [], [], [], [], True
    for line in [*path.read_text(encoding="utf-8").split("\n"), "0\t-DOCSTART-\tO"]:
        if line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < 3:
            fresh = True
            continue
        if cells[1] == "-DOCSTART-" or len(words) > 1500 and fresh:
            if words:
                documents.append((Tokens(words, [False] * len(words), breaks), labels))
            words, labels, breaks = [], [], []
            if cells[1] == "-DOCSTART-":
                continue
        words.append(cells[1])
        labels.append(cells[2])
        breaks.append(fresh)
        fresh = False
    return documents


def names(weights: Path, path: Path) -> dict:
    """Exact and overlapping span F1 of person, organization and place against CoNLL-2003.

    CoNLL's guidelines differ from the silver labels' (nationalities are MISC, titles and "the" fall
    outside): a leading "the" and a final 's are cut off before comparing.
    """
    model, vocabulary, _ = export.read(weights)
    gold_kinds = {"PER": "person", "ORG": "organization", "LOC": "place"}
    exact, loose = np.zeros(3), np.zeros(3)
    for tokens, labels in read_conll(path):
        # CoNLL's tokens are kept as they are, glued like text where English would.
        glued = [i > 0 and w in {".", ",", "'s", ")", ";", ":", "?", "!"} for i, w in enumerate(tokens.words)]
        tokens = Tokens(tokens.words, glued, tokens.breaks)
        _, scores = predict(model, vocabulary, [Report("", "", tokens)])[0]
        path_found = metrics.decode(scores, model.entity_path)
        found = {(s, e, k) for s, e, k in _entities(tokens.words, path_found) if k in gold_kinds.values()}
        gold = set()
        i = 0
        while i < len(labels):
            j = i + 1
            if labels[i] != "O":
                kind = labels[i][2:]
                while j < len(labels) and labels[j] == f"I-{kind}":
                    j += 1
                if kind in gold_kinds:
                    gold.add((i, j, gold_kinds[kind]))
            i = j
        exact += (len(gold & found), len(found), len(gold))
        hit = sum(any(g[2] == f[2] and g[0] < f[1] and f[0] < g[1] for f in found) for g in gold)
        loose += (hit, len(found), len(gold))
    return {
        "names_exact_f1": round(200 * exact[0] / max(1, exact[1] + exact[2]), 1),
        "names_overlap_f1": round(200 * loose[0] / max(1, loose[1] + loose[2]), 1),
    }


def agreement(weights: Path, reports: list[Report]) -> dict:
    """Exact span F1 of each entity kind against the silver labels themselves."""
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


def _entities(words: list[str], labels: np.ndarray):
    for start, end, kind in metrics.role_spans(labels):
        name = ENTITY_LABELS[2 * kind + 1][2:]
        if words[start].lower() == "the" and end - start > 1:
            start += 1
        if words[end - 1] in ("'s", "’s") and end - start > 1:
            end -= 1
        yield start, end, name
