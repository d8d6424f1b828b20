"""Writing the weights file that ships, reading it back, and the parity fixtures on invented text."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import save_file

import conll
import meaning
import names
from corpora import ROLE_LABELS, Report
from linking import Linker, Scene, Statement, parts_of, spans_of
from metrics import decode, softmax
from names import Names
from student import ENTITY_LABELS, PLAIN_SIZES, Shape, Student, Vocabulary, predict
from text import HASHED, Tokens, hashed_features, plain_features, tokenize

FORMAT = 2
WINDOW, OVERLAP = 2000, 200


def name_tensors(model: Names) -> dict[str, torch.Tensor]:
    """The branch's weights under the names of FORMAT.md."""
    state = model.state_dict()
    out = {"word": state["word.weight"], "here.bias": state["here.bias"], "of_states.bias": state["of_states.bias"]}
    out |= {name: state[f"hashed.{name}.weight"] for name in HASHED}
    for name in ("of_word", "of_states", "elsewhere", "here", "there"):
        out[f"{name}.weight"] = state[f"{name}.weight"]
    for direction, end in (("forward", "l0"), ("backward", "l0_reverse")):
        out[f"lstm.{direction}.weight_x"] = state[f"lstm.weight_ih_{end}"]
        out[f"lstm.{direction}.weight_h"] = state[f"lstm.weight_hh_{end}"]
        out[f"lstm.{direction}.bias"] = state[f"lstm.bias_ih_{end}"] + state[f"lstm.bias_hh_{end}"]
    out = {name: t.to(torch.float16).contiguous() for name, t in out.items()}
    out |= {
        "start": model.path.start.detach().clone(),
        "transitions": model.path.moves.detach().clone(),
        "end": model.path.end.detach().clone(),
    }
    return {f"names.{name}": t for name, t in out.items()}


def read_names(path: Path) -> Names:
    """The branch as it ships."""
    with safe_open(path, "pt") as file:
        t = {n.removeprefix("names."): file.get_tensor(n).float() for n in file.keys() if n.startswith("names.")}
        description = json.loads(file.metadata()["sayso"])
    model = Names(len(t["word"]) - 1, t["of_states.weight"].shape[1], names.Shape(**description["name_sizes"]))
    state = model.state_dict()
    state["word.weight"] = t["word"]
    for name in HASHED:
        state[f"hashed.{name}.weight"] = t[name]
    for name in ("of_word.weight", "of_states.weight", "of_states.bias", "elsewhere.weight", "here.weight", "here.bias", "there.weight"):
        state[name] = t[name]
    for direction, end in (("forward", "l0"), ("backward", "l0_reverse")):
        state[f"lstm.weight_ih_{end}"] = t[f"lstm.{direction}.weight_x"]
        state[f"lstm.weight_hh_{end}"] = t[f"lstm.{direction}.weight_h"]
        state[f"lstm.bias_ih_{end}"] = t[f"lstm.{direction}.bias"]
        state[f"lstm.bias_hh_{end}"] = torch.zeros_like(t[f"lstm.{direction}.bias"])
    for x, y in (("start", "start"), ("moves", "transitions"), ("end", "end")):
        state[f"path.{x}"] = t[y]
    model.load_state_dict(state)
    return model.eval()


def add_names(path: Path, out: Path, model: Names) -> None:
    """A weights file with this branch beside the tensors that `path` holds, those unchanged to the bit."""
    with safe_open(path, "pt") as file:
        t = {n: file.get_tensor(n) for n in file.keys() if not n.startswith(("names.", "meaning."))}
        description = json.loads(file.metadata()["sayso"])
    description |= {"format": FORMAT, "name_labels": conll.LABELS, "name_sizes": asdict(model.sizes)}
    save_file(t | name_tensors(model), out, {"sayso": json.dumps(description, sort_keys=True)})


def add_meaning(path: Path, out: Path, table: np.ndarray) -> None:
    """A weights file with this table of words beside the tensors that `path` holds, those unchanged to the bit."""
    with safe_open(path, "pt") as file:
        t = {n: file.get_tensor(n) for n in file.keys()}
        metadata = file.metadata()
    rows, steps = meaning.in_steps(table)
    t |= {"meaning.word": torch.tensor(rows), "meaning.step": torch.tensor(steps)}
    save_file(t, out, metadata)


def tensors(model: Student, vocabulary: Vocabulary) -> dict[str, torch.Tensor]:
    """The network's weights under the names of FORMAT.md; paths in 32 bits, the rest in 16."""
    state = model.state_dict()
    text = "".join(f"{w}\n" for w in vocabulary.words).encode()
    out = {"word": state["word.weight"][: len(vocabulary.words) + 1]}
    out |= {name: state[f"hashed.{name}.weight"] for name in HASHED}
    out |= {name: state[f"plain.{name}.weight"] for name in PLAIN_SIZES}
    for name in ("input", "input_norm", "role", "entity"):
        out |= {f"{name}.{x}": state[f"{name}.{x}"] for x in ("weight", "bias")}
    for layer in ("lstm0", "lstm1"):
        for direction, end in (("forward", "l0"), ("backward", "l0_reverse")):
            out[f"{layer}.{direction}.weight_x"] = state[f"{layer}.weight_ih_{end}"]
            out[f"{layer}.{direction}.weight_h"] = state[f"{layer}.weight_hh_{end}"]
            out[f"{layer}.{direction}.bias"] = state[f"{layer}.bias_ih_{end}"] + state[f"{layer}.bias_hh_{end}"]
    out = {name: t.to(torch.float16).contiguous() for name, t in out.items()}
    for name in ("role", "entity"):
        chain = getattr(model, f"{name}_path")
        out |= {
            f"{name}.start": chain.start.detach().clone(),
            f"{name}.transitions": chain.moves.detach().clone(),
            f"{name}.end": chain.end.detach().clone(),
        }
    out["vocabulary"] = torch.frombuffer(bytearray(text), dtype=torch.uint8)
    return out


def write(path: Path, model: Student, vocabulary: Vocabulary, extra: dict) -> None:
    """Write the weights; `extra` (linking, confidence, figures) joins the JSON in the header."""
    description = {
        "format": FORMAT,
        "sizes": asdict(model.sizes),
        "role_labels": ROLE_LABELS,
        "entity_labels": ENTITY_LABELS,
        "hash_sizes": HASHED,
        "window": WINDOW,
        "overlap": OVERLAP,
        **extra,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    save_file(tensors(model, vocabulary), path, {"sayso": json.dumps(description, sort_keys=True)})


def read(path: Path) -> tuple[Student, Vocabulary, dict]:
    """The model as it ships: weights rounded to what the file holds."""
    with safe_open(path, "pt") as file:
        t = {name: file.get_tensor(name) for name in file.keys()}
        description = json.loads(file.metadata()["sayso"])
    t = {n: x.float() if x.dtype == torch.float16 else x for n, x in t.items()}
    vocabulary = Vocabulary(bytes(t["vocabulary"].numpy()).decode().split("\n")[:-1])
    shape = Shape(**description["sizes"])
    model = Student(shape)
    state = model.state_dict()
    state["word.weight"][: len(t["word"])] = t["word"]
    for name in HASHED:
        state[f"hashed.{name}.weight"] = t[name]
    for name in PLAIN_SIZES:
        state[f"plain.{name}.weight"] = t[name]
    for name in ("input", "input_norm", "role", "entity"):
        for x in ("weight", "bias"):
            state[f"{name}.{x}"] = t[f"{name}.{x}"]
    for layer in ("lstm0", "lstm1"):
        for direction, end in (("forward", "l0"), ("backward", "l0_reverse")):
            state[f"{layer}.weight_ih_{end}"] = t[f"{layer}.{direction}.weight_x"]
            state[f"{layer}.weight_hh_{end}"] = t[f"{layer}.{direction}.weight_h"]
            state[f"{layer}.bias_ih_{end}"] = t[f"{layer}.{direction}.bias"]
            state[f"{layer}.bias_hh_{end}"] = torch.zeros_like(t[f"{layer}.{direction}.bias"])
    for name in ("role", "entity"):
        for x, y in (("start", "start"), ("moves", "transitions"), ("end", "end")):
            state[f"{name}_path.{x}"] = t[f"{name}.{y}"]
    model.load_state_dict(state)
    return model.eval(), vocabulary, description


def statements_of(
    tokens: Tokens, roles: np.ndarray, model: Student, linker: Linker
) -> tuple[Scene, list[Statement]]:
    """Decode a text's role logits and link the parts."""
    scene = Scene(tokens, parts_of(decode(roles, model.role_path), softmax(roles)))
    return scene, linker.link(scene)


def fixtures(weights: Path, texts: list[str]) -> list[dict]:
    """For each text: tokens, features, logits of the first sixty tokens, labels, statements."""
    model, vocabulary, description = read(weights)
    branch = read_names(weights)
    linker = Linker.of(description["linking"])
    out = []
    for text in texts:
        tokens = tokenize(text)
        x = vocabulary.features(tokens)
        roles, entities = predict(model, vocabulary, [Report("fixture", text, tokens)])[0]
        named = names.predict(branch, model, vocabulary, [tokens])[0]
        scene, statements = statements_of(tokens, roles, model, linker)
        item = {
            "text": text,
            "tokens": tokens.spans,
            "word": x[:, 0].tolist(),
            "hashed": hashed_features(tokens.words).tolist(),
            "plain": plain_features(tokens).tolist(),
            "sentences": scene.sentences.tolist(),
            "role_logits": np.round(roles[:60].astype(float), 5).tolist(),
            "entity_logits": np.round(entities[:8].astype(float), 5).tolist(),
            "name_logits": np.round(named[:60].astype(float), 5).tolist(),
            "names": decode(named, branch.path).tolist(),
            "roles": decode(roles, model.role_path).tolist(),
            "entities": decode(entities, model.entity_path).tolist(),
            "statements": [
                {
                    **spans_of(scene, s),
                    "features": [round(float(f), 5) for f in s.features],
                    "probability": round(s.probability, 5),
                }
                for s in statements
            ],
        }
        if statements:
            first = statements[0]
            item["choice_features"] = [round(float(f), 5) for f in scene.choice(first.contents[0], first.cue)]
        out.append(item)
    return out
