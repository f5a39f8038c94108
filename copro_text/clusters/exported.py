"""A model written out once in a form that opens in a tenth of the time, so that daily use waits for no torch.

The graph is that of `encoders.Bert`, layer by layer, in ONNX; it is kept only if it says the same as torch, and kept with its own hash, so
that a file that was harmed is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import platformdirs
from numpy.typing import NDArray

if TYPE_CHECKING:
    from copro_text.clusters.encoders import Bert
    from copro_text.clusters.model import Model

Floats = NDArray[np.float32]
LEAST = {"float32": 0.9999, "int8": 0.96}  # cosine to torch, for each of the texts below, under which an export is not used
OPSET = 20
FORM = 1  # goes up when the graph changes, so that an old one is not opened
_TRIED = (
    "",
    "No.",
    "They asked us before they had decided.",
    "The bus does not come to the clinic any more, so half of us could not be there. " * 12,
    "Diolch yn fawr iawn am ofyn 🙂",
)


class Exported:
    """An export, opened: hears word pieces as `Bert` does, to the last digits, and needs onnxruntime and tokenizers alone."""

    def __init__(self, path: Path, about: dict[str, Any], tokenizer: Any, weights: Floats) -> None:
        import onnxruntime

        quiet = onnxruntime.SessionOptions()
        quiet.log_severity_level = 3
        quiet.intra_op_num_threads = min(2, os.cpu_count() or 1)
        quiet.add_session_config_entry("session.intra_op.allow_spinning", "0")  # a core that waits leaves the other alone
        self.session: Any = onnxruntime.InferenceSession(str(path), quiet, providers=["CPUExecutionProvider"])
        self.window, self.dims = int(about["window"]), int(about["dims"])
        self.alone = about.get("precision") == "int8"  # it rounds all texts of a step by their largest number
        self.tokenizer, self.weights = tokenizer, weights
        self.first, self.last = tokenizer.encode("").ids

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        """Each text as word pieces, without marks, however long."""
        return [e.ids for e in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)]

    def vectors(self, windows: Sequence[list[int]]) -> Floats:
        """Normalised vectors (n_windows, dims); windows of equal length share a step, so that no padding is worked on.

        In int8 each has a step of its own: else what others said would change how a text is heard.
        """
        order = sorted(range(len(windows)), key=lambda i: len(windows[i]))
        out: Floats = np.empty((len(windows), self.dims), dtype=np.float32)
        together = [[i] for i in order] if self.alone else [list(group) for _, group in groupby(order, key=lambda i: len(windows[i]))]
        for alike in together:
            ids = np.array([[self.first, *windows[i], self.last] for i in alike], dtype=np.int64)
            weight = self.weights[ids]
            weight = weight + (weight.sum(1, keepdims=True) == 0)
            heard = self.session.run(None, {"ids": ids, "weight": (weight / weight.sum(1, keepdims=True)).astype(np.float32)})[0]
            out[alike] = heard / np.maximum(np.linalg.norm(heard, axis=1, keepdims=True), 1e-12)
        return out


def models_folder() -> Path:
    """Where exports are kept: in the user's own cache, or where COPRO_MODELS says."""
    said = os.environ.get("COPRO_MODELS")
    return Path(said) if said else platformdirs.user_cache_path("copro_text") / "models"


def open_export(model: Model, tokens: Callable[[], tuple[Any, Floats]]) -> Exported | None:
    """The export of a model, if it is here, whole, and onnxruntime is installed. `tokens` gives its tokenizer and the weights of pieces."""
    path = _path(model)
    try:
        about = json.loads(path.with_suffix(".json").read_text("utf-8"))
        with path.open("rb") as file:
            whole = hashlib.file_digest(file, "sha256").hexdigest() == about["sha256"]
        return Exported(path, about, *tokens()) if whole and about["cosine"] > LEAST[model.precision] else None
    except (ImportError, OSError, ValueError, KeyError, TypeError):
        return None


def export(model: Model, bert: Bert) -> Exported | None:
    """Write a model out, try it against torch, and keep it; None where it cannot be written, or does not say the same."""
    path = _path(model)
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    weights = np.asarray(bert.weights, dtype=np.float32)
    about: dict[str, Any] = {"window": bert.window, "dims": bert.dims, "precision": model.precision}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        data = _graph(bert) if model.precision == "float32" else _rounded(_graph(bert), beside)
        beside.write_bytes(data)
        heard = Exported(beside, about, bert.tokenizer, weights)
        tried = [p[: bert.window] for p in bert.pieces(_TRIED)]
        about |= {"sha256": hashlib.sha256(data).hexdigest(), "cosine": float((heard.vectors(tried) * bert.vectors(tried)).sum(axis=1).min())}
        if about["cosine"] > LEAST[model.precision]:
            os.replace(beside, path)
            path.with_suffix(".json").write_text(json.dumps(about), "utf-8")
            return heard
    except (ImportError, OSError):
        pass
    finally:
        beside.unlink(missing_ok=True)
    return None


def _path(model: Model) -> Path:
    return models_folder() / f"{model.key}-{FORM}.onnx"


def _rounded(graph: bytes, beside: Path) -> bytes:
    """A graph whose weights are whole numbers of 7 bits, a scale for each column, so that sums overflow on no processor; `beside` is written over."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    model = onnx.load_from_string(graph)
    onnx.helper.set_model_props(model, {"onnx.quant.pre_process": "onnxruntime.quant"})  # its shapes are known; else it warns
    quantize_dynamic(model, beside, op_types_to_quantize=["MatMul"], per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
    return beside.read_bytes()


def _graph(bert: Bert) -> bytes:
    """`Bert` as an ONNX graph: (ids, weight), each (n, length), to the weighted mean of the last layer (n, dims)."""
    from onnx import TensorProto, checker, helper

    made = _Graph(bert.dims, bert.eps)
    x = made.norm(made.add("Add", made.add("Gather", made.constant(bert.words), "ids"), _places(made, bert)), bert.norm)
    for layer in bert.layers:
        x = made.norm(made.add("Add", x, _attended(made, bert, layer, x)), layer["norm1"])
        wide = made.add("Gelu", made.linear(x, layer["up"]))
        x = made.norm(made.add("Add", x, made.linear(wide, layer["down"])), layer["norm2"])
    column = made.add("Unsqueeze", "weight", made.constant([1], np.int64))
    made.nodes.append(helper.make_node("Squeeze", [made.add("MatMul", column, x), made.constant([1], np.int64)], ["heard"]))
    ends = [
        helper.make_tensor_value_info(*said) for said in (("ids", TensorProto.INT64, ["n", "length"]), ("weight", TensorProto.FLOAT, ["n", "length"]))
    ]
    out = helper.make_tensor_value_info("heard", TensorProto.FLOAT, ["n", bert.dims])
    graph = helper.make_graph(made.nodes, "bert", ends, [out], made.held)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
    checker.check_model(model)
    return bytes(model.SerializeToString())


def _places(made: _Graph, bert: Bert) -> str:
    """What each place in a window adds: the first rows, as many as the window is long."""
    length = made.add("Slice", made.add("Shape", "ids"), made.constant([1], np.int64), made.constant([2], np.int64))
    return made.add("Slice", made.constant(bert.places), made.constant([0], np.int64), length, made.constant([0], np.int64))


def _attended(made: _Graph, bert: Bert, layer: dict[str, Any], x: str) -> str:
    each = bert.dims // bert.heads
    apart = made.add("Reshape", made.linear(x, layer["qkv"]), made.constant([0, 0, 3, bert.heads, each], np.int64))
    parts = made.add("Transpose", apart, perm=[2, 0, 3, 1, 4])
    q, k, v = (made.add("Gather", parts, made.constant(at, np.int64), axis=0) for at in range(3))
    alike = made.add("Mul", made.add("MatMul", q, made.add("Transpose", k, perm=[0, 1, 3, 2])), made.constant(each**-0.5))
    seen = made.add("Transpose", made.add("MatMul", made.add("Softmax", alike, axis=-1), v), perm=[0, 2, 1, 3])
    return made.linear(made.add("Reshape", seen, made.constant([0, 0, bert.dims], np.int64)), layer["out"])


class _Graph:
    """Nodes and constants as they are added; each gets a name of its own."""

    def __init__(self, dims: int, eps: float) -> None:
        self.dims, self.eps = dims, eps
        self.nodes: list[Any] = []
        self.held: list[Any] = []

    def constant(self, value: Any, kind: Any = np.float32) -> str:
        from onnx import numpy_helper

        name = f"c{len(self.held)}"
        self.held.append(numpy_helper.from_array(np.ascontiguousarray(value, dtype=kind).reshape(np.shape(value)), name))
        return name

    def add(self, kind: str, *given: str, **how: Any) -> str:
        from onnx import helper

        name = f"n{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(given), [name], **how))
        return name

    def linear(self, x: str, held: tuple[Any, Any]) -> str:
        return self.add("Add", self.add("MatMul", x, self.constant(np.asarray(held[0]).T)), self.constant(held[1]))

    def norm(self, x: str, held: tuple[Any, Any]) -> str:
        return self.add("LayerNormalization", x, self.constant(held[0]), self.constant(held[1]), axis=-1, epsilon=self.eps)
