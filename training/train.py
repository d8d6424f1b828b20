#!/usr/bin/env python3
"""From corpora to the reader's weights.

    python training/train.py all --corpora ../shared/corpora --work DIR
    python training/train.py STAGE …          one stage; what earlier stages left in DIR is read back

Stages, in order: teacher (fine-tune the encoder), silver (entity labels), soft (the teacher's
probabilities), student, link (linking and confidence), export (weights), nameteacher (the encoder once
more, for names), namesoft (its probabilities on news), names (the names branch, put into the weights file,
and fixtures), meaning (vectors of words that sum to what a sentence means, put there too), syntax (trees for
the parser), evaluate (predictions on PolNeAR dev, and figures). `--work` keeps what is between and is never committed.
One thread throughout; on the machine used, about an hour and a half for everything.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import sys
from pathlib import Path

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(variable, "1")

import numpy as np
import torch

import conll
import corpora
import evaluate
import export
import linking
import meaning
import metrics
import names
import names_teacher
import silver
import student
import syntax
import teacher
import vectors
from corpora import Report

HERE = Path(__file__).resolve().parent
HELD_OUT = 20  # every n-th gold training report is kept for decoding weights and confidence


def log(*what: object) -> None:
    print(*what, flush=True)


class Work:
    """The folder of intermediate results and the texts, read once."""

    def __init__(self, folder: Path, data: Path):
        self.folder, self.data = folder, data
        folder.mkdir(parents=True, exist_ok=True)
        self._texts: dict[str, list[Report]] = {}

    def path(self, name: str) -> Path:
        return self.folder / name

    def texts(self, name: str) -> list[Report]:
        if name not in self._texts:
            if name == "unlabelled":
                kept_out = {_squash(t) for t in corpora.kept_titles(self.data)}
                found = corpora.unlabelled(self.data)
                self._texts[name] = [r for r in found if _squash(r.text.split("\n")[0]) not in kept_out]
            else:
                self._texts[name] = corpora.polnear(self.data, name)
        return self._texts[name]

    @property
    def gold(self) -> list[Report]:
        return [r for i, r in enumerate(self.texts("train")) if i % HELD_OUT]

    @property
    def held_out(self) -> list[Report]:
        return self.texts("train")[::HELD_OUT]


def _squash(title: str) -> str:
    return "".join(c for c in title.lower() if c.isalnum())


def run_teacher(work: Work, minutes: float) -> None:
    dev = work.texts("dev")

    def check(model: teacher.Teacher) -> dict:
        found = teacher.logits(model, dev)
        return metrics.span_figures([r.labels for r in dev], [metrics.viterbi(x) for x in found])

    teacher.train(work.texts("train"), work.path("teacher.pt"), minutes=minutes, log=log, check=check)


def run_silver(work: Work) -> None:
    reports = work.texts("train") + work.texts("unlabelled")
    silver.save(work.path("silver.npz"), reports, silver.label(reports))


def run_soft(work: Work) -> None:
    model = teacher.load(work.path("teacher.pt"))
    reports = work.gold + work.texts("unlabelled")
    vocabulary = student.Vocabulary.count(reports, vectors.whole_words(), student.Shape().vocabulary)
    means = teacher.WordMeans(vocabulary.ids)
    out = {}
    for at in range(0, len(reports), 64):
        part = reports[at : at + 64]
        for r, x in zip(part, teacher.logits(model, part, size=256, stride=220, means=means)):
            out[r.name] = np.exp(x).astype(np.float16)
        log(f"soft {at + len(part)} of {len(reports)} reports")
    np.savez(work.path("soft.npz"), **out)
    start = vectors.word_vectors(vocabulary.words, means.means(), student.Shape().word)
    np.save(work.path("vectors.npy"), start)
    work.path("vocabulary.txt").write_text("\n".join(vocabulary.words), encoding="utf-8")


def run_student(work: Work, minutes: float) -> None:
    soft = np.load(work.path("soft.npz"))
    entities = np.load(work.path("silver.npz"))
    shape, recipe = student.Shape(), student.Recipe(minutes=minutes)
    reports = work.gold + work.texts("unlabelled")
    vocabulary = student.Vocabulary(work.path("vocabulary.txt").read_text(encoding="utf-8").split("\n"))
    examples = [
        student.Example(r.tokens, r.labels, soft[r.name], entities[r.name].astype(np.int64)) for r in reports
    ]
    dev = work.texts("dev")
    turns = 0

    def check(model: student.Student) -> str | dict:
        nonlocal turns
        turns += 1
        if turns % 3:
            return "-"
        return evaluate.quick(model, vocabulary, dev)

    start = np.load(work.path("vectors.npy"))
    model = student.train(examples, vocabulary, start, shape, recipe, log, check)
    torch.save({"weights": model.state_dict(), "words": vocabulary.words}, work.path("student.pt"))


def _student(work: Work, name: str) -> tuple[student.Student, student.Vocabulary]:
    saved = torch.load(work.path(name))
    model = student.Student(student.Shape())
    model.load_state_dict(saved["weights"])
    return model.eval(), student.Vocabulary(saved["words"])


def run_link(work: Work) -> None:
    model, vocabulary = _student(work, "student.pt")
    linker = linking.learn(model, vocabulary, work.gold, work.held_out, log)
    torch.save({"weights": model.state_dict(), "words": vocabulary.words}, work.path("final.pt"))
    work.path("linking.json").write_text(json.dumps(linker.numbers()))


def run_export(work: Work, weights: Path) -> None:
    model, vocabulary = _student(work, "final.pt")
    numbers = json.loads(work.path("linking.json").read_text())
    export.write(weights, model, vocabulary, {"linking": numbers})
    log(f"{weights}: {weights.stat().st_size} bytes, without names")


def write_fixtures(weights: Path) -> None:
    sys.path.insert(0, str(HERE / "fixtures"))
    from make import TEXTS

    text = json.dumps(export.fixtures(weights, TEXTS), ensure_ascii=False, separators=(",", ":"))
    (HERE / "fixtures" / "parity.json").write_text(text + "\n", encoding="utf-8")
    log(f"{weights}: {weights.stat().st_size} bytes; fixtures {len(text)} characters")


def run_name_teacher(work: Work, minutes: float) -> None:
    found = np.load(work.path("silver.npz"))
    reports = work.texts("train") + work.texts("unlabelled")
    news = [(r, names_teacher.of_silver(r.tokens.words, found[r.name].astype(np.int64))) for r in reports]
    documents, val = (conll.read(work.data / "conll2003" / f"{part}.conllu") for part in ("train", "val"))
    texts = [conll.render(d) for d in val]

    def check(model: names_teacher.NamesTeacher) -> str:
        tokens = [conll.labelled(*text)[0] for text in texts]
        score = conll.Score.empty()
        for (_, gold), t, p in zip(texts, tokens, names_teacher.probabilities(model, tokens)):
            score.add(gold, conll.spans(t, metrics.viterbi(np.log(p[:, 0] + 1e-6))))
        return score.row()

    names_teacher.train(documents, news, work.path("name_teacher.pt"), minutes=minutes, log=log, check=check)


def run_name_soft(work: Work) -> None:
    """Probabilities on news, seven parts what the gold taught and three what spaCy did; vectors of words."""
    model = names_teacher.load(work.path("name_teacher.pt"))
    vocabulary = student.Vocabulary(work.path("vocabulary.txt").read_text(encoding="utf-8").split("\n"))
    means = teacher.WordMeans(vocabulary.ids)
    gold = [conll.labelled(*conll.render(d))[0] for d in conll.read(work.data / "conll2003" / "train.conllu")]
    names_teacher.probabilities(model, gold, stride=254, means=means)
    reports, out = work.texts("train") + work.texts("unlabelled"), {}
    for at in range(0, len(reports), 64):
        part = reports[at : at + 64]
        found = names_teacher.probabilities(model, [r.tokens for r in part], stride=230, means=means)
        out |= {r.name: (0.7 * p[:, 0] + 0.3 * p[:, 1]).astype(np.float16) for r, p in zip(part, found)}
    np.savez(work.path("name_soft.npz"), **out)
    start = vectors.word_vectors(vocabulary.words, means.means(), names.Shape().word)
    np.save(work.path("name_vectors.npy"), start)


def run_names(work: Work, weights: Path, minutes: float) -> None:
    base, vocabulary, _ = export.read(weights)
    soft = np.load(work.path("name_soft.npz"))
    reports = work.texts("train") + work.texts("unlabelled")
    recipe = names.Recipe(minutes=minutes)
    random.Random(7).shuffle(reports := list(reports))
    news, taken = [], 0
    for report in reports:
        if taken > recipe.news:
            break
        news.append(names.News(report.tokens, soft[report.name]))
        taken += len(report.tokens)
    documents = conll.read(work.data / "conll2003" / "train.conllu")
    gold, other = names.pool(base, vocabulary, documents, news, recipe)
    start = np.load(work.path("name_vectors.npy"))
    branch = names.train(gold, other, len(vocabulary.words), start, names.Shape(), recipe, log)
    export.add_names(weights, weights, branch)
    write_fixtures(weights)


def run_meaning(work: Work, weights: Path) -> None:
    words = export.read(weights)[1].words
    texts, topics = meaning.sentences(work.texts("train") + work.texts("unlabelled"))
    vectors = meaning.encoded(texts + words, log)
    ids = {w: i for i, w in reversed(list(enumerate(words, 1)))}
    of_texts, of_words = vectors[: len(texts)], vectors[len(texts) :]
    table = meaning.train(texts, topics, of_texts, ids, of_words, meaning.Recipe(), log)
    export.add_meaning(weights, weights, table)


def run_syntax(work: Work) -> None:
    """Trees for the parser, which `sayso-eval syntax` learns from. BASIL, by which points are read by eye, is left out."""
    news = [r for r in work.texts("unlabelled") if not r.name.startswith("basil/")]
    syntax.write(work.path("syntax-dev.tsv"), work.texts("dev"), log)
    syntax.write(work.path("syntax.tsv"), work.texts("train") + news, log)


def run_evaluate(work: Work, weights: Path) -> None:
    log(evaluate.figures(weights, work.texts("dev"), work.path("dev.jsonl")))
    for name, row in evaluate.names(weights, work.data / "conll2003" / "val.conllu").items():
        log(name, row)
    log("other marks", evaluate.styles(weights, work.texts("dev")))
    log(evaluate.agreement(weights, work.texts("dev")))


STAGES = (
    "teacher", "silver", "soft", "student", "link", "export", "nameteacher", "namesoft", "names", "meaning",
    "syntax", "evaluate",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stage", choices=("all", *STAGES))
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=HERE.parent / "models" / "reader.safetensors")
    parser.add_argument("--teacher-minutes", type=float, default=120, help="CPU minutes, at most")
    parser.add_argument("--student-minutes", type=float, default=120, help="CPU minutes, at most")
    a = parser.parse_args()
    if not (a.corpora / "polnear").is_dir():
        parser.error(f"no PolNeAR under {a.corpora}")
    torch.set_num_threads(1)
    work = Work(a.work, a.corpora)
    for stage in STAGES if a.stage == "all" else (a.stage,):
        log(f"== {stage}")
        if stage == "teacher":
            run_teacher(work, a.teacher_minutes)
        elif stage == "silver":
            run_silver(work)
        elif stage == "soft":
            run_soft(work)
        elif stage == "student":
            run_student(work, a.student_minutes)
        elif stage == "link":
            run_link(work)
        elif stage == "export":
            run_export(work, a.weights)
        elif stage == "nameteacher":
            run_name_teacher(work, a.teacher_minutes)
        elif stage == "namesoft":
            run_name_soft(work)
        elif stage == "names":
            run_names(work, a.weights, a.student_minutes)
        elif stage == "meaning":
            run_meaning(work, a.weights)
        elif stage == "syntax":
            run_syntax(work)
        else:
            run_evaluate(work, a.weights)


if __name__ == "__main__":
    main()
