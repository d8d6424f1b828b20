"""How common words are in news: makes crates/sayso-collate/words/frequent.tsv.

    python training/frequent_words.py --corpora ../shared/corpora > crates/sayso-collate/words/frequent.tsv

Counts in how many reports of PolNeAR's training half, and of the article bodies of the page collection, a word
occurs among the first 420; the figure is the mean of both, for 10,000 reports. Words mostly printed with a capital inside sentences are
names and are left out. No text leaves the corpora, only counts; stories are measured on other collections.
"""

import argparse
import collections
import itertools
import json
import pathlib
import re

WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Of each report so many words are looked at, about the length of an agency report, so that long articles do not make
# every word common.
LENGTH = 420
# A word must occur in so many reports of both collections together.
LEAST = 5


def count(texts, reports, small, capital):
    """Adds one collection's counts; returns how many reports it has."""
    for number, text in enumerate(texts, 1):
        seen = set()
        for match in itertools.islice(WORD.finditer(text), LENGTH):
            word = match.group()
            lower = word.lower().replace("’", "'")
            seen.add(lower)
            if word[0].islower():
                small[lower] += 1
            elif text[max(0, match.start() - 2):match.start()].strip(" ").isalpha():
                capital[lower] += 1
        reports.update(seen)
    return number


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=pathlib.Path, required=True)
    folder = parser.parse_args().corpora
    polnear = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("polnear/train/text/*.txt")))
    pages = json.loads((folder / "article-extraction/ground-truth.json").read_text(encoding="utf-8"))
    bodies = (pages[key]["articleBody"] for key in sorted(pages))
    small, capital = collections.Counter(), collections.Counter()
    shares = []
    together = collections.Counter()
    for texts in (polnear, bodies):
        reports = collections.Counter()
        total = count(texts, reports, small, capital)
        shares.append((reports, total))
        together.update(reports)
    rows = []
    for word, least in together.items():
        if least < LEAST or small[word] <= capital[word]:
            continue
        mean = sum(reports[word] / total for reports, total in shares) / len(shares)
        rows.append((round(10_000 * mean), word))
    print("# How many of 10,000 news reports contain a word; names left out. Made by training/frequent_words.py.")
    for share, word in sorted(rows, key=lambda row: (-row[0], row[1])):
        print(f"{word}\t{share}")


if __name__ == "__main__":
    main()
