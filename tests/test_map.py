"""The map: the same picture each time, and the same in words."""

from __future__ import annotations

import time
import warnings
from xml.etree import ElementTree

import numpy as np
import pytest

from copro_text.clusters.mapping import positions
from copro_text.widgets.map import COLOURS, MARKS, _dark, draw_map

pytestmark = pytest.mark.disable_socket

TITLES = ["Waiting room", "Night nurse", "Costs $5 and $10 🙂 日本 a<b>c"]


def cloud(n: int = 90, piles: int = 3) -> tuple[np.ndarray, list[int | None]]:
    draw = np.random.RandomState(1)
    numbers: list[int | None] = [None if i % 15 == 7 else i % piles for i in range(n)]
    vectors = np.array([np.eye(40)[(a if a is not None else 30)] + draw.normal(0, 0.1, 40) for a in numbers])
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), numbers


@pytest.mark.parametrize("n", [0, 1, 2, 3, 90])
def test_positions_are_finite_within_bounds_and_always_the_same(n: int) -> None:
    vectors, numbers = cloud()
    xy = positions(vectors[:n], numbers[:n])
    assert xy.shape == (n, 2)
    assert np.isfinite(xy).all()
    assert np.abs(xy).max(initial=0) <= 1
    assert np.array_equal(xy, positions(vectors[:n], numbers[:n]))


def test_a_pile_lies_together() -> None:
    vectors, numbers = cloud()
    xy = positions(vectors, numbers)
    middles = [np.median(xy[[a == k for a in numbers]], axis=0) for k in range(3)]
    for point, number in zip(xy, numbers, strict=True):
        if number is not None:
            assert int(np.argmin([np.linalg.norm(point - m) for m in middles])) == number


def test_equal_vectors_and_no_piles_still_make_a_map() -> None:
    assert np.isfinite(positions(np.tile(np.eye(1, 5), (9, 1)), [0] * 4 + [1] * 5)).all()
    assert np.isfinite(positions(np.eye(6), [None] * 6)).all()


def test_two_thousand_are_laid_out_in_less_than_a_second() -> None:
    vectors, numbers = cloud(2000, 12)
    start = time.process_time()
    positions(vectors, numbers)
    assert time.process_time() - start < 2  # two cores may both be counted


def test_any_title_is_drawn_as_it_stands_without_a_warning() -> None:
    vectors, numbers = cloud()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        picture = draw_map(positions(vectors, numbers), numbers, TITLES, [30, 1, 28])
    assert picture.image.startswith(b"\x89PNG")
    assert "$5 and $10" in picture.alt
    assert "🙂" not in picture.alt


def test_the_words_say_what_the_picture_shows() -> None:
    vectors, numbers = cloud()
    picture = draw_map(positions(vectors, numbers), numbers, TITLES, [30, 1, 28])
    assert picture.alt.startswith("A map of 90 texts in 3 piles")
    assert "Waiting room, 30 people; Night nurse, 1 person" in picture.alt
    assert "6 texts could not be placed" in picture.alt
    assert list(picture.table.columns) == ["pile", "people", "texts", "near"]
    assert picture.table["texts"].sum() == 90
    assert list(picture.table["pile"])[-1] == "Could not place"
    shown = picture._repr_html_()
    assert "alt=" in shown
    assert "<b>" not in shown


def test_the_same_map_is_the_same_bytes() -> None:
    vectors, numbers = cloud()
    for kind in ("png", "svg"):
        first, second = (draw_map(positions(vectors, numbers), numbers, TITLES, [3, 2, 1], kind=kind).image for _ in range(2))
        assert first == second
    assert ElementTree.fromstring(second).tag.endswith("svg")


def test_an_empty_map_is_a_map() -> None:
    picture = draw_map(np.zeros((0, 2)), [], [], [])
    assert picture.alt == "An empty map: there are no texts yet."
    assert picture.image


def test_colour_is_never_alone_and_labels_can_be_read() -> None:
    assert len(set(COLOURS)) == len(COLOURS) == len(set(MARKS)) == len(MARKS) == 12

    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        return float(np.dot([c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts], [0.2126, 0.7152, 0.0722]))

    assert all(1.05 / (light(_dark(c)) + 0.05) >= 4.5 for c in COLOURS)
