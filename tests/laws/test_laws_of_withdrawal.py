"""Law 6: what is withdrawn stays withdrawn, tried on random histories."""

from __future__ import annotations

import os
import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text import readings
from copro_text.codebook import Codebook, advance, replay
from copro_text.decisions import TAKEN_OUT, Entry
from copro_text.permission import Permissions
from copro_text.withdrawal import holds_words
from tests.laws.histories import CORPUS, played, taking_out
from tests.laws.test_laws import states

LAW = settings(max_examples=int(os.environ.get("COPRO_EXAMPLES", "120")), deadline=None)


def gone(lines: list[Entry]) -> tuple[set[str], set[str]]:
    """The people and contributions taken out, worked out here from the lines alone."""
    bodies = [e.body for e in lines if isinstance(e.body, d.Withdraw)]
    return {p for b in bodies for p in b.contributors}, {c for b in bodies for c in b.contributions}


def passages(e: Entry) -> tuple[str, ...]:
    split = [x for _, xs in e.body.parts for x in xs] if isinstance(e.body, d.Split) else []
    redacted = e.body.passages if isinstance(e.body, d.Redact | d.LeaveAsItIs) else ()
    return (*getattr(e.body, "excerpts", ()), *getattr(e.body, "contributions", ()), *redacted, *split)


def spoken_of(book: Codebook) -> set[str]:
    """The contributions that anything in a codebook is about."""
    t = book.tables
    memos = {e.body.about.split(".")[0] for e in book.memos if isinstance(e.body, d.Memo)}
    seen = {x.split(".")[0] for e in t.confirms if isinstance(e.body, d.Confirm) for x in (e.body.contribution, e.body.evidence, *e.body.seen)}
    looked_at = {x.split(".")[0] for x in (*t.redacted, *t.left)}
    return (
        looked_at | {p.excerpt.contribution for p in book.placings} | {x.split(".")[0] for x in t.aside} | set(t.held) | set(t.notes) | memos | seen
    )


@LAW
@given(taking_out, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_arrival_do_not_matter(history: list, shuffled: random.Random) -> None:
    lines = played(history).entries
    mixed = lines + lines[::2]
    shuffled.shuffle(mixed)
    assert replay(mixed).state() == replay(lines).state()
    assert replay(mixed).entries == replay(lines).entries


@LAW
@given(taking_out, st.lists(st.integers(1, 9), max_size=12), st.randoms(use_true_random=False))
def test_taking_in_lines_as_they_come_is_the_same_as_replaying_them_all(history: list, pieces: list, shuffled: random.Random) -> None:
    lines = list(played(history).entries)
    if pieces and pieces[0] % 2:
        shuffled.shuffle(lines)
    book, left = Codebook(), lines
    for size in [*pieces, len(lines)]:
        book, left = advance(book, left[:size]), left[size:]
    assert book.state() == replay(lines).state()
    assert book.entries == replay(lines).entries


@LAW
@given(taking_out)
def test_nothing_of_what_was_taken_out_is_left(history: list) -> None:
    lines = played(history).entries
    people, out = gone(lines)
    book = replay(lines)
    assert not spoken_of(book) & out
    assert not any(who in people for who, _, _ in book.confirmed)
    for e in book.entries:
        if not isinstance(e.body, d.Withdraw):
            assert not any(x.split(".")[0] in out for x in passages(e))
            assert not (isinstance(e.body, d.Memo) and e.body.about.split(".")[0] in out | people)


@LAW
@given(taking_out)
def test_what_was_typed_about_them_alone_is_gone_and_all_else_that_was_typed_is_not(history: list) -> None:
    lines = played(history).entries
    book = replay(lines)
    people, out = gone(lines)
    erased = {e.body.entry for e in lines if isinstance(e.body, d.EraseWords)}
    for before, now in zip(sorted(lines, key=lambda e: e.id), sorted(book.entries, key=lambda e: e.id), strict=True):
        about = [x.split(".")[0] in out for x in passages(before)]
        if before.id in erased or (about and all(about) and isinstance(before.body, d.SetAside | d.Hold | d.Redact)):
            assert not holds_words(now.body)
        if before.id not in book.gone.wordless and isinstance(before.body, d.Decision):
            assert isinstance(now.body, d.Decision)
            assert now.body.words() == before.body.words()
            assert TAKEN_OUT not in now.body.words().values()
    assert not (people or out or erased) or book.gone


@LAW
@given(taking_out)
def test_no_other_placing_is_lost(history: list) -> None:
    lines = played(history).entries
    _, out = gone(lines)
    nothing_out = [replace(e, body=d.Unknown(e.body.kind)) if isinstance(e.body, d.Withdraw | d.EraseWords) else e for e in lines]

    def seen(book: Codebook) -> list[tuple[object, ...]]:
        return [(p.entry, p.analyst, p.excerpt.id, p.code, p.belongs, p.bulk) for p in book.placings]

    assert seen(replay(lines)) == [row for row in seen(replay(nothing_out)) if str(row[2]).split(".")[0] not in out]


@LAW
@given(taking_out)
def test_what_is_left_still_adds_up(history: list) -> None:
    lines = played(history).entries
    book = replay(lines)
    left = [c for c in CORPUS if not book.gone.took(b"key", c)]
    found = states(book)
    assert readings.Account.of(found[c.id] for c in left).total == len(left) == len(CORPUS) - len(book.gone.contributions)
    Permissions.of(CORPUS, book.confirmed)


@LAW
@given(taking_out, st.integers(0, 200))
def test_a_past_that_is_replayed_has_nothing_of_it_either(history: list, upto: int) -> None:
    lines = played(history).entries
    book = replay(lines)
    _, out = gone(lines)
    past = [e for e in book.entries if e.clock <= upto % 40]
    assert not spoken_of(replay(past)) & out


@LAW
@given(taking_out)
def test_an_undo_of_a_withdrawal_has_no_effect_and_says_so(history: list) -> None:
    world = played(history)
    before = replay(world.entries)
    target = next((e for e in world.entries if isinstance(e.body, d.Withdraw)), None)
    if target is not None:
        device = next(x for x in world.devices if x.log == target.log)
        world.write(device, d.Undo(target=target.id))
        after = replay(world.entries)
        assert after.lapsed[world.entries[-1].id] == "what was taken out stays out"
        assert after.state() | {"lapsed": {}} == before.state() | {"lapsed": {}}


def test_what_was_said_about_what_was_said_about_them_goes_too_whatever_came_first() -> None:
    world = played([], alone=True)
    (device,) = world.devices
    (c, *_) = CORPUS
    world.write(device, d.SetAside(excerpts=(c.whole.id,), because="what she says of her street"), ids=("aside",))
    world.write(device, d.Memo(about="aside", whose="ours", text="about her street"), ids=("memo",))
    world.write(device, d.Memo(about="memo", whose="ours", text="no, about another street"), ids=("memo on memo",))
    world.write(device, d.Undo(target="aside", because="it was her street"), ids=("undo",))
    world.write(device, d.Withdraw(contributions=(c.id,)))
    first, aside, memo, on_memo, undo, withdrawn = world.entries
    for lines in ([*world.entries], [first, withdrawn, on_memo, memo, undo, aside], [aside, on_memo, withdrawn, undo, first, memo]):
        book = Codebook()
        for line in lines:
            book = advance(book, [line])
        assert book.gone.wordless == {"aside", "memo", "memo on memo", "undo"}
        assert not book.memos
        assert "street" not in repr(book.entries)
        assert book.entries == replay(world.entries).entries
