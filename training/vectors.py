"""First values for the student's word table: the encoder's word-piece vectors, reduced."""

from __future__ import annotations

import numpy as np
from safetensors.numpy import load_file

from teacher import encoder_folder, word_pieces


def whole_words() -> list[str]:
    """The encoder's pieces that are words of three letters or more, in its order (roughly by frequency)."""
    lines = (encoder_folder() / "vocab.txt").read_text(encoding="utf-8").split("\n")
    return [w for w in lines if len(w) >= 3 and w.isalpha() and w.isascii()]


def word_vectors(words: list[str], means: np.ndarray, size: int) -> np.ndarray:
    """[len(words) + 1, size], row 0 (the unknown word) being 0.

    Half of the columns are principal components of the mean piece vector of the encoder as published,
    half of the fine-tuned teacher's mean vector of the word in the training texts (`means`, whose row 0
    is for unknown words).
    """
    table = load_file(encoder_folder() / "model.safetensors")["embeddings.word_embeddings.weight"]
    table = table.astype(np.float32)
    pieces = np.stack([table[word_pieces(w)].mean(0) for w in words])
    columns = [_components(pieces, size // 2), _components(means[1:], size - size // 2)]
    full = np.concatenate(columns, axis=1)
    return np.concatenate([np.zeros((1, size), np.float32), full.astype(np.float32)])


def _components(rows: np.ndarray, size: int) -> np.ndarray:
    centred = rows - rows.mean(0)
    _, axes = np.linalg.eigh(centred.T @ centred)
    reduced = centred @ axes[:, ::-1][:, :size]
    return reduced * (0.3 / reduced.std())
