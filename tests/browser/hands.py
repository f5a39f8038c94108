"""Two ways to work at a desk: with a mouse, or with a keyboard and nothing else."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

PLACE = """(node, words) => {
  const at = node.textContent.indexOf(words), range = document.createRange();
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const ends = [at, at + words.length];
  for (let before = 0, text; (text = walker.nextNode()); before += text.length) {
    if (ends[0] >= before && ends[0] < before + text.length) range.setStart(text, ends[0] - before);
    if (ends[1] > before && ends[1] <= before + text.length) range.setEnd(text, ends[1] - before);
  }
  const box = range.getBoundingClientRect();
  return [box.left, box.top + box.height / 2, box.right];
}"""


class Hands:
    """What a person does at a desk; `within` is the part of the screen in which it is done."""

    def __init__(self, page: Page, desk: Callable[[], Locator]) -> None:
        self.page, self._desk = page, desk

    @property
    def desk(self) -> Locator:
        return self._desk()

    def button(self, name: str, within: Locator | None = None) -> Locator:
        return (within or self.desk).get_by_role("button", name=name, exact=True).first

    @property
    def form(self) -> Locator:
        """The form that asks for what an act needs."""
        return self.desk.locator("form.cd-sheet")

    def saved(self) -> None:
        """Wait until the desk has said that an act is on the disk, with its form gone; then wipe that off, for the next act to be told."""
        expect(self.form).to_have_count(0)
        status = self.desk.get_by_role("status")
        expect(status).to_contain_text("Saved.")
        status.evaluate("status => { status.textContent = '' }")

    def do(self, opener: str, submit: str, /, within: Locator | None = None, **fields: str) -> None:
        """Open a form, fill it in, send it, and wait until that is saved."""
        self.press(opener, within)
        for label, text in fields.items():
            self.fill(label.replace("_", " "), text, self.form)
        self.press(submit, self.form)
        self.saved()

    def find(self, words: str) -> None:
        """Search for the one contribution that has these words, and have it whole on the screen."""
        if self.desk.get_attribute("data-view") != "read":
            self.press("Read", self.desk.get_by_role("navigation"))
        self.fill("Search", words)
        expect(self.desk.get_by_text("1 of ", exact=False)).to_be_visible()
        expect(self.desk.locator("blockquote").filter(has_text=words)).to_be_visible()
        self.page.wait_for_timeout(400)  # nobody drags over words faster than the list and what is beside it are drawn

    def press(self, name: str, within: Locator | None = None) -> None:
        raise NotImplementedError

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        raise NotImplementedError

    def name(self, text: str, field: str = "Name") -> None:
        """Choose a name in a form by typing; one that is not there yet becomes a new one."""
        raise NotImplementedError

    def tick(self, box: Locator) -> None:
        """Click what is no button with a name of its own: a box, a name in the list."""
        raise NotImplementedError

    def choose_words(self, words: str) -> None:
        """Select these words within the contribution on the screen, and see that the desk has them."""
        raise NotImplementedError

    def chosen(self, words: str) -> None:
        """See that the desk says these words are chosen."""
        expect(self.desk.locator("[data-chosen]")).to_contain_text(words, timeout=2_000)


class Mouse(Hands):
    """Clicks for everything but the letters."""

    def press(self, name: str, within: Locator | None = None) -> None:
        self.button(name, within).click()

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        field = (within or self.desk).get_by_label(label).first
        field.click()
        field.fill(text)

    def name(self, text: str, field: str = "Name") -> None:
        self.fill(field, text, self.form)
        self.form.get_by_role("option").filter(has_text=text).first.click()

    def tick(self, box: Locator) -> None:
        box.click()

    def choose_words(self, words: str) -> None:
        text = self.desk.locator("blockquote.cd-words")
        text.scroll_into_view_if_needed()
        left, middle, right = text.evaluate(PLACE, words)
        self.page.mouse.move(left + 1, middle)
        self.page.mouse.down()
        self.page.mouse.move(right, middle, steps=5)
        self.page.mouse.up()
        self.chosen(words)


class Keyboard(Hands):
    """The Tab key to get there, Enter, Space and arrows to do it: what cannot be reached so fails."""

    def to(self, goal: Locator) -> None:
        goal.wait_for()
        for _ in range(150):
            if goal.evaluate("node => node === node.getRootNode().activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not come to {goal}")

    def press(self, name: str, within: Locator | None = None) -> None:
        self.to(self.button(name, within))
        self.page.keyboard.press("Enter")

    def fill(self, label: str, text: str, within: Locator | None = None) -> None:
        self.to((within or self.desk).get_by_label(label).first)
        self.page.keyboard.press("ControlOrMeta+A")
        self.page.keyboard.type(text)

    def name(self, text: str, field: str = "Name") -> None:
        self.fill(field, text, self.form)
        self.page.keyboard.press("Enter")

    def tick(self, box: Locator) -> None:
        self.to(box)
        self.page.keyboard.press("Space")

    def choose_words(self, words: str) -> None:
        self.press("Choose words …")
        field = self.form_or_group.get_by_role("textbox")
        start = field.evaluate("(field, words) => field.value.indexOf(words)", words)
        self._until(field, "selectionEnd", start, "ArrowRight")
        self._until(field, "selectionEnd", start + len(words.encode("utf-16-le")) // 2, "Shift+ArrowRight")
        self.press("Use these words")
        self.chosen(words)

    @property
    def form_or_group(self) -> Locator:
        return self.desk.locator(".cd-sheet")

    def _until(self, field: Locator, end: str, at: int, key: str) -> None:
        for _ in range(500):
            if field.evaluate(f"field => field.{end}") >= at:
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} does not come to {at}")
