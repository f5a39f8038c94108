"""Texts become vectors: whole, once, on this computer, and as the model meant them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from copro_text.clusters import cache as cache_file
from copro_text.clusters import exported
from copro_text.clusters import model as model_file
from copro_text.clusters.cache import VectorCache
from copro_text.clusters.embed import embed, kept_under, tfidf_vectors
from copro_text.clusters.encoders import Bert, load, load_torch, steps
from copro_text.clusters.model import KNOWN, Model, download_model, find_model, offline
from copro_text.errors import ModelMissing, SorterError

pytestmark = pytest.mark.disable_socket

FAKE = Model("fake", Path("nowhere"), "f" * 64)
TEXTS = [
    "They asked us before they had decided.",
    "Nobody rang back for three weeks.",
    "",
    "🙂",
    "The bus does not come to the clinic any more, so half of us could not be there.",
]


class Fake:
    """Hears each word piece as its own direction; counts what it heard."""

    window, dims = 4, 16

    def __init__(self) -> None:
        self.heard = 0
        self.stop_after = 10**9

    def pieces(self, texts: Sequence[str]) -> list[list[int]]:
        return [[sum(map(ord, word)) % 16 for word in text.split()] for text in texts]

    def vectors(self, windows: Sequence[list[int]]) -> np.ndarray:
        out = np.zeros((len(windows), self.dims), dtype=np.float32)
        for row, window in zip(out, windows, strict=True):
            assert len(window) <= self.window
            self.heard += 1
            if self.heard > self.stop_after:
                raise KeyboardInterrupt
            np.add.at(row, window or [0], 1.0)
        return out / np.linalg.norm(out, axis=1, keepdims=True)


def test_every_text_gets_a_vector_of_length_one_in_its_own_place() -> None:
    out = embed(TEXTS, FAKE, encoder=Fake())
    assert out.shape == (5, 16)
    assert out.dtype == np.float32
    assert np.allclose(np.linalg.norm(out, axis=1), 1, atol=1e-6)
    assert np.array_equal(embed(TEXTS[::-1], FAKE, encoder=Fake())[::-1], out)


def test_no_texts_are_no_vectors() -> None:
    assert embed([], FAKE, encoder=Fake()).shape[0] == 0


def test_a_repeat_is_heard_once() -> None:
    fake = Fake()
    out = embed(["the same words"] * 50, FAKE, encoder=fake)
    assert fake.heard == 1
    assert len(np.unique(out, axis=0)) == 1


def test_a_long_text_is_heard_to_its_end() -> None:
    fake = Fake()
    start = " ".join(["start"] * 6)
    short, long = embed([start, start + " end" * 6], FAKE, encoder=fake)
    assert fake.heard == 2 + 3
    assert long[sum(map(ord, "end")) % 16] > 0.5 > short[sum(map(ord, "end")) % 16]


def test_windows_count_by_their_length() -> None:
    fake = Fake()
    fake.window = 3
    (out,) = embed(["a a a b"], FAKE, encoder=fake)  # windows "a a" and "a b"
    expected = 2 * np.eye(16)[ord("a") % 16] + 2 * (np.eye(16)[ord("a") % 16] + np.eye(16)[ord("b") % 16]) / np.sqrt(2)
    assert np.allclose(out, expected / np.linalg.norm(expected), atol=1e-6)


def test_steps_hold_each_window_once_and_shortest_first() -> None:
    windows = [[1] * n for n in (300, 1, 5, 5, 80, 0)]
    plan = list(steps(windows, budget=100))
    flat = [i for step in plan for i in step]
    assert sorted(flat) == list(range(6))
    assert [len(windows[i]) for i in flat] == sorted(len(w) for w in windows)


def test_a_second_run_hears_nothing(tmp_path: Path) -> None:
    first, again = VectorCache(tmp_path), VectorCache(tmp_path)
    fake = Fake()
    before = embed(TEXTS, FAKE, first, encoder=fake)
    heard = fake.heard
    after = embed(TEXTS, FAKE, again, encoder=fake)
    assert (first.added, again.added, again.found) == (5, 0, 5)
    assert fake.heard == heard
    assert np.array_equal(before, after)


def test_another_model_shares_nothing(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    embed(TEXTS, FAKE, cache, encoder=Fake())
    embed(TEXTS, Model("other", Path("nowhere"), "0" * 64), cache, encoder=Fake())
    assert cache.added == 10


def test_a_run_that_is_stopped_keeps_what_it_had(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("copro_text.clusters.embed.KEEP", 1)
    monkeypatch.setattr("copro_text.clusters.embed.steps", lambda windows: steps(windows, budget=1))
    fake = Fake()
    fake.stop_after = 3
    with pytest.raises(KeyboardInterrupt):
        embed(TEXTS, FAKE, VectorCache(tmp_path), encoder=fake)
    again = VectorCache(tmp_path)
    embed(TEXTS, FAKE, again, encoder=Fake())
    assert again.found >= 1
    assert again.found + again.added == 5


def test_progress_ends_at_all_of_them() -> None:
    seen: list[tuple[int, int]] = []
    embed(TEXTS, FAKE, progress=lambda done, of: seen.append((done, of)), encoder=Fake())
    assert seen[-1] == (5, 5)


@pytest.mark.parametrize("harm", [lambda data: data[:-7], lambda data: data[:-40] + bytes(40), lambda data: b"", lambda data: b"PK" + data[2:]])
def test_a_damaged_cache_is_thrown_away_and_said(tmp_path: Path, harm) -> None:
    before = embed(TEXTS, FAKE, VectorCache(tmp_path), encoder=Fake())
    (part,) = tmp_path.rglob("part-*.npy")
    part.write_bytes(harm(part.read_bytes()))
    again = VectorCache(tmp_path)
    assert np.array_equal(embed(TEXTS, FAKE, again, encoder=Fake()), before)
    assert again.added == 5
    assert len(again.notices) == 1
    assert "nothing is lost" in again.notices[0]


def test_the_cache_holds_no_words_and_with_a_key_no_one_can_test_a_guess(tmp_path: Path) -> None:
    text = "Only Maya would say this."
    embed([text], FAKE, VectorCache(tmp_path, b"key of the study"), encoder=Fake())
    data = b"".join(p.read_bytes() for p in tmp_path.rglob("*.npy"))
    assert b"Maya" not in data
    assert VectorCache().mark(text) not in data
    assert VectorCache(None, b"key of the study").mark(text) in data


def test_what_is_withdrawn_leaves_the_cache(tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    embed(TEXTS, FAKE, cache, encoder=Fake())
    VectorCache(tmp_path).forget(TEXTS[:1])
    again = VectorCache(tmp_path)
    assert set(again.get(kept_under(FAKE), TEXTS)) == set(TEXTS[1:])
    again.forget(TEXTS)
    assert not list(tmp_path.rglob("*.npy"))


def test_kept_vectors_are_looked_at_where_they_lie(tmp_path: Path) -> None:
    embed(TEXTS, FAKE, VectorCache(tmp_path), encoder=Fake())
    for vector in VectorCache(tmp_path).get(kept_under(FAKE), TEXTS).values():
        below: object = vector
        while isinstance(below, np.ndarray) and not isinstance(below, np.memmap):
            below = below.base
        assert isinstance(below, np.memmap)


def test_a_full_disk_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache_file.np, "save", full)
    cache = VectorCache(tmp_path)
    assert embed(TEXTS, FAKE, cache, encoder=Fake()).shape == (5, 16)
    assert "No space left" in cache.notices[0]
    assert not [p for p in tmp_path.rglob("*") if p.is_file()]


def test_nothing_is_set_when_offline_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    monkeypatch.delenv("TRANSFORMERS_OFFLINE", raising=False)
    with offline():
        assert os.environ["HF_HUB_OFFLINE"] == os.environ["TRANSFORMERS_OFFLINE"] == "1"
    assert os.environ["HF_HUB_OFFLINE"] == "0"
    assert "TRANSFORMERS_OFFLINE" not in os.environ


# ---- the words alone


@pytest.mark.parametrize(
    "texts", [[], ["one"], ["one", "two"], ["the", "and"], ["same words here"] * 4, TEXTS, ["a bus late"] * 3 + ["kind nurse"] * 3]
)
def test_words_alone_work_for_any_number_of_texts(texts: list[str]) -> None:
    out = tfidf_vectors(texts)
    assert out.shape[0] == len(texts)
    assert np.isfinite(out).all()
    lengths = np.linalg.norm(out, axis=1)
    assert (np.isclose(lengths, 1, atol=1e-5) | np.isclose(lengths, 0)).all()


def test_words_alone_do_not_mind_the_order_and_leave_the_question_out() -> None:
    texts = ["buses late again", "late buses on Sunday", "kind nurse listened", "nurse was kind", "tea and biscuits", "co-production"]
    out = tfidf_vectors(texts, 7, "What is co-production?")
    assert np.array_equal(tfidf_vectors(texts[::-1], 7, "What is co-production?")[::-1], out)
    assert not out[5].any()
    assert out[0] @ out[1] > out[0] @ out[2]


# ---- the real model


@pytest.fixture(scope="module")
def real() -> Model:
    return find_model()


def test_the_model_is_the_one_whose_hash_we_know(real: Model) -> None:
    assert real.name == "all-MiniLM-L6-v2"
    assert len(real.hash) == 64


def _encoder(real: Model) -> Bert:
    encoder = load_torch(real)
    assert isinstance(encoder, Bert)
    return encoder


def test_an_export_says_what_torch_says_and_comes_back_without_torch(real: Model) -> None:
    texts = [*TEXTS, "word " * 400, "x" * 300, *(f"We waited {n} weeks, and then {'nobody ' * n}rang." for n in range(40))]
    first = load(real)
    assert isinstance(first, exported.Exported)
    assert (embed(texts, real, encoder=first) * embed(texts, real, encoder=_encoder(real))).sum(axis=1).min() > 0.9999
    code = "import sys; from copro_text.clusters import find_model; from copro_text.clusters.embed import embed; embed(['hello'], find_model())"
    told = subprocess.run([sys.executable, "-c", code + "; print('torch' in sys.modules)"], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"


def test_a_harmed_export_is_made_anew_and_one_that_says_otherwise_is_not_used(real: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPRO_MODELS", str(tmp_path))
    load(real)
    (path,) = tmp_path.glob("*.onnx")
    whole = path.read_bytes()
    path.write_bytes(whole[:5000] + b"harmed" + whole[5006:])
    assert isinstance(load(real), exported.Exported)
    assert path.read_bytes() == whole
    path.unlink()
    wrong = exported._attended
    monkeypatch.setattr(exported, "_attended", lambda made, bert, layer, x: made.add("Neg", wrong(made, bert, layer, x)))
    assert isinstance(load(real), Bert)
    assert not list(tmp_path.glob("*.onnx"))


def test_int8_is_near_the_whole_model_and_does_not_depend_on_what_else_is_heard(real: Model) -> None:
    short = replace(real, precision="int8")
    texts = [*TEXTS, *(f"We waited {n} weeks, and then nobody rang {n}." for n in range(40))]
    rounded = embed(texts, short)
    alike = (rounded * embed(texts, real)).sum(axis=1)
    assert 0.95 < alike.min() < 0.9999
    assert np.array_equal(embed(texts[::-3], short), rounded[::-3])


def test_int8_is_heard_alike_with_one_thread_and_with_two(real: Model) -> None:
    heard = load(replace(real, precision="int8"))
    assert isinstance(heard, exported.Exported)
    windows = heard.pieces([*TEXTS, "word " * 200])
    two = heard.vectors(windows)
    import onnxruntime

    one = onnxruntime.SessionOptions()
    one.intra_op_num_threads = 1
    heard.session = onnxruntime.InferenceSession(str(exported._path(replace(real, precision="int8"))), one, providers=["CPUExecutionProvider"])
    assert np.array_equal(heard.vectors(windows), two)


def test_vectors_of_int8_are_kept_apart(real: Model, tmp_path: Path) -> None:
    cache = VectorCache(tmp_path)
    whole = embed(TEXTS, real, cache)
    rounded = embed(TEXTS, replace(real, precision="int8"), cache)
    assert cache.added == 2 * len(TEXTS)
    assert not np.array_equal(whole, rounded)
    assert np.array_equal(embed(TEXTS, real, VectorCache(tmp_path)), whole)


def test_int8_that_cannot_be_made_is_refused_and_not_heard_otherwise(real: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COPRO_MODELS", str(tmp_path))
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    with pytest.raises(SorterError, match="int8"):
        load(replace(real, precision="int8"))
    with pytest.raises(SorterError, match="int8"):
        find_model(precision="int4")


@pytest.mark.parametrize("missing", ["onnx", "onnxruntime"])
def test_without_the_parts_for_an_export_torch_listens(real: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    monkeypatch.setenv("COPRO_MODELS", str(tmp_path))
    monkeypatch.setitem(sys.modules, missing, None)
    assert isinstance(load(real), Bert)
    assert not list(tmp_path.iterdir())


def test_with_equal_weights_vectors_are_those_of_sentence_transformers(real: Model) -> None:
    from sentence_transformers import SentenceTransformer

    texts = [*TEXTS, "word " * 200, "Diolch yn fawr iawn am ofyn, o'r diwedd.", "A  lot \t of\nspace ", "N/A", "x" * 300]
    encoder = _encoder(real)
    encoder.weights.fill_(1.0)
    with offline():
        plain = SentenceTransformer(str(real.folder), local_files_only=True).encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert (embed(texts, real, encoder=encoder) * plain).sum(axis=1).min() > 0.9999
    assert (embed(texts, real) * plain).sum(axis=1).min() < 0.99


def test_a_rare_word_weighs_more_than_a_small_one_and_marks_weigh_nothing(real: Model) -> None:
    encoder = _encoder(real)
    piece = {word: encoder.weights[ids[0]] for word in (".", "the", "bus", "kettle") for ids in encoder.pieces([word])}
    assert encoder.weights[encoder.first] == encoder.weights[encoder.last] == 0
    assert 0 < piece["."] == piece["the"] < piece["bus"] < piece["kettle"]


def test_a_text_of_signs_alone_and_an_empty_one_are_heard_as_the_model_hears_them(real: Model) -> None:
    equal = _encoder(real)
    equal.weights[:] = 1.0
    assert np.allclose(embed([""], real), embed([""], real, encoder=equal), atol=1e-6)
    equal.weights[[equal.first, equal.last]] = 0.0
    assert np.allclose(embed(["!?!", "我们"], real), embed(["!?!", "我们"], real, encoder=equal), atol=1e-6)


def test_vectors_that_were_heard_with_other_weights_are_never_mixed_in(real: Model) -> None:
    cache = VectorCache()
    cache.add(real.hash, ["hello"], np.eye(1, 384, dtype=np.float32))
    assert embed(["hello"], real, cache)[0, 0] < 0.9


def test_meaning_is_nearer_than_wording(real: Model) -> None:
    a, b, c = embed(["Nobody phoned me back.", "I never got a call.", "Nobody painted the back door."], real)
    assert a @ b > a @ c


def _copy(real: Model, to: Path) -> Path:
    to.mkdir(parents=True)
    for name in (*KNOWN, "config.json", "modules.json", "sentence_bert_config.json"):
        shutil.copy(real.folder / name, to / name)
    return to


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_tampered_files_are_named_with_both_hashes_and_not_opened(real: Model, tmp_path: Path, name: str) -> None:
    folder = _copy(real, tmp_path / "model")
    data = bytearray((folder / name).read_bytes())
    data[-9] ^= 1
    (folder / name).write_bytes(data)
    with pytest.raises(ModelMissing) as told:
        find_model(folder)
    assert KNOWN[name] in str(told.value)
    assert model_file._sha256(folder / name) in str(told.value)


def test_another_model_is_allowed_by_folder_and_has_its_own_hash(real: Model, tmp_path: Path) -> None:
    folder = _copy(real, tmp_path / "our-own")
    config = json.loads((folder / "config.json").read_text()) | {"_name_or_path": "ours"}
    (folder / "config.json").write_text(json.dumps(config))
    from safetensors.torch import load_file, save_file

    weights = {name: value * 1.01 for name, value in load_file(folder / "model.safetensors").items()}
    save_file(weights, folder / "model.safetensors")
    other = find_model(folder)
    assert other.name == "our-own"
    assert other.hash != real.hash
    assert embed(["hello"], other).shape == (1, 384)


def test_the_folder_may_be_named_in_the_environment(real: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COPRO_MODEL", str(_copy(real, tmp_path / "copied")))
    assert find_model().folder == tmp_path / "copied"


def test_the_hub_cache_comes_before_the_package(real: Model, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COPRO_MODEL", raising=False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    folder = _copy(real, tmp_path / "models--sentence-transformers--all-MiniLM-L6-v2" / "snapshots" / "abc")
    assert find_model().folder == folder


@pytest.mark.parametrize("files", [{}, {"model.safetensors": "not weights", "config.json": "{}"}])
def test_a_folder_without_a_model_is_refused(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(ModelMissing, match=r"tokenizer\.json"):
        find_model(tmp_path)


def test_a_folder_with_nonsense_in_it_is_refused_when_it_is_opened(tmp_path: Path) -> None:
    for name in (*KNOWN, "config.json"):
        (tmp_path / name).write_text('{"model_type": "bert"}')
    with pytest.raises(ModelMissing, match="could not be read"):
        embed(["hello"], find_model(tmp_path))


def test_without_any_model_it_says_where_it_looked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("COPRO_MODEL", raising=False)
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setattr(model_file, "PACKAGE", "a_package_that_is_not_there")
    with pytest.raises(ModelMissing, match="COPRO_MODEL") as told:
        find_model()
    assert str(tmp_path) in str(told.value)


def test_without_the_extra_it_names_the_line_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(SorterError, match=r"copro_text\[suggest\]"):
        embed(["hello"], FAKE)


def test_only_a_model_asked_for_by_name_is_fetched(real: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub as hub

    asked: list[str] = []

    def fetch(repo: str, **_: object) -> str:
        asked.append(repo)
        return str(real.folder)

    monkeypatch.setattr(hub, "snapshot_download", fetch)
    with pytest.raises(ModelMissing, match="not a model we know"):
        download_model("something-else")
    assert asked == []
    assert download_model("all-MiniLM-L6-v2").hash == real.hash
    assert asked == ["sentence-transformers/all-MiniLM-L6-v2"]
