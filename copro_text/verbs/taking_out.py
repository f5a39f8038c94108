"""Taking out: people take back what they said, or what was typed with a decision, and hear what is gone and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from copro_text.corpus import Contribution, Corpus, folded_mark, said_mark
from copro_text.decisions import TAKEN_OUT, AddSource, Confirm, Decision, EraseWords, Withdraw
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible
from copro_text.permission import WISHES, Permissions
from copro_text.store.erase import Purged
from copro_text.store.outputs import called, outputs
from copro_text.traces import Traces, runs_of
from copro_text.verbs import known_by, letters, mentions, named_here, naming, taken_back
from copro_text.verbs.known_by import Mentions
from copro_text.verbs.session import Session
from copro_text.verbs.whose import whose
from copro_text.widgets import pages
from copro_text.withdrawal import LEAST, holds_words, is_telling

OR_GONE = "; perhaps that was taken out already, which leaves no name"
LATER = "what a later export brings under their name: somebody else's words came under it too, so it comes in, and a person has to look whose it is"
STILL_NO = "said in words that were taken out since"


@dataclass(frozen=True)
class Withdrawn:
    """What came of a withdrawal.

    Attributes
    ----------
    id
        Short id of the decision.
    contributions, people
        How many were taken out.
    rewritten, removed
        Files on this device whose words went, and files that went as a whole.
    left
        What could not be done on this device, and why.
    look
        Files here that a person has to look into.
    to_decide
        (short id, field) of decisions in which the group typed their words or name: `erase_words` takes them from these.
    named_in
        Short ids of what others said and that has their name, or a part of it.
    worded
        Short ids of what they put into words for others who had said it: it stays.
    still_in
        Outputs here in which their name or words stand on, through what others typed or said.
    also_signed
        (short id, what it is) of what others signed with the same name: it stays, and may be the same person's.
    with_them
        How many others had said something together with them, which went as well.
    beyond
        What could not be reached from here.
    letter
        Two letters to send, one to those who work on the study and one to others who have the words. They have no name and no words.
    """

    id: str
    contributions: int
    people: int
    rewritten: tuple[str, ...]
    removed: tuple[str, ...]
    left: tuple[str, ...]
    look: tuple[str, ...]
    to_decide: tuple[tuple[str, str], ...]
    named_in: tuple[str, ...]
    worded: tuple[str, ...]
    still_in: tuple[str, ...]
    also_signed: tuple[tuple[str, str], ...]
    with_them: int
    beyond: tuple[str, ...]
    letter: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What was done here, each as a sentence."""
        whom = f" by {_count(self.people, 'person', 'people')}, with all they said" if self.people else ""
        said = [f"Taken out for good: {_count(self.contributions, 'contribution')}{whom}."]
        if self.with_them:
            said.append(
                f"{_count(self.with_them, 'other person', 'other people')} had said some of it with them, and it went for all: please tell them."
            )
        said += [f"Their words are gone here from: {', '.join(self.rewritten)}."] * bool(self.rewritten)
        said += [f"Removed here, to be made again without them: {', '.join(self.removed)}."] * bool(self.removed)
        said += [f"Not done yet: {each}." for each in self.left]
        said += [f"Please look yourself into: {', '.join(self.look)}."] * bool(self.look)
        said += [_alike_said(self.also_signed)] * bool(self.also_signed)
        if self.to_decide:
            where = ", ".join(f"{id_} ({field})" for id_, field in self.to_decide)
            said.append(f"Their words or name are also typed in: {where}. Please decide: study.erase_words, or `copro erase-words STUDY ID`.")
        said += [f"Others name them in what they said: {', '.join(self.named_in)}. That is theirs; it can be held."] * bool(self.named_in)
        if self.worded:
            which = ", ".join(self.worded)
            said.append(
                f"They also wrote down what others had said: {which}. It stays, as it is those others' too. Ask, and take out by its id what goes."
            )
        if self.still_in:
            where = ", ".join(self.still_in)
            said.append(
                f"Through what others typed or said, their name or words still stand in: {where}. Decide, then write these again or delete them."
            )
        return tuple(said)

    def __repr__(self) -> str:
        return "\n".join(
            [
                *self.lines,
                "What could not be reached from here:",
                *(f"  - {each}" for each in self.beyond),
                "A letter to send to those who work on the study, and one to others who have the words: .letter",
            ]
        )

    def _repr_html_(self) -> str:
        letter = [pages.heading("Two letters to send"), pages.words(self.letter)]
        return pages.page(*map(pages.paragraph, self.lines), pages.heading("What could not be reached from here"), pages.items(self.beyond), *letter)


class TakingOut:
    """The acts of taking words out. `Study` is one of these."""

    session: Session

    def withdraw(self, who: str | Iterable[str], *, because: str = "") -> Withdrawn:
        """Take out, for good, all that a person who wrote has said, or single contributions; says what went, and what it could not reach.

        It needs no one's agreement and cannot be undone. `who` is a name they signed with, or the id of a person or a contribution.
        """
        return withdrawn(self.session, who, because)

    def erase_words(self, decision: str, *, because: str = "") -> str:
        """Take out what was typed with a decision, for good; the record of the act stays. For another person's words say why."""
        known = [e.id for e in self.session.refresh().book.entries]
        return naming.short(erased(self.session, naming.one_of(decision, known, "decision"), because))


def withdrawn(s: Session, who: str | Iterable[str], because: str) -> Withdrawn:
    """Record a withdrawal, which erases what it can on this device at once; returns what came of it."""
    s.refresh().must_be_somebody()
    before, people, chosen, mistaken = _meant(s, [who] if isinstance(who, str) else list(who))
    leaving = _leaving(before, people, {c.id for c in chosen})
    known_again = list(leaving)  # what came with a file alone was nobody's wish to take out, and may be read again
    leaving += [c for c in before if c.id in mistaken and c not in leaving]
    theirs, shared = _ids_of(s, before, people)
    ids = {c.id for c in leaving}
    again = taken_back.also_theirs(s, leaving, [c for c in before if c.id not in ids], bool(people))
    body = Withdraw(
        contributors=tuple(sorted(theirs)),
        contributions=tuple(sorted(ids | {c.id for c in again})),
        texts=tuple(sorted({mark for c in known_again for mark in _marks(s, c)})),
        because=because.strip(),
    )
    gone = known_by.wholly(leaving, [c for c in before if c.id not in ids], people)
    around = mentions.around(s, before, leaving, gone)
    known = known_by.mentions(around, known_by.traces(around))
    _says_nothing(because, known)
    came_with, alike = _came_with(s, set(body.contributions)), mentions.also_signed(s, before, gone)
    decide = [*mentions.to_decide(s, body, known), *mentions.own_words_typed(s, leaving)]
    named = mentions.named_in(leaving, taken_back.with_them(s) if s.is_apart else before, known)
    called = {naming.folded(name) for name in mentions.names_of(s, before, gone)}
    worded = tuple(naming.short(c.id) for c in before if c.id not in ids and c.written_down_by and naming.folded(c.written_down_by) in called)
    s.purged = Purged()
    *_, id_ = s.record(*_still_no(s, before, people, set(body.contributions)), body)  # the no first: a log may be cut off, or arrive, between the two
    done = s.purged
    still = named_here.still_in(s.folder, known)
    named_here.remember(s.folder, s.state, decide, still, known, id_)
    given, versions = _given(s, done.removed), _versions(s)
    facts = letters.Facts(
        study=s.book.of_the_study("title") or s.book.of_the_study("question"),
        decision=naming.short(id_),
        time=s.book.timeline.by_id[id_].time,
        by=s.book.analysts[s.analyst].name,
        said=list({c.id: c for c in reversed(leaving)}.values())[::-1],
        came_with=came_with,
        held=given,
        versions=versions,
        may_say=known.may_say,
    )
    return Withdrawn(
        id=naming.short(id_),
        contributions=len(ids),
        people=len(people),
        rewritten=tuple(dict.fromkeys(_known_as(s, name) for name in done.rewritten)),
        removed=tuple(dict.fromkeys(done.removed)),
        left=tuple(f"{fault.where}: {fault.what}" for fault in done.left),
        look=done.look,
        to_decide=tuple(dict.fromkeys((naming.short(e.id), field.partition(":")[0]) for e, field, _ in decide)),
        named_in=named,
        worded=worded,
        still_in=still,
        also_signed=tuple(_alike(said, who) for who, said in alike.items()),
        with_them=mentions.with_them(leaving, people),
        beyond=_beyond(s, dict.fromkeys(came_with.values()), given, versions, shared),
        letter=letters.letters(facts),
    )


def erased(s: Session, decision: str, because: str) -> str:
    """Record that what was typed with a decision is taken out; returns the id of that."""
    s.must_be_somebody()
    target = s.book.timeline.by_id[decision]
    if not holds_words(target.body):
        do = "To take out what somebody said: study.withdraw, or `copro withdraw`."
        raise NotPossible("Nothing was typed with that decision, or it is taken out already.", do=do, safe="Nothing was changed.")
    if s.analyst not in (target.analyst, target.entered_by) and not because.strip():
        raise NotPossible("Those are another person's words.", do="Say why they have to go: because=, or --because.", safe="Nothing was changed.")
    assert isinstance(target.body, Decision)
    _says_nothing(because, Traces(runs_of(target.body.words().values())))
    return s.record(EraseWords(entry=decision, because=because.strip()))[0]


# who and what


def _meant(s: Session, refs: Iterable[str]) -> tuple[Corpus, set[str], list[Contribution], set[str]]:
    """Where the people and contributions that were named stand, these, and what came with files that were taken back and named as a whole.

    What stands in the study is looked through first; then what was undone, and keeps its file; then, by an exact name alone, what else is
    here and may not be seen yet: whoever spoke has a right to it, wherever it is.
    """
    people: set[str] = set()
    chosen: list[Contribution] = []
    mistaken: set[str] = set()
    before, wide, hidden_too = s.by_person, None, None  # nobody else is looked for in what is not shown
    for ref in refs:
        if not _found(ref, s.by_person, s.as_said, people, chosen):
            before = wide = wide or taken_back.with_them(s)
            if _found(ref, wide, wide, people, chosen):
                continue
            if of_file := taken_back.of_source(s, ref):
                mistaken |= of_file
                continue
            everything = taken_back.with_all(s)
            hidden = taken_back.called(everything, ref)
            if not hidden:
                do = "Give a name they signed with, or the short id of a person or comment: study.people, study.find; `copro people`, `copro find`."
                what = f"Nobody who wrote, and no contribution, is called {ref!r}{OR_GONE if s.book.gone else ''}."
                raise NoSuchThing(what, do=do, safe="Nothing was taken out.")
            hidden_too = everything
            people |= hidden
    if not people and not chosen and not mistaken:
        raise NotPossible("Nobody was named.", safe="Nothing was taken out.")
    return hidden_too or before, people, chosen, mistaken


def _found(ref: str, people_in: Corpus, said_in: Corpus, people: set[str], chosen: list[Contribution]) -> bool:
    """Take note of whom or what `ref` names; whether there is such a one. Of several the one who asks has to choose."""
    try:
        people.add(naming.the_contributor(ref, people_in))
    except MoreThanOne:
        raise
    except NoSuchThing:
        try:
            chosen.append(naming.the_contribution(ref, said_in))
        except MoreThanOne:
            raise
        except NoSuchThing:
            return False
    return True


def _leaving(corpus: Corpus, people: set[str], chosen: set[str]) -> list[Contribution]:
    """Every text that goes, in all its versions; with it what the same person said in the very same words."""
    everything = [*corpus, *corpus.earlier.values()]
    marks = {(who, c.version) for c in everything if c.id in chosen and len(c.text.split()) >= LEAST for who in c.said_by}
    ids = {c.id for c in everything if c.id in chosen or not people.isdisjoint(c.said_by) or any((who, c.version) in marks for who in c.said_by)}
    return [c for c in everything if c.id in ids]


def _ids_of(s: Session, before: Corpus, people: set[str]) -> tuple[set[str], int]:
    """The ids by which later words of theirs are kept out; and how many are left, for somebody else's words came under these as well."""
    ids = {id_ for who in people for id_ in (before.contributors[who].came_as or (who,))}
    persons = s.book.persons
    stay = {id_ for c in s.as_said for id_ in c.said_by if id_ in ids and persons.person(id_, c.id) not in people}
    return ids - stay, len(stay)


def _marks(s: Session, c: Contribution) -> tuple[str, ...]:
    """Marks of the text, and of its having been said under the ids that an export would give: those it was read with."""
    try:
        as_read = s.as_said.contribution(c.whole)
    except KeyError:
        as_read = c  # taken back before: as it stands in its file
    nearly = (folded_mark(s.folder.key, c.text),) if is_telling(c.text) else ()
    return (c.version, *nearly, *(said_mark(s.folder.key, who, c.version) for who in as_read.said_by))


def _still_no(s: Session, before: Corpus, people: set[str], going: set[str]) -> list[Confirm]:
    """A no that stands only in what goes holds on for all else that this person said."""
    left = replace(
        before,
        contributions={id_: c for id_, c in before.contributions.items() if id_ not in going},
        earlier={at: c for at, c in before.earlier.items() if at[0] not in going},
    )
    after = Permissions.of(left, s.book.confirmed)
    staying = {who for c in left for who in c.said_by} - people
    touched = [who for who in before.contributors if who in staying and any(c.id in going for c in before.by(who))]
    then = Permissions.of(before, s.book.confirmed)  # also of what was taken back, which a redo brings again without the no
    lost = [(who, w) for who in touched for w in WISHES if then.ruling(who, w).answer == "no" != after.ruling(who, w).answer]
    return [Confirm(contributor=who, about=wish, answer="no", because=STILL_NO) for who, wish in lost]


# where their words are


def _says_nothing(because: str, traces: Traces | Mentions) -> None:
    if traces.are_in(because):
        do = "Say it without the words and the name that are to go."
        raise NotPossible("The reason would keep what is to be taken out.", do=do, safe="Nothing was taken out yet.")


def _alike(said: list[Contribution], who: str) -> tuple[str, str]:
    """What to name so that all that a person said goes, and what that is."""
    if len(said) == 1:
        return naming.short(said[0].id), letters.kind(said[0])
    return naming.short(who), f"{len(said)} contributions of one person"


# what is beyond


def _came_with(s: Session, going: set[str]) -> dict[str, str]:
    """Contribution -> the name of the file it came in with."""
    brought = [e.body for e in s.book.sources.values() if isinstance(e.body, AddSource) and e.body.name]
    return {id_: b.name for b in brought for id_ in going & s.brought_by(b)}


def _known_as(s: Session, file: str) -> str:
    """A file of the study as the group knows it: for what was read, with the name of the file that it came from."""
    brought = [e.body for e in s.book.sources.values() if isinstance(e.body, AddSource)]
    name = next((b.name for b in brought if file == f"corpus/{b.source}.jsonl"), "")
    return f"{file} (read from {name})" if name else file


def _given(s: Session, removed: tuple[str, ...]) -> tuple[str, ...]:
    """Outputs that may have been sent or posted."""
    return tuple(dict.fromkeys([*(name for name in removed if name.startswith("outputs/")), *(called(s.folder, path) for path in outputs(s.folder))]))


def _versions(s: Session) -> tuple[str, ...]:
    return tuple(
        name for e in s.book.tables.versions if isinstance(e.body, Decision) and (name := e.body.words().get("name", "")) not in ("", TAKEN_OUT)
    )


def _beyond(s: Session, sources: Iterable[str], given: tuple[str, ...], versions: tuple[str, ...], shared: int) -> tuple[str, ...]:
    theirs = [log for _, log in sorted(s.logs.files.items()) if log.log not in s.own_logs]
    return (
        *(f"{whose(s, log)}'s computer (decisions/{log.path.name}): it does the same when the study is opened there" for log in theirs),
        "copies of the folder elsewhere, its earlier versions in a cloud, git or a backup, and what lies in a recycle bin",
        *([f"what it came from, wherever that is kept: {', '.join(sources)}"] if sources else []),
        *([f"outputs, wherever they were sent or posted: {', '.join(given)}"] if given else []),
        *([LATER] if shared else []),
        *([f"what was given out of versions: {', '.join(map(repr, versions))}"] if versions else []),
        "tables of people (study.save_people, `copro people --csv FILE`), wherever they were saved; letters and exports made from the study",
        "printed sheets and cards, memos that anyone keeps for themselves, and what anyone wrote down or remembers",
    )


def _alike_said(others: tuple[tuple[str, str], ...]) -> str:
    each = "; ".join(f"{id_}, {what}" for id_, what in others)
    return f"Also signed so, and not taken out: {each}; if it is the same person: copro withdraw STUDY {' '.join(id_ for id_, _ in others)}"


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"
