"""The map: a picture of the piles, with the same in words and in a table for those who cannot see it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from copro_text.widgets.picture import SETTINGS, Picture, shown_label, wrapped

# Paul Tol's "muted" and "bright" schemes, told apart by all common kinds of colour vision; marks differ as well, so colour is never alone.
COLOURS = ("#332288", "#CC6677", "#117733", "#DDAA33", "#0077BB", "#882255", "#44AA99", "#EE7733", "#777777", "#AA4499", "#225555", "#994F00")
MARKS = ("o", "s", "^", "D", "v", "P", "d", "p", "h", "<", ">", "*")
LEFT_COLOUR = "#8A8A8A"
LEFT = "Could not place"
_NEAR = 0.55  # two piles are called near when their middles are closer than this part of the usual distance between piles


def draw_map(
    xy: NDArray[Any], piles: Sequence[int | None], titles: Sequence[str], people: Sequence[int], *, kind: str = "png", width: float = 9.0
) -> Picture:
    """Draw the map of a run.

    Parameters
    ----------
    xy
        (n, 2), from -1 to 1.
    piles
        For each text the number of its pile, or None for "could not place".
    titles, people
        For each pile its draft title and how many people are in it.
    kind
        "png" or "svg".
    """
    numbers = np.array([-1 if number is None else number for number in piles], dtype=np.int64)
    points = _fitted(np.asarray(xy, dtype=np.float64).reshape(-1, 2))
    shown = [shown_label(title) or f"Pile {number + 1}" for number, title in enumerate(titles)]
    near = _near(points, numbers, len(shown))
    table = _table(shown, people, numbers, near)
    return Picture(_draw(points, numbers, shown, people, kind, width), _alt(shown, people, numbers, near), table)


def _fitted(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) stretched to fill the picture: -1 to 1 both ways."""
    if not len(points):
        return points
    low, high = points.min(axis=0), points.max(axis=0)
    return np.asarray((points - (low + high) / 2) / np.maximum((high - low) / 2, 1e-9))


def _draw(points: NDArray[np.float64], numbers: NDArray[np.int64], titles: Sequence[str], people: Sequence[int], kind: str, width: float) -> bytes:
    import matplotlib as mpl
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with mpl.rc_context(SETTINGS):
        figure = Figure(figsize=(width, width * 0.72), facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        axes.set_axis_off()
        axes.set_xlim(-1.12, 1.12)
        axes.set_ylim(-1.22, 1.1)
        size = float(np.clip(9000 / max(len(points), 1), 11, 44))
        left = numbers < 0
        axes.scatter(points[left, 0], points[left, 1], s=size * 0.7, marker="x", color=LEFT_COLOUR, linewidths=0.9, zorder=1)
        for pile in range(len(titles)):
            colour, mark = COLOURS[pile % len(COLOURS)], MARKS[pile % len(MARKS)]
            x, y = points[numbers == pile].T
            axes.scatter(x, y, s=size, marker=mark, color=colour, alpha=0.72, edgecolors="white", linewidths=0.4, zorder=2)
        _label(axes, points, numbers, titles, people)
        note = "Each mark is a text. Near means alike; left, right, up and down mean nothing."
        if left.any():
            note += f"  × could not place ({int(left.sum())})"
        axes.text(-1.1, -1.21, note, fontsize=8.5, color="#444444", va="bottom", zorder=5)
        out = BytesIO()
        figure.savefig(out, format=kind, dpi=140, metadata={"Date": None} if kind == "svg" else {"Software": None})
    return out.getvalue()


def _label(axes: Any, points: NDArray[np.float64], numbers: NDArray[np.int64], titles: Sequence[str], people: Sequence[int]) -> None:
    """Each pile's title beside its marks, moved apart until no two overlap, joined by a thin line when they moved far."""
    from matplotlib.patheffects import withStroke

    held = [pile for pile in range(len(titles)) if (numbers == pile).any()]
    middles = np.array([np.median(points[numbers == pile], axis=0) for pile in held]).reshape(-1, 2)
    texts = [wrapped(f"{titles[pile]}") + f"\n{_count(people[pile])}" for pile in held]
    half = np.array([_half(text) for text in texts]).reshape(-1, 2)
    places = _moved(middles, half)
    for pile_at, (pile, text, middle, place) in enumerate(zip(held, texts, middles, places, strict=True)):
        colour = COLOURS[pile % len(COLOURS)]
        if np.abs(middle - place).max() > 0.10:
            axes.plot(*zip(middle, place, strict=True), color=colour, linewidth=0.8, alpha=0.8, zorder=3)
        at = (place[0] - half[pile_at][0] + 0.012, place[1] + half[pile_at][1] - 0.04)
        axes.scatter(*at, s=46, marker=MARKS[pile % len(MARKS)], color=colour, edgecolors="white", linewidths=1.2, zorder=4)
        halo = withStroke(linewidth=3.2, foreground="white")
        style = {"ha": "center", "va": "center", "fontsize": 9.5, "fontweight": "bold", "linespacing": 1.15}
        axes.text(place[0] + 0.02, place[1], text, color=_dark(colour), zorder=4, path_effects=[halo], **style)


def _half(text: str) -> tuple[float, float]:
    lines = text.split("\n")
    return 0.0101 * max(map(len, lines)) + 0.045, 0.036 * len(lines)


def _moved(middles: NDArray[np.float64], half: NDArray[np.float64], rounds: int = 300) -> NDArray[np.float64]:
    """Places for labels (n, 2) of half sizes (n, 2): as near their middles as they can be without lying on each other or over the edge."""
    places = middles.copy()
    edge = np.array([1.1, 1.06])
    for _ in range(rounds):
        still = True
        for i in range(len(places)):
            for j in range(i):
                gap = places[i] - places[j]
                over = half[i] + half[j] - np.abs(gap)
                if (over > 0).all():
                    side = int(np.argmin(over / np.array([1.6, 1.0])))  # rather up or down than aside
                    step = np.zeros(2)
                    step[side] = (over[side] / 2 + 1e-3) * (1.0 if gap[side] >= 0 else -1.0)
                    places[i], places[j], still = places[i] + step, places[j] - step, False
        places = np.clip(places, -edge + half, edge - half)
        if still:
            break
    return places


def _near(points: NDArray[np.float64], numbers: NDArray[np.int64], count: int) -> dict[int, list[int]]:
    """For each pile those that lie near it on the map, nearest first, two at most."""
    held = [pile for pile in range(count) if (numbers == pile).any()]
    middles = {pile: np.median(points[numbers == pile], axis=0) for pile in held}
    far = {(a, b): float(np.linalg.norm(middles[a] - middles[b])) for a in held for b in held if a != b}
    usual = float(np.median(list(far.values()))) if far else 0.0
    return {a: sorted((b for b in held if b != a and far[a, b] < _NEAR * usual), key=lambda b: far[a, b])[:2] for a in held}


def _table(titles: Sequence[str], people: Sequence[int], numbers: NDArray[np.int64], near: dict[int, list[int]]) -> pd.DataFrame:
    rows: list[tuple[str, object, int, str]] = [
        (title, people[pile], int((numbers == pile).sum()), ", ".join(titles[b] for b in near.get(pile, []))) for pile, title in enumerate(titles)
    ]
    if (numbers < 0).any():
        rows.append((LEFT, "", int((numbers < 0).sum()), ""))
    return pd.DataFrame(rows, columns=["pile", "people", "texts", "near"])


def _alt(titles: Sequence[str], people: Sequence[int], numbers: NDArray[np.int64], near: dict[int, list[int]]) -> str:
    if not len(numbers):
        return "An empty map: there are no texts yet."
    left = int((numbers < 0).sum())
    parts = [f"A map of {len(numbers)} texts in {len(titles)} {'pile' if len(titles) == 1 else 'piles'} that the sorter suggests."]
    if titles:
        parts.append("Largest first: " + "; ".join(f"{title}, {_count(people[pile])}" for pile, title in enumerate(titles)) + ".")
    pairs = sorted({(min(a, b), max(a, b)) for a, others in near.items() for b in others})
    if pairs:
        parts.append("Near each other: " + "; ".join(f"{titles[a]} and {titles[b]}" for a, b in pairs) + ".")
    if left:
        parts.append(f"{left} {'text' if left == 1 else 'texts'} could not be placed and {'lies' if left == 1 else 'lie'} among the others.")
    return " ".join(parts)


def _count(people: int) -> str:
    return "1 person" if people == 1 else f"{people} people"


def _dark(colour: str) -> str:
    """The colour, darkened until it can be read on white (contrast 4.5 or more)."""
    from matplotlib.colors import to_hex, to_rgb

    rgb = np.array(to_rgb(colour))
    while 1.05 / (float(np.where(rgb <= 0.03928, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]) + 0.05) < 4.6:
        rgb = rgb * 0.93
    return str(to_hex((float(rgb[0]), float(rgb[1]), float(rgb[2]))))
