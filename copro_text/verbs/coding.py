"""Coding: what people do with names and passages. Each verb says in one sentence what it does, and records it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Union

from copro_text import decisions as d
from copro_text.corpus import Excerpt
from copro_text.errors import NotPossible
from copro_text.spans import TAKEN_OUT_FOR_GOOD
from copro_text.standing import FOR_GOOD
from copro_text.store import own_memos
from copro_text.store.logs import new_id
from copro_text.verbs import naming, redacting
from copro_text.verbs.guard import guarded
from copro_text.verbs.session import Session
from copro_text.verbs.undoing import done_already, last_act

if TYPE_CHECKING:
    import pandas as pd

Passages = Union[str, Excerpt, Iterable[str | Excerpt], "pd.DataFrame"]
"""One passage or several: an excerpt, its id, a contribution's id (the whole), or a table indexed by these."""


@guarded
class Coding:
    """The acts on names and passages. `Study` is one of these; all names can be given as labels or short ids."""

    session: Session

    def labels(self) -> Mapping[str, str]:
        """Code id -> what it is called on screen, for the names in use."""
        raise NotImplementedError

    # names: shared, so each is a proposal that takes effect by the group's rule

    def name(self, label: str, *, definition: str = "", because: str = "") -> str:
        """Make a new name; returns its short id."""
        code = new_id()
        self._propose(d.Name(code=code, label=self._unused(label), definition=definition.strip(), because=because), "", "")
        return naming.short(code)

    def rename(self, code: str, label: str, *, because: str = "") -> str:
        """Call a name something else; the wording before stays to be seen."""
        found = self._code(code)
        return self._propose(d.Rename(code=found, label=self._unused(label, own=found), because=because), found, "label")

    def define(self, code: str, definition: str, *, because: str = "") -> str:
        """Say in a sentence or two what a name means."""
        found = self._code(code)
        return self._propose(d.Define(code=found, definition=said(definition, "A definition"), because=because), found, "definition")

    def heading(self, code: str, heading: str, *, because: str = "") -> str:
        """Say under which heading of the manifesto a name belongs, such as "What it isn't"; "" takes it from under any."""
        found = self._code(code)
        return self._propose(d.Heading(code=found, text=heading.strip(), because=because), found, "heading")

    def merge(self, codes: Iterable[str], into: str, *, because: str = "") -> str:
        """Join names: what was put with any of them reads as put with `into`, until this is undone."""
        survivor = self._code(into)
        joined = tuple(dict.fromkeys(self._code(code) for code in ([codes] if isinstance(codes, str) else codes)))
        others = tuple(code for code in joined if code != survivor)
        if not others:
            raise NotPossible("A name cannot be joined to itself.", do="Give at least one other name to join to it.")
        return self._propose(d.Merge(codes=others, into=survivor, because=because), "", "")

    def split(self, code: str, parts: Mapping[str, Passages], *, because: str = "") -> dict[str, str]:
        """Part a name: {new name: the passages that go to it}; all else stays. Returns {new name: its short id}."""
        found = self._code(code)
        made = {self._unused(label, among=parts): (new_id(), self._passages(passages)) for label, passages in parts.items()}
        if not made:
            raise NotPossible("Nothing to part.", do='Give the new names and their passages: {"New name": [passage, ...]}, or --part.')
        body = d.Split(code=found, parts=tuple(made.values()), labels={new: label for label, (new, _) in made.items()}, because=because)
        self._propose(body, "", "")
        return {label: naming.short(new) for label, (new, _) in made.items()}

    def nest(self, code: str, under: str, *, because: str = "") -> str:
        """Put a name under another."""
        found, above = self._code(code), self._code(under)
        chain = [above]
        while (above_that := self.session.book.parents.get(chain[-1], "")) and above_that not in chain:
            chain.append(above_that)
        if found in chain:
            what = "A name cannot be put under itself." if found == above else "That name is under this one already."
            raise NotPossible(what, do="Take the other out first (unnest).", safe="Nothing was recorded.")
        return self._propose(d.Nest(code=found, under=above, because=because), found, "under")

    def unnest(self, code: str, *, because: str = "") -> str:
        """Take a name out from under another."""
        found = self._code(code)
        return self._propose(d.Nest(code=found, under="", because=because), found, "under")

    def put_away(self, name: str, *, because: str = "") -> str:
        """Take a name, or a theme, out of use; what was put with it is kept, and it can be restored."""
        found = self._code_or_theme(name)
        return self._propose(d.PutAway(code=found, because=because), found, "away")

    def restore(self, name: str, *, because: str = "") -> str:
        """Take a name, or a theme, that was put away into use again."""
        found = self._code_or_theme(name)
        return self._propose(d.Restore(code=found, because=because), found, "away")

    # themes: sentences that people stand behind, and how names bear on each other

    def theme(
        self, sentence: str, *, codes: Iterable[str] = (), passages: Passages = (), against: Passages = (), instead_of: str = "", because: str = ""
    ) -> str:
        """Propose a sentence to stand behind; returns its short id.

        Parameters
        ----------
        codes, passages
            The names and the passages it rests on.
        against
            Passages that speak against it.
        instead_of
            The theme (its sentence or short id) that this is another wording of.
        """
        theme = self._theme(instead_of) if instead_of else new_id()
        named = tuple(dict.fromkeys(self._code(code) for code in ([codes] if isinstance(codes, str) else codes)))
        body = d.Theme(
            theme=theme,
            codes=named,
            passages=self._passages(passages, some=False),
            against=self._passages(against, some=False),
            sentence=said(sentence, "A theme"),
            because=because,
        )
        self._propose(body, theme, "theme")
        return naming.short(theme)

    def relate(self, one: str, how: str, other: str, *, because: str = "") -> str:
        """Say how one name or theme bears on another, in your own words, such as "gets in the way of"."""
        first, second = self._code_or_theme(one), self._code_or_theme(other)
        if first == second:
            raise NotPossible("That is one and the same.", do="Name two that bear on each other.", safe="Nothing was recorded.")
        body = d.Relate(relation=new_id(), one=first, other=second, how=said(how, "How they relate"), because=because)
        return self._propose(body, "", "")

    # placings and setting aside: one's own

    def place(self, passages: Passages, code: str, *, all_who_sent_it: bool = False, because: str = "") -> str:
        """Put passages with a name; with `all_who_sent_it` the same words of everyone who sent a confirmed letter too, recorded as bulk."""
        found = self._code(code)
        known = self.session.book.codes.get(found)
        if known is not None and known.state == "put away":
            raise NotPossible(f"{known.label!r} was put away.", do="Take it into use again first (restore).", safe="Nothing was recorded.")
        if all_who_sent_it:
            return self._record(self._for_all_who_sent_it(self._passages(passages), found, because))
        return self._record(d.Place(excerpts=self._passages(passages), code=found, because=because))

    def _for_all_who_sent_it(self, passages: tuple[str, ...], code: str, because: str) -> d.ConfirmPile:
        from copro_text.verbs.sent_letters import for_all_who_sent_it

        return for_all_who_sent_it(self.session, passages, code, because)

    def remove(self, passages: Passages, code: str, *, because: str = "") -> str:
        """Say that passages do not belong with a name; your own earlier putting no longer stands, others' does."""
        return self._record(d.Remove(excerpts=self._passages(passages), code=self._code(code), because=because))

    def set_aside(self, passages: Passages, *, because: str) -> str:
        """Set passages aside, with the reason; nothing is deleted."""
        return self._record(d.SetAside(excerpts=self._passages(passages), because=said(because, "Setting aside")))

    def bring_back(self, passages: Passages, *, because: str = "") -> str:
        """Take up again what was set aside."""
        return self._record(d.BringBack(excerpts=self._passages(passages), because=because))

    def hold(self, contributions: str | Iterable[str], *, because: str = "") -> str:
        """Keep contributions back for now: counted, not shown to the sorter, not printed."""
        return self._record(d.Hold(contributions=self._whole(contributions), because=because))

    def release(self, contributions: str | Iterable[str], *, because: str = "") -> str:
        """End a holding."""
        chosen = self._whole(contributions)
        held = [e for c in chosen for e in self.session.book.tables.held.get(c, ())]
        if unseen := [e for e in held if not self.session.would_know(e)]:
            who = " and ".join(sorted({self.session.book.analysts[e.analyst].name for e in unseen}))
            do = f"Once you and {who} have shared what you do on your own, it can be released."
            raise NotPossible(f"{who} holds that, and you do not see yet what else they did.", do=do, safe="It is held still.")
        return self._record(d.Release(contributions=chosen, because=because))

    def redact(self, passages: Passages, *, instead: str = "name", because: str = "") -> str:
        """Show a word such as [name] in place of passages, wherever words are shown or printed. What was said stays as it is, and it can be undone.

        `instead` is one of name, telephone number, NHS number, postcode, address, e-mail address, account, date of birth, number, left out.
        """
        return self._record(redacting.redaction(self.session, self._passages(passages), instead.strip("[] "), because))

    def leave_as_it_is(self, passages: Passages, *, because: str = "") -> str:
        """Say that what was flagged in passages may stay, and show again what was redacted in them."""
        return self._record(redacting.leaving(self.session, self._passages(passages), because))

    def memo(self, about: str, text: str, *, kind: str = "ours") -> str:
        """Write a note about anything: a name, a contribution, a passage, a person or a decision.

        `kind` is "ours" (the group reads it), "for the report" (it may be printed), "a word to keep" (people's own words, to be thought
        of when names are given), "content note" (shown before the words of a contribution) or "mine" (only on this device, outside the
        study's folder: nobody else ever gets it). Written for what is printed, about "the study": "how we worked", "who we are" (as you
        wish to be printed) and "licence" (what others may do with it). "not clear to me" marks a name, a theme or a passage for all.
        """
        if kind not in d.MEMO_KINDS:
            raise NotPossible(f"A memo is {', '.join(map(repr, d.MEMO_KINDS))}, not {kind!r}.", safe="Nothing was written.")
        if kind == "mine":
            return naming.short(own_memos.append(self.session.state, self.session.me(), self._anything(about), said(text, "A memo")))
        return self._record(d.Memo(about=self._anything(about), whose=kind, text=said(text, "A memo")))

    # taking back

    def undo(self, decision: str | None = None, *, because: str = "") -> str:
        """Take back your last act, or the decision named; returns the short id of the undo."""
        if decision is None:
            self.session.refresh().must_be_somebody()
            return self._turn(d.Undo(target=last_act(self.session, self.labels()).id, because=because))
        return self._turn(d.Undo(target=self._decision(decision), because=because))

    def redo(self, undo: str | None = None, *, because: str = "") -> str:
        """Do again what your last undo took back, or the undo named."""
        target = self._last_to_redo() if undo is None else self._decision(undo)
        return self._turn(d.Redo(target=target, because=because))

    # how

    def _propose(self, body: d.Shared, thing: str, what: str) -> str:
        return naming.short(self.session.propose(body, thing, what))

    def _record(self, body: d.Decision) -> str:
        return naming.short(self.session.record(body)[0])

    def _turn(self, body: d.Undo | d.Redo) -> str:
        book = self.session.book
        target = book.timeline.by_id[body.target]
        enacted = bool(book.standing.enacted.get(body.target))
        if not enacted and target.analyst != self.session.analyst:
            owner = book.analysts.get(target.analyst)
            raise NotPossible(
                f"That is {owner.name if owner else 'another person'}'s own act: only they can take it back.",
                do="You can put the passage elsewhere yourself, or say why you see it differently in a memo.",
                safe="Nothing was changed.",
            )
        if isinstance(target.body, d.ONLY_ONESELF):
            self.session.must_be_oneself(body.kind)
        if isinstance(target.body, (*FOR_GOOD, d.Join)) or isinstance(body, d.Redo) != isinstance(target.body, d.Undo):
            is_out = isinstance(target.body, TAKEN_OUT_FOR_GOOD)
            do = "What was taken out stays out." if is_out else "The history shows what was decided."
            raise NotPossible("That cannot be undone.", do=do, safe="Nothing was changed.")
        if not book.stands(body.target):
            raise done_already(body, book.standing.cancelled[body.target])
        if isinstance(target.body, d.AddSource | d.Note) and isinstance(body, d.Undo):
            self._nobody_else_works_with(target.body)
        if enacted:
            self._not_asked_already(body)
        return self._propose(body, "", "") if enacted else self._record(body)

    def _not_asked_already(self, body: d.Undo | d.Redo) -> None:
        """Refuse to ask the others the same thing twice."""
        by_id = self.session.book.timeline.by_id
        open_ = [p.entry for p in self.session.book.waiting if isinstance(by_id[p.entry].body, type(body))]
        if same := [p for p in open_ if getattr(by_id[p].body, "target", "") == body.target]:
            raise NotPossible(
                f"That was proposed already ({naming.short(same[0])}), and waits for answers.",
                do="study.waiting, or `copro waiting`, shows whose.",
                safe="Nothing was recorded.",
            )

    def _nobody_else_works_with(self, brought: d.AddSource | d.Note) -> None:
        """Refuse to take out what others have put with a name, set aside, held or noted something about: it would have no effect."""
        if self.session.book.works_with(self.session.brought_by(brought)) - {self.session.analyst}:
            do = "Talk to them first; a contribution can be held or set aside instead."
            what = "Others have worked with what came in there: taking it out would take their work along."
            raise NotPossible(what, do=do, safe="Nothing was changed.")

    def _last_to_redo(self) -> str:
        self.session.refresh().must_be_somebody()
        for e in reversed(self.session.book.entries):
            if e.analyst != self.session.analyst or isinstance(e.body, d.Enact | d.Redo | d.Erased) or not self.session.book.stands(e.id):
                continue
            if isinstance(e.body, d.Undo):
                return e.id
            break
        raise NotPossible(
            "There is nothing to do again.", do="To lift an earlier undo, give its id; the history lists it.", safe="Nothing was changed."
        )

    def _code(self, ref: str) -> str:
        codes = self.session.refresh().book.codes
        found = naming.the_code(ref, self.labels(), gone={code: c.label or code for code, c in codes.items()})
        return self.session.book.survivor(found)  # a joined name is its survivor: what is done now stays there when the joining is undone

    def _theme(self, ref: str) -> str:
        themes = {id_: theme.sentence for id_, theme in self.session.refresh().book.themes.items()}
        return naming.the_code(ref, themes, what="theme")

    def _code_or_theme(self, ref: str) -> str:
        try:
            return self._code(ref)
        except naming.MoreThanOne:
            raise
        except naming.NoSuchThing as no_name:
            try:
                return self._theme(ref)
            except naming.NoSuchThing:
                raise no_name from None

    def _unused(self, label: str, *, own: str = "", among: Iterable[str] = ()) -> str:
        """A label for a name, refused while another name in use is called so, or another of those that are made together."""
        wanted = said(label, "A name")
        self.session.refresh()
        taken = [code for code, known in self.labels().items() if code != own and naming.folded(known) == naming.folded(wanted)]
        if not taken and [naming.folded(each) for each in among].count(naming.folded(wanted)) < 2:
            return wanted
        which = f" ({self.labels()[taken[0]]!r}, {naming.short(taken[0])})" if taken else ""
        do = "Choose another label. If both mean the same, put the passages with that one, or join the two: study.merge, or `copro merge`."
        raise NotPossible(f"There is a name {wanted!r} already{which}.", do=do, safe="Nothing was recorded.")

    def _passages(self, refs: Passages, *, some: bool = True) -> tuple[str, ...]:
        index = getattr(refs, "index", None)
        listed = [refs] if isinstance(refs, str | Excerpt) else list(index if index is not None and not callable(index) else refs)
        found = tuple(dict.fromkeys(naming.the_excerpt(ref, self.session.refresh().corpus).id for ref in listed))
        if some and not found:
            raise NotPossible("No passage was named.", safe="Nothing was changed.")
        return found

    def _whole(self, refs: str | Iterable[str]) -> tuple[str, ...]:
        listed = [refs] if isinstance(refs, str) else list(refs)
        return tuple(dict.fromkeys(naming.the_contribution(ref, self.session.refresh().corpus).id for ref in listed))

    def _decision(self, ref: str) -> str:
        return naming.one_of(ref, [e.id for e in self.session.refresh().book.entries], "decision")

    def _anything(self, ref: str) -> str:
        """The id of whatever `ref` names, looked for among names, passages, people and decisions."""
        corpus = self.session.refresh().corpus
        looks = (
            self._code,
            lambda r: naming.the_excerpt(r, corpus).id if "." in r else naming.the_contribution(r, corpus).id,
            lambda r: naming.the_contributor(r, corpus),
            self._theme,
            self._decision,
        )
        for look in looks:
            try:
                return look(ref)
            except naming.NoSuchThing as not_there:
                if isinstance(not_there, naming.MoreThanOne):
                    raise
        if ref.casefold().strip() == "the study":
            return self.session.folder.id
        raise naming.NoSuchThing(f"There is nothing called {ref!r} here.", do="Give a name, or the short id of a comment, person or decision.")


def said(text: str, what: str) -> str:
    """What a person typed, trimmed; refused when there is nothing in it."""
    trimmed = text.strip()
    if not trimmed:
        raise NotPossible(f"{what} needs some words.", safe="Nothing was recorded.")
    return trimmed
