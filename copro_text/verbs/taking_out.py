"""Taking out: people take back what they said, or what was typed with a decision, and hear what is gone and what is not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from copro_text.corpus import Contribution, Corpus, said_mark
from copro_text.decisions import AddSource, Confirm, Decision, Entry, EraseWords, Withdraw
from copro_text.errors import MoreThanOne, NoSuchThing, NotPossible
from copro_text.permission import WISHES, Permissions
from copro_text.store.erase import Purged
from copro_text.store.outputs import called, outputs
from copro_text.traces import Traces, has_name, less, runs_of
from copro_text.verbs import naming
from copro_text.verbs.checking import whose
from copro_text.verbs.session import Session
from copro_text.widgets import pages
from copro_text.withdrawal import LEAST, Gone, holds_words

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
        Short ids of what others said and that has their name.
    beyond
        What could not be reached from here.
    letter
        To send to those who can reach it.
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
    beyond: tuple[str, ...]
    letter: str

    @property
    def lines(self) -> tuple[str, ...]:
        """What was done here, each as a sentence."""
        whom = f" by {_count(self.people, 'person', 'people')}, with all they said" if self.people else ""
        said = [f"Taken out for good: {_count(self.contributions, 'contribution')}{whom}."]
        said += [f"Their words are gone here from: {', '.join(self.rewritten)}."] * bool(self.rewritten)
        said += [f"Removed here, to be made again without them: {', '.join(self.removed)}."] * bool(self.removed)
        said += [f"Not done yet: {each}." for each in self.left]
        said += [f"Please look yourself into: {', '.join(self.look)}."] * bool(self.look)
        if self.to_decide:
            where = ", ".join(f"{id_} ({field})" for id_, field in self.to_decide)
            said.append(f"Their words or name were also typed in: {where}. Please decide: study.erase_words(id) takes them out of one.")
        said += [f"Others name them in what they said: {', '.join(self.named_in)}. That is theirs; it can be held."] * bool(self.named_in)
        return tuple(said)

    def __repr__(self) -> str:
        return "\n".join([*self.lines, "What could not be reached from here:", *(f"  - {each}" for each in self.beyond), "A letter to send: .letter"])

    def _repr_html_(self) -> str:
        letter = [pages.heading("A letter to send"), pages.words(self.letter)]
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
    people, chosen = _meant(s, [who] if isinstance(who, str) else list(who))
    before = s.corpus
    leaving = _leaving(before, people, {c.id for c in chosen})
    body = Withdraw(
        contributors=tuple(sorted(people)),
        contributions=tuple(sorted({c.id for c in leaving})),
        texts=tuple(sorted({mark for c in leaving for mark in _marks(s, c)})),
        because=because.strip(),
    )
    traces = _traces(s, leaving, people)
    _says_nothing(because, traces)
    sources, places = _sources(s, set(body.contributions)), _places(leaving)
    decide, named = _typed(s, body, traces), _named(before, set(body.contributions), traces)
    s.purged = Purged()
    id_, *_ = s.record(body, *_still_no(s, people, set(body.contributions)))
    done = s.purged
    beyond = _beyond(s, sources, done.removed)
    return Withdrawn(
        id=naming.short(id_),
        contributions=len(body.contributions),
        people=len(people),
        rewritten=tuple(dict.fromkeys(_known_as(s, name) for name in done.rewritten)),
        removed=tuple(dict.fromkeys(done.removed)),
        left=tuple(f"{fault.where}: {fault.what}" for fault in done.left),
        look=done.look,
        to_decide=decide,
        named_in=named,
        beyond=beyond,
        letter=_letter(s, len(body.contributions), places, sources),
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


def _meant(s: Session, refs: Iterable[str]) -> tuple[set[str], list[Contribution]]:
    """The people and the contributions that were named."""
    people: set[str] = set()
    chosen: list[Contribution] = []
    for ref in refs:
        try:
            people.add(naming.the_contributor(ref, s.corpus))
        except MoreThanOne:
            raise
        except NoSuchThing:
            try:
                chosen.append(naming.the_contribution(ref, s.corpus))
            except MoreThanOne:
                raise
            except NoSuchThing:
                do = "Give a name they signed with, or the short id of a person or comment: study.people, study.find; `copro people`, `copro find`."
                raise NoSuchThing(f"Nobody who wrote, and no contribution, is called {ref!r}.", do=do, safe="Nothing was taken out.") from None
    if not people and not chosen:
        raise NotPossible("Nobody was named.", safe="Nothing was taken out.")
    return people, chosen


def _leaving(corpus: Corpus, people: set[str], chosen: set[str]) -> list[Contribution]:
    """Every text that goes, in all its versions; with it what the same person said in the very same words."""
    everything = [*corpus, *corpus.earlier.values()]
    marks = {(who, c.version) for c in everything if c.id in chosen and len(c.text.split()) >= LEAST for who in c.said_by}
    ids = {c.id for c in everything if c.id in chosen or not people.isdisjoint(c.said_by) or any((who, c.version) in marks for who in c.said_by)}
    return [c for c in everything if c.id in ids]


def _marks(s: Session, c: Contribution) -> tuple[str, ...]:
    return (c.version, *(said_mark(s.folder.key, who, c.version) for who in c.said_by))


def _still_no(s: Session, people: set[str], going: set[str]) -> list[Confirm]:
    """A no that stands only in what goes holds on for all else that this person said."""
    left = replace(
        s.corpus,
        contributions={id_: c for id_, c in s.corpus.contributions.items() if id_ not in going},
        earlier={at: c for at, c in s.corpus.earlier.items() if at[0] not in going},
    )
    after = Permissions.of(left, s.book.confirmed)
    staying = {who for c in left for who in c.said_by} - people
    touched = [who for who in s.corpus.contributors if who in staying and any(c.id in going for c in s.corpus.by(who))]
    lost = [(who, w) for who in touched for w in WISHES if s.permissions.ruling(who, w).answer == "no" != after.ruling(who, w).answer]
    return [Confirm(contributor=who, about=wish, answer="no", because=STILL_NO) for who, wish in lost]


# where their words are


def _traces(s: Session, leaving: list[Contribution], people: set[str]) -> Traces:
    """What they can be known by among what the group typed, less what others have said in the same words or are called."""
    ids = {c.id for c in leaving}
    others = [c for c in s.corpus if c.id not in ids]
    people = people | {who for c in leaving for who in c.said_by} - {who for c in others for who in c.said_by}  # nothing of theirs is left
    names = {name for who in people for name in s.corpus.contributors[who].signed}
    names |= {c.value for (who, about, _), each in s.book.confirmed.items() if who in people and about == "name" for c in each}
    names -= {name for c in others for name in c.signed} | {a.name for a in s.book.analysts.values()} | {""}
    told_apart = frozenset(name for name in names if " " in name or not any(has_name(c.text, name) for c in others))
    return Traces(less(runs_of(c.text for c in leaving), (c.text for c in others)), told_apart)


def _says_nothing(because: str, traces: Traces) -> None:
    if traces.are_in(because):
        do = "Say it without the words and the name that are to go."
        raise NotPossible("The reason would keep what is to be taken out.", do=do, safe="Nothing was taken out yet.")


def _typed(s: Session, body: Withdraw, traces: Traces) -> tuple[tuple[str, str], ...]:
    """(short id, field) of what was typed with their words or name, and is not about them alone, which goes anyway."""
    going = Gone().told([*s.book.entries, Entry("", "", 0, 0, "", "", "", (), body)]).wordless
    typed = ((e, field, text) for e in s.book.entries if isinstance(e.body, Decision) for field, text in e.body.words().items())
    return tuple((naming.short(e.id), field.partition(":")[0]) for e, field, text in typed if e.id not in going and traces.are_in(text))


def _named(corpus: Corpus, going: set[str], traces: Traces) -> tuple[str, ...]:
    """What others said, and has their name in it."""
    names = Traces(names=traces.names)
    return tuple(naming.short(c.id) for c in corpus if c.id not in going and names and names.are_in(c.text))


# what is beyond


def _sources(s: Session, going: set[str]) -> tuple[str, ...]:
    """The names of the files they came in with."""
    brought = [e.body for e in s.book.tables.sources.values() if isinstance(e.body, AddSource)]
    return tuple(dict.fromkeys(b.name for b in brought if b.name and going & s.brought_by(b)))


def _known_as(s: Session, file: str) -> str:
    """A file of the study as the group knows it: for what was read, with the name of the file that it came from."""
    brought = [e.body for e in s.book.tables.sources.values() if isinstance(e.body, AddSource)]
    name = next((b.name for b in brought if file == f"corpus/{b.source}.jsonl"), "")
    return f"{file} (read from {name})" if name else file


def _places(leaving: list[Contribution]) -> tuple[str, ...]:
    """Where it stands for all to see: "comment 12 on ...". A table's own ids are kept as digests, and tell nobody anything."""
    public = [c for c in leaving if c.origin[0] not in ("table", "note")]
    return tuple(dict.fromkeys(f"{c.kind} {c.origin[3]} on {c.origin[1]}" for c in public))


def _beyond(s: Session, sources: tuple[str, ...], removed: tuple[str, ...]) -> tuple[str, ...]:
    theirs = [log for _, log in sorted(s.logs.files.items()) if log.log not in s.own_logs]
    given = dict.fromkeys([*(name for name in removed if name.startswith("outputs/")), *(called(s.folder, path) for path in outputs(s.folder))])
    versions = [e.body.words().get("name", "") for e in s.book.tables.versions if isinstance(e.body, Decision)]
    return (
        *(f"{whose(s, log)}'s computer (decisions/{log.path.name}): it does the same when the study is opened there" for log in theirs),
        "copies of the folder elsewhere, its earlier versions in a cloud, git or a backup, and what lies in a recycle bin",
        *(f"the file it came from, {name}, wherever it is kept" for name in sources),
        *(f"{name}, wherever it was sent or posted" for name in given),
        *(f"what was given out of the version {name!r}" for name in versions),
        "printed sheets, and what anyone wrote down or remembers",
    )


def _letter(s: Session, many: int, places: tuple[str, ...], sources: tuple[str, ...]) -> str:
    """A short letter that asks the others, and whoever runs the blog, to take it out too. It has none of the words, and no name."""
    what = "something they had said" if many == 1 else f"{many} things they had said"
    title = s.book.of_the_study("title")
    about = repr(title) if title else "our consultation"
    lines = [
        "Hello,",
        f"somebody who took part in {about} has taken back {what}. We have taken it out of the study.",
        "Please open the study once on each computer where you have it: it then erases it there too.",
        "Please also delete it from copies, backups, e-mails and papers that you have, and do not pass it on.",
        *([f"It came with: {', '.join(sources)}. Please delete that file, or take it out there."] if sources else []),
        *([f"It can still be read at: {', '.join(places)}. Please take it down there."] if places else []),
        "Thank you.",
    ]
    return "\n\n".join(lines)


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one if n == 1 else many or one + 's'}"
