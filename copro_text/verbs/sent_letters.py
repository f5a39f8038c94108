"""Letters that people sent together: what the program proposes, what people said of it, and whose words are whose.

The program proposes and a person confirms. Nothing is taken away by it: each text stays in every list, with its state.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import pandas as pd

from copro_text.alike import Letter, letter
from copro_text.corpus import Contribution, Excerpt, canonical
from copro_text.decisions import ConfirmPile, SentTogether
from copro_text.errors import NotPossible
from copro_text.masks import shown
from copro_text.sent import NOT_TOGETHER, TOGETHER, letter_of
from copro_text.store.folder import write_whole
from copro_text.store.places import cache_folder
from copro_text.verbs import naming
from copro_text.verbs.progress import bar
from copro_text.verbs.session import Session
from copro_text.verbs.tables import titled

PROPOSED, CONFIRMED, NOT_SENT_TOGETHER = "proposed", "confirmed", "not together"
ADDED = 4  # words in a row that are somebody's own: what is less is a changed word
FOUND = 1  # goes up when letters are looked for differently
COLUMNS = ["state", "people", "texts", "not_known", "word_for_word", "added_own", "said", "words", "contributions"]


@dataclass(frozen=True, slots=True)
class Group:
    """Contributions that may be, are, or are not one letter."""

    state: str
    members: tuple[str, ...]

    @property
    def id(self) -> str:
        """The same for the same contributions, on every computer."""
        return hashlib.sha256(canonical(list(self.members))).hexdigest()[:32]


@lru_cache(maxsize=64)
def _letter(texts: tuple[tuple[str, str], ...]) -> Letter:
    return letter(dict(texts))


def letter_in(contributions: Iterable[Contribution]) -> Letter:
    """What contributions have in common, and what is each one's own."""
    return _letter(tuple(sorted((c.id, c.text) for c in contributions)))


def confirmed(s: Session, among: Collection[str]) -> dict[str, Letter]:
    """Contribution id -> the letter that people say it is one of, of these contributions alone; only where there are two of it."""
    found: dict[str, Letter] = {}
    for members in s.book.sent.letters:
        here = [s.corpus.contributions[c] for c in members if c in among and c in s.corpus.contributions]
        if len(here) > 1:
            found |= dict.fromkeys((c.id for c in here), letter_in(here))
    return found


def senders(contributions: Iterable[Contribution]) -> int:
    """How many may have sent them, at most: people, and texts of which nobody knows who said them."""
    listed = list(contributions)
    return len({who for c in listed for who in c.said_by}) + sum(not c.said_by for c in listed)


# what is proposed


def groups(s: Session, *, progress: bool = False) -> list[Group]:
    """All letters: those to decide first, then those confirmed, then what was said not to be one."""
    shown = {c.id for c in _shown(s)}
    sent = s.book.sent
    together, refused = letter_of(sent.letters), {c for members in sent.not_letters for c in members}
    proposed = []
    for members in _proposed(s, progress):
        left = tuple(c for c in members if c not in refused)
        new = any(c not in together for c in left)
        if new and len(left) > 1 and senders(s.corpus.contributions[c] for c in left) > 1:
            proposed.append(Group(PROPOSED, left))
    here = [Group(CONFIRMED, tuple(c for c in members if c in shown)) for members in sent.letters]
    here += [Group(NOT_SENT_TOGETHER, tuple(c for c in members if c in shown)) for members in sent.not_letters]
    return sorted(proposed, key=lambda g: (-len(g.members), g.members)) + [g for g in here if len(g.members) > 1]


def _shown(s: Session) -> list[Contribution]:
    """The contributions that are looked at: none that is held, or whose writer asked us not to use it."""
    return [c for c in s.corpus if c.id not in s.book.held and s.permissions.may_use(c)]


def _proposed(s: Session, progress: bool) -> list[tuple[str, ...]]:
    """Groups of contributions, from this computer's cache (which holds ids alone) or worked out anew."""
    from copro_text.clusters.sent import sent_together

    looked_at = sorted(_shown(s), key=lambda c: c.id)
    mark = hashlib.sha256(canonical([FOUND, *([c.id, c.version] for c in looked_at)])).hexdigest()[:24]
    kept = cache_folder(s.folder.id) / f"letters-{mark}.json"
    try:
        return [tuple(members) for members in json.loads(kept.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        with bar("Looking for letters that several people sent", progress) as tell:
            found = sent_together([c.text for c in looked_at], tell)
        members = [tuple(looked_at[i].id for i in group) for group in found]
        for older in kept.parent.glob("letters-*.json"):
            older.unlink(missing_ok=True)
        write_whole(kept, json.dumps(members).encode())
        return members


def table(s: Session) -> pd.DataFrame:
    """One row a letter.

    Columns: state (proposed, confirmed, not together), people (known ones: at least so many), texts, not_known (texts of which nobody
    knows who sent them: they may be one person's, and count as no people), word_for_word (people, and texts not known of whom, with just
    the words shown), added_own (those with at least `ADDED` words of their own in a row), said (who said what of it), words (those that are
    shared), contributions (their ids).
    """
    listed = groups(s)
    rows = [_row(s, group) for group in listed]
    index = pd.Index([group.id for group in listed], name="id")
    return titled(pd.DataFrame(rows, index=index, columns=COLUMNS), "Letters that people sent together")


def _row(s: Session, group: Group) -> dict[str, object]:
    here = [s.corpus.contributions[c] for c in group.members]
    found = letter_in(here)
    return {
        "state": group.state,
        "people": len({who for c in here for who in c.said_by}),
        "texts": len(here),
        "not_known": sum(not c.said_by for c in here),
        "word_for_word": senders(c for c in here if c.id in found.same),
        "added_own": senders(c for c in here if found.parts[c.id].added(ADDED)),
        "said": _said(s, group),
        "words": shown(shared_words(s, found)),
        "contributions": group.members,
    }


def _said(s: Session, group: Group) -> str:
    """Who said what of a letter, as long as it stands: "Maya: together; Tom: not together"."""
    told: dict[str, None] = {}
    for e in dict.fromkeys(e for c in group.members for e in s.book.tables.together.get(c, ())):
        who = s.book.analysts[e.analyst].name if e.analyst in s.book.analysts else "someone"
        answer = e.body.answer if isinstance(e.body, SentTogether) else ""
        told[f"{who}: {'together' if answer == TOGETHER else 'not together'}"] = None
    return "; ".join(told)


def shared_words(s: Session, found: Letter) -> str:
    """The words of a letter, as they stand in the text that has most of them; " … " where that text has its own."""
    text, part = s.corpus.contributions[found.template].text, found.parts[found.template]
    everything = frozenset(there + n for there, _, many in part.shared for n in range(many))
    return " … ".join(text[start:end] for start, end in part.where(everything, text)) if part.own else text


# what a person says of it


def decision(s: Session, group: str | Iterable[str], answer: str, because: str) -> SentTogether:
    """That a letter of the table, or these contributions, are or are not one letter."""
    if isinstance(group, str):
        listed = {each.id: each for each in groups(s)}
        if not listed:
            raise NotPossible("There are no letters here that several people sent.", safe="Nothing was recorded.")
        chosen = listed[naming.one_of(group, listed, "letter")]
        if chosen.state == (CONFIRMED if answer == TOGETHER else NOT_SENT_TOGETHER):
            raise NotPossible(f"That was said of it already: {chosen.state}.", safe="Nothing was recorded.")
        members = chosen.members
    else:
        members = tuple(sorted({naming.the_contribution(ref, s.corpus).id for ref in group}))
    if len(members) < 2:
        raise NotPossible("A letter that people sent together is at least two contributions.", safe="Nothing was recorded.")
    return SentTogether(contributions=members, answer=answer, because=because)


def for_all_who_sent_it(s: Session, passages: Sequence[str], code: str, because: str) -> ConfirmPile:
    """The decision that puts passages of a letter, and the same words of all who sent it, with a name: recorded as done in bulk."""
    letters = confirmed(s, {c.id for c in _shown(s) if c.whole.id not in s.book.set_aside})
    found: dict[str, None] = {}
    for passage in passages:
        e = Excerpt.parse(passage)
        its = letters.get(e.contribution)
        words = (
            its.parts[e.contribution].has((e.start, e.end)) if its and s.corpus.contributions[e.contribution].version == e.version else frozenset()
        )
        if its is None or not words:
            do = "study.letters, or `copro letters`, shows which are. Without all_who_sent_it, or --all-who-sent-it, the passage alone is put there."
            raise NotPossible(
                f"{naming.short(e.contribution)}: these are no words of a letter that somebody confirmed.", do=do, safe="Nothing was recorded."
            )
        found |= dict.fromkeys(
            [passage, *(each.id for c in its.parts if c != e.contribution for each in _same(s.corpus.contributions[c], its, words))]
        )
    return ConfirmPile(excerpts=tuple(found), code=code, run="", because=because)


def _same(c: Contribution, found: Letter, numbers: frozenset[int]) -> Iterator[Excerpt]:
    """Where words of a letter stand in one contribution; the whole, when that is all it says."""
    part = found.parts[c.id]
    if not part.own and part.has((0, len(c.text))) <= numbers:
        yield c.whole
        return
    for start, end in part.where(numbers, c.text):
        yield Excerpt(c.id, c.version, start, end)


# what the sorter sees


def passages(c: Contribution, unit: str, letters: Mapping[str, Letter]) -> Iterator[Excerpt]:
    """What the sorter may see of a contribution: of a letter one text whole, and of every other what its writer added."""
    found = letters.get(c.id)
    if found is None or found.template == c.id:
        yield from c.excerpts(unit)
        return
    own = found.parts[c.id].added(ADDED)
    for e in c.excerpts(unit):
        for start, end in own:
            if start < e.end and e.start < end:
                yield Excerpt(c.id, c.version, max(start, e.start), min(end, e.end))


def who_sent(s: Session, e: Excerpt, letters: Mapping[str, Letter]) -> tuple[str, ...]:
    """Who said a passage: of words of a letter all who sent at least half of these."""
    own = s.corpus.contribution(e).said_by
    found = letters.get(e.contribution)
    words = found.parts[e.contribution].has((e.start, e.end)) if found is not None and _is_current(s, e) else frozenset()
    if found is None or not words:
        return own
    others = (c for c, part in found.parts.items() if 2 * len(part.has((0, len(s.corpus.contributions[c].text))) & words) >= len(words))
    return tuple(dict.fromkeys((*own, *(who for c in others for who in s.corpus.contributions[c].said_by))))


def _is_current(s: Session, e: Excerpt) -> bool:
    return s.corpus.contributions[e.contribution].version == e.version


__all__ = ["NOT_TOGETHER", "TOGETHER", "confirmed", "decision", "for_all_who_sent_it", "groups", "letter_in", "passages", "table", "who_sent"]
