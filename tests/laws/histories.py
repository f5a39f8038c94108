"""Random histories: four people on three devices who decide, sync now and then, and sometimes refer to what is gone.

A `World` plays the devices: each person on each has a log of their own and knows the lines that they have seen. Every choice
is a number that Hypothesis draws, so that a failing history shrinks to a short one.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from hypothesis import strategies as st

from copro_text import decisions as d
from copro_text import rules
from copro_text.codebook import Codebook, replay
from copro_text.corpus import Contribution, Corpus, Excerpt, Source, assemble
from copro_text.decisions import Decision, Entry
from copro_text.masks import INSTEAD
from copro_text.spans import open_spans, seen_by
from copro_text.timeline import timeline

P, Q, R, S = PEOPLE = ("p" * 32, "q" * 32, "r" * 32, "s" * 32)
WRITERS = ((P, 0), (Q, 1), (R, 2), (P, 1), (S, 2))  # who, on which device: one has two devices, two devices are shared
LABELS = ("the wait", "nobody rang", "tea", "The Wait", "")


def contribution(number: int, paragraphs: int) -> Contribution:
    """An invented contribution of so many paragraphs."""
    text = "\n\n".join(f"Paragraph {i} of number {number}." for i in range(paragraphs))
    spans, at = [], 0
    for part in text.split("\n\n"):
        spans.append((at, at + len(part)))
        at += len(part) + 2
    id_ = f"{number:032x}"
    return Contribution(
        id_, f"{number:016x}", ("test", "here", "comment", str(number)), text, (f"{number % 4:032x}",), ("",), paragraphs=tuple(spans)
    )


CORPUS: Corpus = assemble([(Source("s", "s", "test", "test 1", "", 6, 6, {}), [contribution(n, 1 + n % 3) for n in range(6)])])
CONTRIBUTIONS = tuple(CORPUS)
BROUGHT = {f"source {n}": frozenset(c.id for c in CONTRIBUTIONS[n * 2 : n * 2 + 3]) for n in range(3)}
"""Which contributions the files of sources hold that people bring in, some of them the same."""
EXCERPTS: tuple[Excerpt, ...] = (*CORPUS.excerpts("whole"), *CORPUS.excerpts("paragraph"))

ACTS = ("name", "rename", "define", "heading", "merge", "split", "draft", "place", "place", "place", "remove", "confirm_pile", "set_aside")
ACTS += ("bring_back", "hold", "release", "memo", "answer", "answer", "undo", "undo", "redo", "confirm", "question", "version", "strange")
ACTS += (
    "nest",
    "put_away",
    "restore",
    "theme",
    "relate",
    "rule",
    "half_without",
    "begin_again",
    "promise",
    "reopen",
    "leave",
    "join_again",
    "introduce",
)
ACTS += ("redact", "redact", "leave_as_it_is", "same_person", "same_person", "different_people", "someone_else", "wider_word", "half_without")
ACTS += (
    "sent_together",
    "bring",
    "note",
    "take_back_what_came",
    "join_group",
    "leave_group",
    "for_another",
    "own",
    "strike",
    "hands",
    "on_our_own",
    "share",
    "share",
    "days",
    "wrong_clock",
    "sync",
    "sync",
    "sync",
)

Step = tuple[int, str, int, int, int]
steps = st.tuples(st.integers(0, 4), st.sampled_from(ACTS), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
LONGEST = int(os.environ.get("COPRO_STEPS", "40"))


def lists_of(one: st.SearchStrategy[Step]) -> st.SearchStrategy[list[Step]]:
    """Short and long ones: left to itself Hypothesis makes mostly short ones."""
    return st.lists(one, max_size=LONGEST) | st.lists(one, min_size=LONGEST // 2, max_size=LONGEST)


histories = lists_of(steps)
GROUP = "9" * 32
TAKING_OUT = (*ACTS, "withdraw", "withdraw", "withdraw", "erase_words", "memo_about_a_decision", "memo_about_a_decision")
taking_out = lists_of(st.tuples(st.integers(0, 4), st.sampled_from(TAKING_OUT), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)))
"""Histories in which people also take words out."""
AT_ONCE = ("bring", "bring", "take_back_what_came", "take_back_what_came", "draft", "place", "place", "memo")
AT_ONCE += ("sent_together", "set_aside", "bring_back", "hold", "hold", "release", "release", "undo", "sync", "sync")
AT_ONCE += ("redact", "redact", "leave_as_it_is", "leave_as_it_is")
at_once = lists_of(st.tuples(st.integers(0, 4), st.sampled_from(AT_ONCE), st.integers(0, 40), st.integers(0, 1), st.integers(0, 40)))
"""Histories in which people do to the same few comments what others undo."""
WHO_IS_WHO = ("same_person", "same_person", "same_person", "different_people", "someone_else", "someone_else", "confirm", "confirm")
WHO_IS_WHO += ("confirm", "wider_word", "undo", "undo", "redo", "sync", "sync", "withdraw", "on_our_own", "share")
who_is_who = lists_of(st.tuples(st.integers(0, 4), st.sampled_from(WHO_IS_WHO), st.integers(0, 40), st.integers(0, 40), st.integers(0, 40)))
"""Histories in which people say who is who, and what these allow."""
CROSSING = ("name", "rename", "rename", "rename", "define", "question", "put_away", "restore", "split", "theme", "place", "answer")
CROSSING += ("agree", "agree", "agree", "agree", "undo_a_change", "undo_a_change", "undo_a_change", "redo_a_change", "reopen", "days", "sync", "sync")
_few = st.tuples(st.integers(0, 4), st.sampled_from(CROSSING), st.integers(0, 4), st.integers(0, 1), st.integers(0, 40))
crossings = st.builds(lambda n, rest: [(0, "two_of_us", n, 0, 0), (0, "name", 0, 0, 0), *rest], st.integers(1, 2), lists_of(_few))
"""Histories in which one or two are enough to decide, so that much takes effect, and is undone, on computers that have not met."""
WISHES = ("hold", "release", "confirm", "take_back_a_wish")
_few_wishes = st.lists(st.tuples(st.just(0), st.sampled_from(WISHES), st.just(0), st.just(0), st.integers(0, 2)), min_size=1, max_size=5)
wishes = st.builds(lambda before, since: [*before, (0, "on_our_own", 0, 0, 0), *since], _few_wishes, _few_wishes)
"""Histories of one person's wishes about one comment, first before all, then on their own."""


@dataclass
class Device:
    """One person's log on one device."""

    log: str
    analyst: str
    machine: int
    seen: dict[str, int] = field(default_factory=dict)  # log -> last seq that has arrived here, of other logs
    told: dict[str, int] = field(default_factory=dict)
    seq: int = -1
    ahead: int = 0  # days that its clock is ahead


@dataclass
class World:
    """Devices, and every line there is."""

    entries: list[Entry] = field(default_factory=list)
    devices: list[Device] = field(default_factory=list)
    counter: int = 0
    day: int = 1

    def __post_init__(self) -> None:
        self.devices = [Device(f"{i:032d}", who, machine) for i, (who, machine) in enumerate(WRITERS)]
        for device in self.devices:
            if not any(isinstance(e.body, d.Join) and e.body.person == device.analyst for e in self.entries):
                self.write(device, d.Join(person=device.analyst, name=f"Person {device.log[-1]}"))

    def now(self, device: Device) -> str:
        """What the clock of a device says."""
        return (datetime(2026, 3, 1, 10) + timedelta(days=self.day + device.ahead)).strftime(rules.TIME)

    def known(self, device: Device) -> list[Entry]:
        """What has arrived here and this person may see."""
        here = [e for e in self.entries if e.log == device.log or e.seq <= device.seen.get(e.log, -1)]
        return seen_by(timeline(here), device.analyst)

    def book(self, device: Device) -> Codebook:
        return replay(self.known(device), brought=BROUGHT)

    def fresh(self) -> str:
        self.counter += 1
        return f"{self.counter:032x}"

    def write(self, device: Device, *bodies: Decision, ids: tuple[str, ...] = (), whose: str = "") -> None:
        known = self.known(device)
        heads = tuple((log, at, f"h{log}{at}") for log, at in sorted(_past(device, known).items()) if at > device.told.get(log, -1))
        clock = max((e.clock for e in known), default=0)
        for i, body in enumerate(bodies):
            device.seq += 1
            id_ = ids[i] if i < len(ids) else self.fresh()
            who, typist = whose or device.analyst, device.analyst
            line = Entry(id_, device.log, device.seq, clock + 1 + i, self.now(device), who, typist, (typist,), body, heads if i == 0 else ())
            self.entries.append(line)
        device.told |= {log: seq for log, seq, _ in heads}
        for other in self.devices:
            if other.machine == device.machine and other is not device:
                self.sync(other, device)

    def sync(self, device: Device, other: Device) -> None:
        """`device` gets what `other` wrote, and what had arrived there."""
        if other is not device:
            for log, seq in [(other.log, other.seq), *other.seen.items()]:
                if log != device.log:
                    device.seen[log] = max(seq, device.seen.get(log, -1))

    def propose(self, device: Device, body: d.Shared) -> None:
        book = self.book(device)
        thing, what = _field(body)
        rule, members = book.rule, book.members
        body = replace(body, rule=rule.id, members=members, replaces=book.replaced_by(thing, what) if what else "")
        id_ = self.fresh()
        agreed = rules.outcome(rule, members, device.analyst, {device.analyst: "yes"}) if members else None
        self.write(device, body, *([d.Enact(proposal=id_, outcome=agreed)] if agreed else []), ids=(id_,))

    def settle(self, device: Device) -> None:
        """Put into force what the rule now allows, as an open device does."""
        book = self.book(device)
        if device.analyst in open_spans(book.timeline) or not book.timeline.is_whole:
            return
        clock = max((e.clock for e in book.entries), default=0) + 1
        line = Entry(
            "next", device.log, device.seq + 1, clock, self.now(device), device.analyst, device.analyst, (), d.Enact(proposal="", at=self.now(device))
        )
        for proposal, outcome in book.ready(line, _past(device, book.entries)):
            self.write(device, d.Enact(proposal=proposal, outcome=outcome, at=self.now(device)))


def _past(device: Device, known: Sequence[Entry]) -> dict[str, int]:
    """What a line written here now could say that it knew of the other logs."""
    return {log: at for log, at in whole_logs(known).items() if log != device.log}


def whole_logs(known: Sequence[Entry]) -> dict[str, int]:
    """How far each log is known without a gap."""
    heads: dict[str, int] = {}
    for e in sorted(known, key=lambda e: e.seq):
        if heads.get(e.log, -1) == e.seq - 1:
            heads[e.log] = e.seq
    return heads


def _field(body: d.Shared) -> tuple[str, str]:
    match body:
        case d.Rename(code=code):
            return code, "label"
        case d.Define(code=code):
            return code, "definition"
        case d.Heading(code=code):
            return code, "heading"
        case d.Question() | d.Promise() | d.SetRule():
            return "study", body.kind
        case d.Nest(code=code):
            return code, "under"
        case d.PutAway(code=code) | d.Restore(code=code):
            return code, "away"
        case d.Theme(theme=theme):
            return theme, "theme"
        case _:
            return "", ""


def played(history: list[Step], alone: bool = False) -> World:
    """The world after a history; `alone` has one person on one device, so that everything takes effect at once."""
    world = World()
    if alone:
        world.entries, world.devices = world.entries[:1], world.devices[:1]
    for who, act, a, b, c in history:
        device = world.devices[who % len(world.devices)]
        if act == "sync":
            world.sync(device, world.devices[a % len(world.devices)])
            world.settle(device)
        elif act == "two_of_us":
            world.propose(device, d.SetRule(says="so many", n=a, days=14))
            rule = next(e.id for e in reversed(world.entries) if isinstance(e.body, d.SetRule))
            for each in everything_arrived(world).devices:
                world.write(each, d.Answer(proposal=rule, answer="yes"))
            everything_arrived(world).settle(device)
            everything_arrived(world)
        elif act == "days":
            world.day += 1 + a % 16
            world.settle(device)
        else:
            _act(world, device, act, a, b, c)
    return world


def everything_arrived(world: World) -> World:
    """Every device sees all that the others wrote."""
    for device in world.devices:
        for other in world.devices:
            world.sync(device, other)
    return world


def _act(world: World, device: Device, act: str, a: int, b: int, c: int) -> None:
    if act == "wrong_clock":
        device.ahead = (b % 5 - 2) * (c % 41)
        return
    known = world.known(device)
    codes = [code for e in known for code in _born(e.body)] or ["0" * 32]
    code, other = codes[a % len(codes)], codes[b % len(codes)]
    excerpt = EXCERPTS[b % len(EXCERPTS)].id
    comment = CONTRIBUTIONS[b % len(CONTRIBUTIONS)].id
    target = known[c % len(known)].id
    label = LABELS[c % len(LABELS)] or f"label {c}"
    shared: dict[str, d.Shared] = {
        "name": d.Name(code=world.fresh(), label=label),
        "rename": d.Rename(code=code, label=f"{label} {a}", because="of what was said"),
        "define": d.Define(code=code, definition=f"what {c} means"),
        "heading": d.Heading(code=code, text="What it isn't" if c % 2 else ""),
        "merge": d.Merge(codes=(code,), into=other),
        "split": d.Split(code=code, parts=((world.fresh(), (excerpt,)),), labels={f"{world.counter:032x}": label}),
        "question": d.Question(text=f"question {c}"),
        "promise": d.Promise(text=f"promise {c}"),
        "nest": d.Nest(code=code, under=other if c % 3 else ""),
        "put_away": d.PutAway(code=code),
        "restore": d.Restore(code=code),
        "theme": d.Theme(theme=f"{c % 3:031}7", codes=(code,), passages=(excerpt,), sentence=f"We wait. {c}"),
        "relate": d.Relate(relation=world.fresh(), one=code, other=other, how="gets in the way of"),
        "rule": d.SetRule(says=rules.SAYS[a % 4], n=1 + b % 4, days=1 + c % 20, group=GROUP),
        "half_without": d.HalfWithout(run="abc", seed=f"{c}"),
        "begin_again": d.BeginAgain(codes=tuple(codes)),
    }
    own: dict[str, Decision] = {
        "draft": d.Draft(run="abc", codes=((world.fresh(), 0), (world.fresh(), 1))),
        "place": d.Place(excerpts=(excerpt,), code=code),
        "remove": d.Remove(excerpts=(excerpt,), code=code),
        "confirm_pile": d.ConfirmPile(excerpts=(excerpt, EXCERPTS[c % len(EXCERPTS)].id), code=code, run="abc"),
        "set_aside": d.SetAside(excerpts=(excerpt,), because="off the point"),
        "bring_back": d.BringBack(excerpts=(excerpt,)),
        "hold": d.Hold(contributions=(comment,)),
        "release": d.Release(contributions=(comment,)),
        "redact": d.Redact(passages=(excerpt, EXCERPTS[c % len(EXCERPTS)].id), instead=INSTEAD[a % len(INSTEAD)], because="a name"),
        "leave_as_it_is": d.LeaveAsItIs(passages=(excerpt,)),
        "sent_together": d.SentTogether(contributions=_some_alike(b, c), answer="no" if a % 3 == 0 else "yes"),
        "same_person": d.SamePerson(contributors=_some_people(world, b, c), because="the same name"),
        "different_people": d.DifferentPeople(apart=tuple((who,) for who in _some_people(world, b, c)), because="two of that name"),
        "someone_else": d.SomeoneElse(said=tuple((said.said_by[0], said.id) for said in _two(b, c)), person=f"{b % 3:031x}e", because="not hers"),
        "wider_word": d.WiderWord(word=("nurses", "staff", "")[a % 3], said={"0": ("nurse", "ward nurse")[b % 2]}),
        "memo": d.Memo(about=excerpt, whose="ours", text="a thought"),
        "answer": d.Answer(proposal=target, answer=d.ANSWERS[a % len(d.ANSWERS)]),
        "confirm": d.Confirm(contributor=CONTRIBUTIONS[b % 6].said_by[0], about="quote", answer=d.YES_NO[c % 3]),
        "version": d.Version(name=f"v{c}", at=()),
        "withdraw": _withdrawal(a, b),
        "erase_words": d.EraseWords(entry=target),
        "memo_about_a_decision": d.Memo(about=target, whose="ours", text="a thought about it"),
        "strange": _Strange(),
        "bring": d.AddSource(source=f"source {b % 3}", fingerprint="f"),
        "note": d.Note(contribution=comment, digest="d", notes="n"),
        "reopen": d.Reopen(target=target, members=(device.analyst,)),
        "leave": d.Leave(person=device.analyst),
        "join_again": d.Join(person=device.analyst, name=""),
        "introduce": d.Introduce(text=f"I am {c}"),
        "join_group": d.JoinGroup(group=GROUP, name="those who wait"),
        "leave_group": d.LeaveGroup(group=GROUP),
        "own": d.Own(entries=(target,)),
        "strike": d.Strike(entry=target),
        "hands": d.Hands(proposal=target, counts=(("yes", a), ("no", 1))),
        "on_our_own": d.OnOurOwn(),
        "share": d.Share(),
    }
    if act in ("undo", "redo"):
        _turn(world, device, act, target)
    elif act == "take_back_what_came":
        came = [e.id for e in known if e.analyst == device.analyst and isinstance(e.body, d.AddSource | d.Note)]
        world.write(device, d.Undo(target=came[c % len(came)] if came else target))
    elif act == "agree":
        other = world.devices[a % len(world.devices)]
        world.sync(other, device)
        if open_now := world.book(other).waiting:
            world.write(other, d.Answer(proposal=open_now[c % len(open_now)].entry, answer="yes"))
            world.settle(other)
    elif act in ("undo_a_change", "redo_a_change"):
        kinds = d.Undo if act == "redo_a_change" else d.Shared
        if changes := [e.id for e in known if isinstance(e.body, kinds)]:
            _turn(world, device, act[:4], changes[-1 - c % len(changes)])
    elif act == "take_back_a_wish":
        wishes = [e for e in known if e.analyst == device.analyst and isinstance(e.body, d.Hold | d.Release | d.Confirm | d.Undo | d.Redo)]
        last = wishes[-1 - c % min(2, len(wishes))] if wishes else None
        if last is not None:
            world.write(device, d.Redo(target=last.id) if isinstance(last.body, d.Undo) else d.Undo(target=last.id))
    elif act == "for_another":
        whose = PEOPLE[a % len({x.analyst for x in world.devices})]
        only = (d.Leave(person=whose), own["own"], own["strike"], own["on_our_own"], own["share"])
        world.write(device, (own["place"], own["answer"], own["memo"], *only)[c % 8], whose=whose)
    elif act in shared:
        world.propose(device, shared[act])
    else:
        world.write(device, own[act])
    if act in ("answer", "for_another", "leave", "reopen"):
        world.settle(device)


def _some_alike(b: int, c: int) -> tuple[str, ...]:
    """Two or three contributions."""
    return tuple(dict.fromkeys(CONTRIBUTIONS[n % len(CONTRIBUTIONS)].id for n in (b, b + 1 + c % 5, c)))


def _two(b: int, c: int) -> tuple[Contribution, ...]:
    """One or two contributions."""
    return tuple(dict.fromkeys(CONTRIBUTIONS[n % len(CONTRIBUTIONS)] for n in (b, c)))


def _some_people(world: World, b: int, c: int) -> tuple[str, ...]:
    """Two or three ids: of those under whom something came in, and of those to whom somebody gave words."""
    given = [e.body.person for e in world.entries if isinstance(e.body, d.SomeoneElse)]
    known = list(dict.fromkeys([*CORPUS.contributors, *given]))
    return tuple(dict.fromkeys(known[n % len(known)] for n in (b, b + 1 + c % 2, *([c] if c % 3 == 0 else []))))


def _withdrawal(a: int, b: int) -> d.Withdraw:
    c = CONTRIBUTIONS[b % len(CONTRIBUTIONS)]
    return d.Withdraw(contributions=(c.id,), texts=(c.version,)) if a % 2 else d.Withdraw(contributors=c.said_by, contributions=_all_of(c.said_by[0]))


def _all_of(person: str) -> tuple[str, ...]:
    return tuple(c.id for c in CORPUS.by(person))


def _turn(world: World, device: Device, act: str, target: str) -> None:
    body = d.Undo(target=target) if act == "undo" else d.Redo(target=target)
    if world.book(device).standing.enacted.get(target):
        world.propose(device, body)
    else:
        world.write(device, body)


def _born(body: object) -> list[str]:
    match body:
        case d.Name(code=code):
            return [code]
        case d.Split(parts=parts):
            return [code for code, _ in parts]
        case d.Draft(codes=codes):
            return [code for code, _ in codes]
        case _:
            return []


class _Strange(d.Decision):
    """Stands in for a kind from a newer version."""

    kind = "from a newer version"
