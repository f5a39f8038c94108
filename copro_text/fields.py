"""Fields: what a proposal sets, and which of several settings of one field holds.

A field is a thing and what is set of it: a name's label, our rule, where a passage goes when a name is parted. Its settings are kept in
order, also those that were taken back since: so whoever built on one of them did not build on nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text.decisions import Entry
from copro_text.timeline import Timeline

Field = tuple[str, str]  # (thing, what)


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that a proposal put into force: the proposal, an enactment of it that counts (on each computer that did it), the value.

    Attributes
    ----------
    turns
        For an undo or redo, the id of what it turns: the field is then as it was before that.
    sets
        False for an undo of what something else had replaced: it takes its target out, and leaves the field as it is.
    gone
        Whether its maker took the proposal back, before anybody else was asked.
    """

    proposal: Entry
    enact: Entry
    value: str
    turns: str = ""
    sets: bool = True
    gone: bool = False


def fields_of(proposal: Entry) -> list[tuple[Field, str]]:
    """What a proposal sets: ((thing, field), value) each."""
    match proposal.body:
        case d.Name(code=code, label=label, definition=definition):
            return [((code, "label"), label), *([((code, "definition"), definition)] if definition else [])]
        case d.Rename(code=code, label=label):
            return [((code, "label"), label)]
        case d.Define(code=code, definition=definition):
            return [((code, "definition"), definition)]
        case d.Heading(code=code, text=text):
            return [((code, "heading"), text)]
        case d.Merge(codes=codes, into=into):
            return [((code, "into"), into) for code in codes]
        case d.Nest(code=code, under=under):
            return [((code, "under"), under)]
        case d.PutAway(code=code):
            return [((code, "away"), "away")]
        case d.Restore(code=code):
            return [((code, "away"), "")]
        case d.BeginAgain(codes=codes):
            return [((code, "away"), "away") for code in codes]
        case d.Split(code=whole, parts=parts, labels=labels):
            goes = {(whole, part_of(excerpt)): code for code, excerpts in reversed(parts) for excerpt in excerpts}
            return [*(((code, "label"), labels.get(code, d.TAKEN_OUT)) for code, _ in parts), *goes.items()]
        case d.Theme(theme=theme):
            return [((theme, "theme"), proposal.id)]
        case d.Relate(relation=relation):
            return [((relation, "relation"), proposal.id)]
        case d.SetRule():
            return [(("study", "rule"), proposal.id)]
        case d.HalfWithout():
            return [(("study", "half_without"), proposal.id)]
        case d.Question(text=text) | d.Title(text=text) | d.Approach(text=text) | d.Promise(text=text) | d.Safety(text=text):
            return [(("study", proposal.body.kind), text)]
        case _:
            return []


def leans_on(body: d.Body) -> Iterator[str]:
    """The other names that a proposal about one names."""
    match body:
        case d.Merge(into=into):
            yield into
        case d.Nest(under=under):
            yield under
        case d.Theme(codes=codes):
            yield from codes
        case d.Relate(one=one, other=other):
            yield from (one, other)
        case _:
            pass


def part_of(excerpt: str) -> str:
    """The field of a name that says which of its parts takes a passage."""
    return f"part {excerpt}"


def replacing(proposal: Entry) -> list[Field]:
    """The fields in which a proposal takes the place of the wording it names: not joinings and partings, which take nothing's place."""
    if isinstance(proposal.body, d.Merge | d.BeginAgain):
        return []
    return [key for key, _ in fields_of(proposal) if not key[1].startswith("part ")]


def deciding_fields(proposal: Entry) -> list[Field]:
    """The fields that say whether a proposal still holds, any of them: of a name its label, whatever became of what it meant."""
    fields = [key for key, _ in fields_of(proposal)]
    return fields[:1] if isinstance(proposal.body, d.Name) else fields


def turned(line: Timeline, proposal: Entry) -> Entry:
    """What an undo or redo is about in the end; any other proposal itself."""
    while isinstance(proposal.body, d.Undo | d.Redo):
        target = line.by_id.get(proposal.body.target)
        if target is None or target.order >= proposal.order:  # forged
            break
        proposal = target
    return proposal


def in_force(line: Timeline, settings: Sequence[Setting]) -> Setting | None:
    """The setting that holds: the last one that no other proposal's concurrent setting competes with.

    Where that is an undo, what held before what it undid. One proposal may have been put into force on several computers at once;
    whoever knew of one of these knew of the proposal.
    """
    live = _live(line, settings)
    top = _last(line, live)
    while top is not None and top.turns:
        target = next((s for s in settings if s.proposal.id == top.turns), None)
        live = [s for s in live if target is not None and s.proposal is not target.proposal and line.knows(target.enact, s.enact)]
        top = _last(line, live)
    return top


def competing(line: Timeline, settings: Sequence[Setting]) -> set[str]:
    """The proposals that set a field at the same time, so that none of them holds."""
    live = _live(line, settings)
    now = _last(line, live)
    after = (s for s in live if now is None or (_who(s) != _who(now) and not replaced_since(line, now, s, live)))
    return {s.proposal.id for s in after}


def replaced_since(line: Timeline, now: Setting, s: Setting, settings: Sequence[Setting]) -> bool:
    """Whether the setting in force came after another's proposal, by any of that one's enactments."""
    return any(line.knows(now.enact, each.enact) for each in settings if each.proposal is s.proposal)


def _who(s: Setting) -> tuple[str, bool]:
    """Whose setting it is: two undos of one thing want the same."""
    return (s.turns or s.proposal.id, bool(s.turns))


def _last(line: Timeline, settings: Sequence[Setting]) -> Setting | None:
    if settings and all(_who(s) == _who(settings[-1]) or line.knows(settings[-1].enact, s.enact) for s in settings):
        return settings[-1]  # one after another, as nearly always
    by: dict[tuple[str, bool], list[Setting]] = {}
    for s in settings:
        by.setdefault(_who(s), []).append(s)
    after = {(p, q): _is_after(line, by[p], by[q]) for p in by for q in by if p != q}
    alone = [p for p in by if all(after[p, q] or after[q, p] for q in by if q != p)]
    last = [p for p in alone if not any(after[q, p] and not after[p, q] for q in alone if q != p)]
    return by[last[-1]][-1] if last else None


def _is_after(line: Timeline, these: Sequence[Setting], those: Sequence[Setting]) -> bool:
    """Whether one proposal came after another. Where each was agreed to again knowing of the other, the one that knew all of it did."""
    if _came_after(line, these, those) and _came_after(line, those, these):
        return any(all(line.knows(x.enact, y.enact) for y in those) for x in these)
    return _came_after(line, these, those)


def _came_after(line: Timeline, these: Sequence[Setting], those: Sequence[Setting]) -> bool:
    return any(line.knows(x.enact, y.enact) for x in these for y in those)


def _live(line: Timeline, settings: Sequence[Setting]) -> list[Setting]:
    """The settings that were not taken back. An undo that crosses something built on what it undoes takes back nothing: both wait."""
    if not any(s.turns or s.gone for s in settings):
        return list(settings)
    by: dict[str, list[Setting]] = {}
    for s in settings:
        by.setdefault(s.proposal.id, []).append(s)
    turns = {s.turns: [u for u in by if by[u][0].turns == s.turns] for s in settings if s.turns}
    found: dict[str, bool] = {}

    def lives(id_: str) -> bool:
        if id_ not in found:
            found[id_] = True  # only forged lines can come back here
            found[id_] = not by[id_][0].gone and not any(lives(u) and not crossed(u) for u in turns.get(id_, ()))
        return found[id_]

    def rivals(undo: str) -> list[str]:
        """What others set, not knowing of an undo, nor it of that; two undos of one thing want the same."""
        mine, target = by[undo], by[undo][0].turns
        if not any(s.sets for s in mine):
            return []
        sets = [x for x in by if x not in (undo, target) and by[x][0].turns != target and any(s.sets for s in by[x])]
        return [x for x in sets if not _came_after(line, by[x], mine) and not _came_after(line, mine, by[x]) and lives(x)]

    def crossed(undo: str) -> bool:
        return any(_came_after(line, by[x], by.get(by[undo][0].turns, ())) for x in rivals(undo))

    def is_alone(undo: str) -> bool:
        """Whether it stands for nothing but that its target is gone: others set the field knowing of neither."""
        return bool(rivals(undo)) and not crossed(undo)

    return [s for s in settings if s.sets and lives(s.proposal.id) and not (s.turns and is_alone(s.proposal.id))]
