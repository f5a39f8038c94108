"""Sentences: a decision said in plain English, as it would be told to someone who was not there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from copro_text import decisions as d
from copro_text import rules
from copro_text.codebook import Codebook
from copro_text.corpus import Corpus
from copro_text.decisions import Body, Entry
from copro_text.masks import INSTEAD
from copro_text.permission import as_redacted
from copro_text.standing import is_new

TO = {verb: verb for verb in ("set", "put")} | {
    "began": "begin",
    "called": "call",
    "did": "do",
    "joined": "join",
    "parted": "part",
    "said": "say",
    "took": "take",
}
"""The first words of what changes something shared, as they read after "to". What is made needs none: "proposed a new name"."""


WORDINGS = (d.Rename, d.Define, d.Heading, d.Theme, d.Question, d.Title, d.Approach, d.Promise, d.Safety)
"""Changes of words: of these, both can stand; of any other change that not all agree to, nothing comes."""


def told(e: Entry, book: Codebook, corpus: Corpus, labels: Mapping[str, str], *, deep: int = 2) -> str:
    """What a person did, in one sentence: "Maya called 'the list' 'Waiting too long', because ...", or "Maya proposed to call ..."."""
    who = _analyst(book, e.analyst)
    by = "" if e.entered_by == e.analyst else f" (typed by {_analyst(book, e.entered_by)})"
    because = getattr(e.body, "because", "")
    tail = f", because {because.rstrip('.')}" if because else ""
    did = _did(e.body, book, corpus, labels, deep)
    return ended(f"{who}{by} {did if _took_effect(e, book) else _would(did)}{tail}{_settled(e, book, corpus, labels, deep)}")


def _took_effect(e: Entry, book: Codebook) -> bool:
    """Whether what a decision says came about; a wording that only stands beside another, or that another competes with, is proposed still."""
    if not isinstance(e.body, d.Shared) or not e.body.members:
        return True
    if e.id in book.competing:
        return False
    outcomes = {enact.body.outcome for enact in book.standing.enacted.get(e.id, ()) if isinstance(enact.body, d.Enact)}
    return rules.AGREED in outcomes or (bool(outcomes) and is_new(e))


def _settled(e: Entry, book: Codebook, corpus: Corpus, labels: Mapping[str, str], deep: int) -> str:
    """What became of a question that was opened again, where another wording took effect instead of what it was about."""
    other = book.settled_by(e) if deep > 0 and isinstance(e.body, d.Reopen | d.Answer) else None
    return f"; since then other words took its place {_again(other.id, book, corpus, labels, 1)}" if other else ""


def turned(e: Entry, book: Codebook) -> Entry | None:
    """The act that an undo in force took back, or that a redo did again, however often it went to and fro; None for any other, or while it waits."""
    if not isinstance(e.body, d.Undo | d.Redo) or not _took_effect(e, book):
        return None
    return _to_and_fro(e, book)[0]


def _to_and_fro(e: Entry, book: Codebook) -> tuple[Entry, bool]:
    """What an undo or a redo is about in the end, and whether that is taken back by it."""
    back = False
    while isinstance(e.body, d.Undo | d.Redo):
        e, back = book.timeline.by_id[e.body.target], not back
    return e, back


def told_now(e: Entry, book: Codebook, corpus: Corpus, labels: Mapping[str, str]) -> str:
    """What was done this moment, in one sentence: of what was taken back, that it was, and what it had been."""
    what = turned(e, book)
    if what is None or isinstance(what.body, d.Strike):
        return told(e, book, corpus, labels)
    return f"{'Took back' if _to_and_fro(e, book)[1] else 'Did again'}: {told(what, book, corpus, labels)}"


def ended(sentence: str) -> str:
    """A sentence with its full stop, unless what was typed at its end has one."""
    return sentence if sentence.rstrip("'\"”)")[-1:] in (".", "?", "!", "…") else f"{sentence}."


def _would(did: str) -> str:
    """What a proposal would do: "proposed to call 'the list' 'Waiting too long'", "proposed a new name, 'Tea'"."""
    verb, _, rest = did.partition(" ")
    return f"proposed to {TO[verb]} {rest}" if verb in TO else f"proposed {rest}"


def _did(body: Body, book: Codebook, corpus: Corpus, labels: Mapping[str, str], deep: int) -> str:
    def code(id_: str) -> str:
        known = book.codes.get(id_)
        called = labels.get(id_) or (known.label if known else "")
        return "a draft" if known and known.run and not called else quoted(called or id_[:8])

    def thing(id_: str) -> str:
        theme = book.themes.get(id_)
        return quoted(theme.sentence) if theme else code(id_)

    match body:
        case d.Join():
            return "joined"
        case d.Leave():
            return "left"
        case d.Introduce(text=text):
            return f"said who they are: {quoted(text)}"
        case d.JoinGroup(group=group) | d.LeaveGroup(group=group):
            inside = isinstance(body, d.JoinGroup)
            return f"{'joined' if inside else 'left'} the group {quoted(book.group_name(group) or group[:8])}"
        case d.Question(text=text) | d.Title(text=text) | d.Approach(text=text) | d.Promise(text=text) | d.Safety(text=text):
            return f"set the {body.kind} to {quoted(text)}"
        case d.SetRule(says=says, n=n, days=days, group=group):
            return f"set our rule: {rules.Rule('', says, n, days, book.group_name(group)).sentence.rstrip('.')}"
        case d.HalfWithout():
            return "set aside the sorter's piles for a random half of the texts, for those who say yes, to see whether they steer us"
        case d.BeginAgain(codes=codes):
            return f"began again: {_count(len(codes), 'name')} put away"
        case d.Nest(code=of, under=under):
            return f"put {code(of)} under {code(under)}" if under else f"took {code(of)} out from under another name"
        case d.PutAway(code=of):
            return f"put {thing(of)} away"
        case d.Restore(code=of):
            return f"took {thing(of)} into use again"
        case d.Theme(sentence=sentence):
            before = book.reworded(body)
            if before is not None and isinstance(before.body, d.Theme):
                return f"said {quoted(sentence.rstrip('.'))} instead of the theme {quoted(before.body.sentence.rstrip('.'))}"
            return f"said as a theme: {quoted(sentence.rstrip('.'))}"
        case d.Relate(one=one, how=how, other=other):
            return f"said that {thing(one)} {how} {thing(other)}"
        case d.AddSource(name=name):
            return f"brought in {name or 'a source'}"
        case d.Note():
            return "typed in a note"
        case d.Confirm(contributor=person, about=about, answer=answer):
            signed = corpus.contributors[person].signed if person in corpus.contributors else ()
            return f"confirmed for {', '.join(signed) or person[:8]}: {about} {answer}"
        case d.Draft(codes=codes):
            return f"drafted {_count(len(codes), 'name')} from the sorter's piles"
        case d.Name(label=label):
            return f"made a new name, {quoted(label)}"
        case d.Rename(code=of, label=label):
            return f"called {_before(book, body)} {quoted(label)}"
        case d.Define(code=of, definition=text):
            return f"said what {code(of)} means: {quoted(text)}"
        case d.Heading(code=of, text=text):
            return f"put {code(of)} under the heading {quoted(text)}" if text else f"took {code(of)} from under its heading"
        case d.Merge(codes=codes, into=into):
            return f"joined {' and '.join(code(c) for c in codes)} to {code(into)}"
        case d.Split(code=of, labels=new):
            return f"parted {code(of)} into {' and '.join(quoted(label) for label in new.values())}"
        case d.Place(excerpts=excerpts, code=of):
            return f"put {_many(len(excerpts), 'passage')} with {code(of)}"
        case d.Remove(excerpts=excerpts, code=of):
            return f"said that {_many(len(excerpts), 'passage')} did not belong with {code(of)}"
        case d.ConfirmPile(excerpts=excerpts, code=of, run=""):
            senders = len({excerpt.partition(".")[0] for excerpt in excerpts})
            return f"put what {_many(senders, 'contribution')} of one letter have in common with {code(of)} in bulk"
        case d.ConfirmPile(excerpts=excerpts, code=of):
            return f"put a whole pile of {len(excerpts)} with {code(of)} in bulk"
        case d.SetAside(excerpts=excerpts):
            return f"set {_many(len(excerpts), 'passage')} aside"
        case d.BringBack(excerpts=excerpts):
            return f"brought {_many(len(excerpts), 'passage')} back"
        case d.Hold(contributions=held):
            return f"held {_many(len(held), 'contribution')}"
        case d.Release(contributions=held):
            return f"released {_many(len(held), 'contribution')}"
        case d.Redact(passages=passages, instead=instead):
            return f"put [{instead if instead in INSTEAD else INSTEAD[-1]}] in place of {_many(len(passages), 'passage')}"
        case d.LeaveAsItIs(passages=passages):
            return f"left {_many(len(passages), 'passage')} as {'it is' if len(passages) == 1 else 'they are'}"
        case d.SentTogether(contributions=alike, answer=answer):
            texts = _many(len(alike), "contribution")
            return f"said that {texts} {'are one letter, sent together' if answer == 'yes' else 'were not sent together'}"
        case d.SamePerson(contributors=same):
            return f"said that {_people(corpus, same)} are one person"
        case d.DifferentPeople(apart=parts):
            return f"said that {_people(corpus, [part[0] for part in parts if part])} are different people"
        case d.SomeoneElse(said=words):
            return f"said that {_many(len({c for _, c in words}), 'contribution')} {'is' if len(words) == 1 else 'are'} somebody else's"
        case d.WiderWord(word=word, said=own):
            theirs = " and ".join(quoted(as_redacted(words, corpus)) for words in own.values())
            return f"said {quoted(word)} for {theirs}" if word else f"left {theirs} as people said it"
        case d.Memo(about=about, whose=whose, text=text):
            is_held = about.partition(".")[0] in book.held
            if whose == "a word to keep":
                return "kept a word" if is_held else f"kept the words {quoted(text)}"
            return f"wrote a memo ({whose})" if is_held else f"wrote a memo ({whose}): {quoted(text)}"
        case d.Answer(proposal=proposal, answer=answer):
            return f"answered {quoted(answer)} to: {_again(proposal, book, corpus, labels, deep)}"
        case d.Enact(proposal=proposal, outcome=outcome):
            came_to = "took effect" if outcome == rules.AGREED else _stands(book.timeline.by_id.get(proposal))
            return f"saw that by our rule this {came_to}: {_again(proposal, book, corpus, labels, deep)}"
        case d.Hands(proposal=proposal):
            return f"counted hands ({count_of_hands(body)}) on: {_again(proposal, book, corpus, labels, deep)}"
        case d.Reopen(target=target):
            return f"opened again: {_again(target, book, corpus, labels, deep)}"
        case d.Own(entries=entries):
            return f"confirmed {_count(len(entries), 'entry', 'entries')} that another had typed for them"
        case d.Strike(entry=entry):
            return f"took back what another had typed: {_again(entry, book, corpus, labels, deep)}"
        case d.OnOurOwn():
            return "began to work on their own"
        case d.Share():
            return "shared what they did on their own"
        case d.Undo(target=target) if isinstance(strike := _body(book, target), d.Strike):
            return _let_stand(strike.entry, book, corpus, labels, deep)
        case d.Undo(target=target):
            return f"took back: {_again(target, book, corpus, labels, deep)}"
        case d.Redo(target=target):
            return f"did again what had been taken back: {_again(target, book, corpus, labels, deep)}"
        case d.Version(name=name):
            return f"fixed the version {quoted(name)}"
        case d.Withdraw():
            return "took out words, for good, for people who wanted them back"
        case d.EraseWords():
            return "erased what had been typed with a decision"
        case d.Erased():
            return "works on a computer where what was taken out is now erased"
        case d.TakenOut():
            return "did something about words that have been taken out since"
        case _:
            return f"did something this version of copro_text does not know ({body.kind})"


def _body(book: Codebook, entry: str) -> Body | None:
    known = book.timeline.by_id.get(entry)
    return known.body if known else None


def _let_stand(struck: str, book: Codebook, corpus: Corpus, labels: Mapping[str, str], deep: int) -> str:
    """What it means to take back a strike: what another had typed counts after all."""
    e = book.timeline.by_id.get(struck)
    by, whom = (_analyst(book, e.entered_by), _analyst(book, e.analyst)) if e else ("another", "them")
    if e is not None and isinstance(e.body, d.Answer):
        about = _again(e.body.proposal, book, corpus, labels, deep)
        return f"let the {quoted(e.body.answer)} stand after all that {by} had typed for {whom}, to: {about}"
    return f"let stand after all what {by} had typed for {whom}: {_again(struck, book, corpus, labels, deep)}"


def quoted(text: str) -> str:
    """What was typed, on one line and in quotation marks that it does not hold itself."""
    line = " ".join(text.split())
    marks = "''" if "'" not in line else '""' if '"' not in line else "“”"
    return f"{marks[0]}{line}{marks[1]}"


def day(time: str) -> str:
    """A line's time as people say a day: "3 May 2026"."""
    try:
        when = datetime.strptime(time, rules.TIME)
    except ValueError:
        return "a day not known"
    return f"{when.day} {when:%B %Y}"


def count_of_hands(hands: d.Hands) -> str:
    """A count of hands as people say it: "yes 5, can live with it 1"."""
    return ", ".join(f"{answer} {many}" for answer, many in hands.counts)


def _again(entry: str, book: Codebook, corpus: Corpus, labels: Mapping[str, str], deep: int) -> str:
    """What a decision is about, told as well; of what that is about in turn only that there is something."""
    if deep < 1:
        return "(an earlier decision)"
    target = book.timeline.by_id.get(entry)
    return f"({told(target, book, corpus, labels, deep=deep - 1).rstrip('.')})" if target else "something that is not here"


def _stands(proposal: Entry | None) -> str:
    """What "both stand" means for a proposal."""
    if proposal is not None and is_new(proposal):
        return "is in use, though not all agree"
    is_wording = proposal is None or isinstance(proposal.body, WORDINGS)
    return "stands beside the wording before it" if is_wording else "did not find agreement in time, and all is as before"


def _before(book: Codebook, body: d.Rename) -> str:
    """The wording that a rename would replace: the one in force when it was made, or the one proposed while that still waited."""
    before = book.reworded(body)
    if before is None or isinstance(before.body, d.Draft):
        return "a draft name" if before else "a name"
    label = before.body.labels.get(body.code, "") if isinstance(before.body, d.Split) else getattr(before.body, "label", "")
    return quoted(label) if label else "an earlier wording"


def _analyst(book: Codebook, id_: str) -> str:
    return book.analysts[id_].name if id_ in book.analysts else "someone"


def _people(corpus: Corpus, ids: Iterable[str]) -> str:
    """Contributors by the names they signed with, those who are one person now with all of them, and by short ids."""
    now = {part: who for who, c in corpus.contributors.items() for part in c.came_as or (who,)}
    told = [(", ".join(corpus.contributors[now[id_]].signed) if id_ in now else "", id_[:8]) for id_ in ids]
    return " and ".join(f"{name} ({short})" if name else short for name, short in told)


def _many(n: int, one: str) -> str:
    return _count(n, one) if n else "what was taken out since"


def _count(n: int, one: str, many: str = "") -> str:
    return f"{n} {one}" if n == 1 else f"{n} {many or one + 's'}"
