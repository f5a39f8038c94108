"""Whatever somebody typed or pasted is text on the screen, does nothing, and asks nothing of any other computer."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from copro_text.study import Study
from tests.browser.fronts import Front, Opened
from tests.browser.hands import Mouse
from tests.browser.recorded import recorded
from tests.helpers import HOSTILE

FETCH = '<img src="http://elsewhere.example/a.png" onerror="window.hurt = 1"><script>window.hurt = 2</script><style>* { display: none }</style>'
WORDS = HOSTILE | {
    "fetch": FETCH,
    "markdown picture": "![x](http://elsewhere.example/b.png)",
    "maths": r"$$\unicode{x} \href{javascript:hurt=3}{y}$$",
}
# What a text holds within the study: composed, with LF; a lone half of a character cannot be read from any file.
TYPED = {name: words for name, words in WORDS.items() if name not in ("half a character", "controls")}


def said(study: Study) -> None:
    """Hostile words as comments, names, what they mean, reasons, memos, and the title."""
    for name, words in TYPED.items():
        note = study.note(words, said_by=words[:80])
        code = study.name(f"{name} {words}"[:300], definition=words, because=words)
        study.place(note.id, code, because=words[:500])
        study.memo(note.id, words)
    study.set_title(FETCH)


@pytest.mark.parametrize("front", ["lab", *(pytest.param(other, marks=pytest.mark.trial) for other in ("plain", "notebook7"))], indirect=True)
def test_hostile_words_are_text_in_every_view(front: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    opened = opens(front, begun("Maya", then=said), "Maya")
    page = opened.page
    for view in ("Hear", "Piles", "Read", "Decide"):
        shown = opened.view(view)
        expect(shown.get_by_role("heading", level=2)).to_have_text(FETCH)
        assert shown.locator("img, script, style, iframe, svg, a, mjx-container, .MathJax, .jp-RenderedMarkdown").count() == 0
    opened.view("Piles")
    picks = opened.desk.locator("button.cd-pick")
    for name, words in TYPED.items():
        picks.filter(has_text=f"{name} ").first.press("Enter")  # a second click at the same place would be taken for half of a double one
        heading = opened.desk.locator(".cd-main-pane h3")
        expect(heading).to_contain_text(name)
        label = unicodedata.normalize("NFC", f"{name} {words}"[:300])
        assert _plain(label) in _plain(heading.text_content() or "")
    opened.view("Read")
    hands = Mouse(page, lambda: opened.desk)
    hands.fill("Search", "window.hurt")
    text = opened.desk.locator("blockquote").filter(has_text="window.hurt = 1")
    expect(text).to_be_visible()
    assert text.text_content() == FETCH
    assert page.evaluate("() => window.hurt") is None
    assert opened.watch.outside == []
    assert opened.watch.of_the_desk == []


@pytest.mark.trial
def test_hostile_words_that_are_typed_are_recorded_as_typed(plain: Front, begun: Callable[..., Path], opens: Callable[..., Opened]) -> None:
    study = begun("Maya")
    before = len(recorded(study))
    opened = opens(plain, study, "Maya")
    hands = Mouse(opened.page, lambda: opened.desk)
    opened.view("Piles")
    hands.do("New name", "Save", Name=FETCH, What_it_means=HOSTILE["unbroken"], Because=HOSTILE["right to left"])
    expect(opened.desk.locator("button.cd-pick").filter(has_text=FETCH)).to_be_visible()
    assert recorded(study)[before].words == {
        "label": FETCH,
        "definition": HOSTILE["unbroken"],
        "because": HOSTILE["right to left"],
    }
    assert opened.page.evaluate("() => window.hurt") is None


def _plain(text: str) -> str:
    return " ".join(text.split())
