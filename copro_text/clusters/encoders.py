"""How a model turns word pieces into vectors: BERT-like models by an export or a few lines of torch, others by sentence-transformers.

The few lines are what an export is made from and checked against; texts of equal length share a step, so that no padding is worked on.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from copro_text.clusters.exported import export, open_export
from copro_text.clusters.model import INSTALL, Model, offline
from copro_text.errors import ModelMissing, SorterError

if TYPE_CHECKING:
    from torch import Tensor

Floats = NDArray[np.float32]
Pieces = list[int]
_MARK = re.compile(r"\[[^\]]+\]")
BUDGET = 1024  # word pieces heard in one step: what fits the processor's cache


class Encoder(Protocol):
    """Something that hears word pieces: `window` is how many it hears at once, without its two marks."""

    window: int
    dims: int

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Each text as word pieces, without marks, however long."""

    def vectors(self, windows: Sequence[Pieces]) -> Floats:
        """Normalised vectors (n_windows, dims), each window no longer than `window`."""


def load(model: Model) -> Encoder:
    """The encoder for a model; raises SorterError when the extra is not installed, ModelMissing when it cannot be read.

    A plain BERT is written out when it is first heard; from then on that is opened, and no torch.
    """
    kept = open_export(model, lambda: _tokens(model.folder))
    if kept is not None:
        return kept
    heard = load_torch(model)
    written = export(model, heard) if isinstance(heard, Bert) else None
    if written is None and model.precision != "float32":
        raise SorterError(
            f"{model.name} could not be made ready in {model.precision}: only plain BERT models can, with onnx and onnxruntime installed.",
            do="Ask again without a precision: the model is then heard as it comes.",
            safe="Nothing was changed.",
        )
    return written or heard


def load_torch(model: Model) -> Bert | Other:
    """The same by torch."""
    try:
        import tokenizers  # noqa: F401
        import torch  # noqa: F401
        from safetensors import SafetensorError
    except ImportError as error:
        raise SorterError("The model needs the extra 'suggest'.", do=f"Install it with: {INSTALL}") from error
    try:
        with offline():
            return Bert(model.folder) if _plain_bert(model.folder) else Other(model.folder)
    except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as error:
        raise ModelMissing(f"{model.folder} could not be read as a model: {error}", do="Give the folder of another model.") from error


def steps(windows: Sequence[Pieces], budget: int = BUDGET) -> Iterator[list[int]]:
    """Numbers of the windows in steps of about `budget` pieces, shortest first."""
    step: list[int] = []
    held = 0
    for number in sorted(range(len(windows)), key=lambda i: (len(windows[i]), windows[i])):
        step.append(number)
        held += len(windows[number]) + 2
        if held >= budget:
            yield step
            step, held = [], 0
    if step:
        yield step


class Bert:
    """BERT with mean pooling, as all-MiniLM-L6-v2 is (Devlin et al. 2019; Reimers and Gurevych 2019), but in the mean a rare word weighs more.

    `weights` (n_pieces,) is what each piece of the vocabulary weighs; equal weights give the vectors of sentence-transformers.
    """

    def __init__(self, folder: Path) -> None:
        import torch
        from safetensors.torch import load_file

        config = _json(folder / "config.json")
        held = {name.removeprefix("bert."): value.float() for name, value in load_file(folder / "model.safetensors").items()}
        self.dims = int(config["hidden_size"])
        self.heads = int(config["num_attention_heads"])
        self.eps = float(config["layer_norm_eps"])
        self.window = _window(folder, int(config["max_position_embeddings"])) - 2
        self.tokenizer, weights = _tokens(folder)
        self.first, self.last = self.tokenizer.encode("").ids
        self.weights: Tensor = torch.tensor(weights)
        self.words: Tensor = held["embeddings.word_embeddings.weight"]
        self.places: Tensor = held["embeddings.position_embeddings.weight"] + held["embeddings.token_type_embeddings.weight"][0]
        self.norm = (held["embeddings.LayerNorm.weight"], held["embeddings.LayerNorm.bias"])
        self.layers = [_layer(torch.cat, held, f"encoder.layer.{i}.") for i in range(int(config["num_hidden_layers"]))]

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Each text as word pieces, without marks, however long."""
        return [e.ids for e in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def vectors(self, windows: Sequence[Pieces]) -> Floats:
        """Normalised vectors (n_windows, dims)."""
        import torch

        order = sorted(range(len(windows)), key=lambda i: len(windows[i]))
        alike = [list(group) for _, group in groupby(order, key=lambda i: len(windows[i]))]
        out: Floats = np.empty((len(windows), self.dims), dtype=np.float32)
        with torch.inference_mode():
            groups = [torch.tensor([[self.first, *windows[i], self.last] for i in group]) for group in alike]
            heard = torch.nn.functional.normalize(self._hear(groups), dim=1)
            out[order] = heard.numpy()
        return out

    def _hear(self, groups: list[Tensor]) -> Tensor:
        """All groups (n, length) of word pieces at once: only attention needs them apart. Gives (sum of n, dims)."""
        import torch
        from torch.nn.functional import gelu, layer_norm, linear

        places = torch.cat([torch.arange(g.shape[1]).repeat(g.shape[0]) for g in groups])
        x = layer_norm(self.words[torch.cat([g.reshape(-1) for g in groups])] + self.places[places], (self.dims,), *self.norm, self.eps)
        sizes = [g.numel() for g in groups]
        for layer in self.layers:
            parts = torch.split(linear(x, *layer["qkv"]), sizes)
            seen = torch.cat([self._attend(part, g) for part, g in zip(parts, groups, strict=True)])
            x = layer_norm(x + linear(seen, *layer["out"]), (self.dims,), *layer["norm1"], self.eps)
            x = layer_norm(x + linear(gelu(linear(x, *layer["up"])), *layer["down"]), (self.dims,), *layer["norm2"], self.eps)
        return torch.cat([self._mean(part.view(*g.shape, self.dims), g) for part, g in zip(torch.split(x, sizes), groups, strict=True)])

    def _mean(self, part: Tensor, group: Tensor) -> Tensor:
        """Weighted mean over the pieces of each window (n, length, dims); where nothing weighs anything, as in an empty text, the plain mean."""
        weight = self.weights[group]
        weight = weight + (weight.sum(1, keepdim=True) == 0)
        return (part * (weight / weight.sum(1, keepdim=True)).unsqueeze(2)).sum(1)

    def _attend(self, part: Tensor, group: Tensor) -> Tensor:
        from torch.nn.functional import scaled_dot_product_attention

        count, length = group.shape
        q, k, v = part.view(count, length, 3, self.heads, self.dims // self.heads).permute(2, 0, 3, 1, 4)
        return scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(count * length, self.dims)


class Other:
    """Any other model that sentence-transformers can open from a folder."""

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise SorterError("This model needs the extra 'suggest'.", do=f"Install it with: {INSTALL}") from error
        self.model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
        self.tokenizer: Any = self.model.tokenizer
        self.window = int(self.model.max_seq_length or 256) - 2
        self.dims = int(self.model.get_embedding_dimension() or 384)

    def pieces(self, texts: Sequence[str]) -> list[Pieces]:
        """Each text as word pieces, without marks, however long."""
        return [list(ids) for ids in self.tokenizer(list(texts), add_special_tokens=False, truncation=False, verbose=False)["input_ids"]]

    def vectors(self, windows: Sequence[Pieces]) -> Floats:
        """Normalised vectors (n_windows, dims)."""
        with offline():
            texts = self.tokenizer.batch_decode([list(w) for w in windows])
            return np.asarray(self.model.encode(texts, normalize_embeddings=True, show_progress_bar=False), dtype=np.float32)


def _layer(cat: Any, held: dict[str, Tensor], at: str) -> dict[str, tuple[Tensor, Tensor]]:
    names = {
        "out": "attention.output.dense",
        "norm1": "attention.output.LayerNorm",
        "up": "intermediate.dense",
        "down": "output.dense",
        "norm2": "output.LayerNorm",
    }
    qkv = [f"{at}attention.self.{x}" for x in ("query", "key", "value")]
    layer = {short: (held[f"{at}{name}.weight"], held[f"{at}{name}.bias"]) for short, name in names.items()}
    return layer | {"qkv": (cat([held[f"{q}.weight"] for q in qkv]), cat([held[f"{q}.bias"] for q in qkv]))}


def _tokens(folder: Path) -> tuple[Any, Floats]:
    """The tokenizer of a model, and what each of its pieces weighs."""
    from tokenizers import Tokenizer

    try:
        tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # it raises nothing narrower for a file that is no tokenizer
        raise ValueError(error) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer, _information(tokenizer, tokenizer.encode("").ids)


def _information(tokenizer: Any, marks: Sequence[int]) -> Floats:
    """How much each word piece tells (n_pieces,): -log of its probability, which by Zipf's law is 1 / (place x harmonic number).

    WordPiece vocabularies list whole words and parts of words from the most used to the least; signs and single letters come before, in no
    such order, and count like the most used word. The marks at both ends weigh nothing. Where the order is not known, all weigh the same.
    """
    from tokenizers.models import WordPiece

    pieces = tokenizer.get_vocab()
    tells = np.ones(max(pieces.values()) + 1)
    if isinstance(tokenizer.model, WordPiece):
        listed = sorted(number for piece, number in pieces.items() if len(piece.removeprefix("##")) > 1 and not _MARK.fullmatch(piece))
        tells[listed] = np.arange(1, len(listed) + 1)
        tells = np.log(tells * (1 / np.arange(1.0, len(listed) + 1)).sum())
        tells[list(marks)] = 0.0
    return np.asarray(tells, dtype=np.float32)


def _plain_bert(folder: Path) -> bool:
    """Whether the few lines of `Bert` are all there is to a model."""
    config, pooling = _json(folder / "config.json"), _json(folder / "1_Pooling" / "config.json")
    usual = {"model_type": "bert", "hidden_act": "gelu", "position_embedding_type": "absolute"}
    others = [f"pooling_mode_{way}" for way in ("cls_token", "max_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken")]
    means = pooling.get("pooling_mode_mean_tokens", not pooling) and not any(pooling.get(way) for way in others)
    modules = {str(m.get("type", "")).rsplit(".", 1)[-1] for m in _json(folder / "modules.json", [])}
    return bool(means and modules <= {"Transformer", "Pooling", "Normalize"} and all(config.get(k, v) == v for k, v in usual.items()))


def _window(folder: Path, positions: int) -> int:
    return min(int(_json(folder / "sentence_bert_config.json").get("max_seq_length") or 256), positions)


def _json(path: Path, missing: Any = None) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else ({} if missing is None else missing)
