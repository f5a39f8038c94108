"""Parts: what a draft may be commented on, found again by its mark, with what saying it differently would propose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from copro_text import decisions as d
from copro_text.codebook import IN_USE, Code, ThemeView
from copro_text.corpus import mark_of
from copro_text.errors import NotPossible
from copro_text.verbs.naming import folded
from copro_text.verbs.session import Session
from copro_text.verbs.sorting import labels
from copro_text.writers.panel import WHOLE
from copro_text.writers.plain import cut_short, one_line
from copro_text.writers.readable import sentences

Proposes = Callable[[str], tuple[d.Shared, tuple[str, str]]]
"""Words -> the proposal that they make, and the field that it sets."""
ON_A_DRAFT = "Asked for in a comment on a draft."
CHANGED_SINCE = "kept as a note: the group has changed these words since the draft was written"


@dataclass(frozen=True)
class Part:
    """What a mark in a draft stands for.

    Attributes
    ----------
    about
        The id of what a note is about.
    says
        Its words now, or when they stood there.
    is_a_part
        Whether a note has to say which sentence it is about.
    proposes, why_not
        What other words would propose; or why they are only noted.
    offered
        What was offered for it in drafts that came back before.
    """

    about: str
    called: str
    says: str
    is_a_part: bool = False
    proposes: Proposes | None = None
    why_not: str = ""
    is_gone: bool = False
    offered: frozenset[str] = frozenset()


def parts(s: Session) -> Mapping[str, Part]:
    """Every part that a draft of this study has or had, by its mark."""
    found: dict[str, Part] = {}
    for mark, part in (*_of_the_study(s), *_passages(s), *_names(s), *_themes(s)):
        found[mark] = part  # what is in force comes last and counts
    return found


def whole_of(s: Session) -> str:
    """The mark of the draft as a whole."""
    return mark_of(f"{mark_of(s.folder.id)} ")


def _of_the_study(s: Session) -> Iterator[tuple[str, Part]]:
    about, study = s.folder.id, mark_of(s.folder.id)
    yield whole_of(s), Part(about, WHOLE, "")
    for e in s.book.memos:
        if isinstance(e.body, d.Memo) and e.body.whose == d.HOW_WE_WORKED:
            for sentence in map(one_line, sentences(e.body.text)):
                yield (
                    mark_of(f"{study} {sentence}"),
                    Part(e.id, "how we worked", sentence, True, why_not="kept as a note: whoever wrote it can write it anew"),
                )
    kinds: tuple[type[d.Title | d.Question | d.Promise], ...] = (d.Title, d.Question, d.Promise)
    for kind in kinds:
        now = s.book.of_the_study(kind.kind)
        earlier = [e.body.text for e in s.book.entries if isinstance(e.body, kind)]
        offered = _offered(e.body.text for e in s.book.entries if isinstance(e.body, kind) and e.body.because == ON_A_DRAFT)
        for words in filter(None, [*earlier, now]):
            proposes = _of_kind(kind) if words == now else None
            yield mark_of(f"{study} {one_line(words)}"), Part(about, kind.kind, words, True, proposes, CHANGED_SINCE, offered=offered)


def _offered(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(folded(each) for text in texts for each in (text, *sentences(text)))


def _of_kind(kind: type[d.Title | d.Question | d.Promise]) -> Proposes:
    return lambda words: (kind(text=words), ("study", kind.kind))


def _passages(s: Session) -> Iterator[tuple[str, Part]]:
    against = (e for theme in s.book.themes.values() for e in theme.against)
    for excerpt in dict.fromkeys([*(p.excerpt.id for p in s.book.placings), *against]):
        why = "kept as a note: what somebody said is not put into other words"
        yield mark_of(excerpt), Part(excerpt, f"passage {mark_of(excerpt)}", "", why_not=why)


def _names(s: Session) -> Iterator[tuple[str, Part]]:
    called = labels(s)
    for code in s.book.codes.values():
        said = [e.body for e in s.book.entries if isinstance(e.body, d.Name | d.Define | d.Rename) and s.book.survivor(e.body.code) == code.id]
        name = called.get(code.id) or code.label or "a draft name"
        yield from _meanings(code, name, said)
        renames = _renames(s, code) if code.state == IN_USE else None
        offered = _offered(each.label for each in said if isinstance(each, d.Rename) and each.because == ON_A_DRAFT)
        yield mark_of(code.id), Part(code.id, name, name, False, renames, f"kept as a note: the name is {code.state}", offered=offered)
    for relation in s.book.relations:
        why = "kept as a note: propose it anew with copro relate"
        yield mark_of(relation.id), Part(relation.entry, "how they relate", relation.how, why_not=why)


def _meanings(code: Code, name: str, said: Sequence[d.Name | d.Define | d.Rename]) -> Iterator[tuple[str, Part]]:
    """Each sentence that says, or once said, what a name means."""
    defined = [each for each in said if not isinstance(each, d.Rename)]
    offered = _offered(each.definition for each in defined if each.because == ON_A_DRAFT)
    for definition in [*(each.definition for each in defined), code.definition]:
        for sentence in filter(None, map(one_line, sentences(definition))):
            defines = _defines(code, sentence) if code.state == IN_USE and definition == code.definition else None
            yield mark_of(f"{mark_of(code.id)} {sentence}"), Part(code.id, name, sentence, True, defines, CHANGED_SINCE, offered=offered)


def _renames(s: Session, code: Code) -> Proposes:
    def proposes(words: str) -> tuple[d.Shared, tuple[str, str]]:
        label = one_line(words)
        if taken := [other for other, known in labels(s).items() if other != code.id and folded(known) == folded(label)]:
            raise NotPossible(f"there is a name “{cut_short(label, 60)}” already ({taken[0][:8]}).")
        return d.Rename(code=code.id, label=label), (code.id, "label")

    return proposes


def _defines(code: Code, sentence: str) -> Proposes:
    return lambda words: (d.Define(code=code.id, definition=reworded(code.definition, {sentence: words})), (code.id, "definition"))


def reworded(definition: str, instead: Mapping[str, str]) -> str:
    """A definition with other sentences in the place of some, and the rest as it was."""
    return " ".join(one_line(instead.get(each, each)) for each in map(one_line, sentences(definition)))


def _themes(s: Session) -> Iterator[tuple[str, Part]]:
    for theme in s.book.themes.values():
        in_use = theme.state == IN_USE
        called = f"“{cut_short(one_line(theme.sentence), 60)}”"
        said = [e.body for e in s.book.entries if isinstance(e.body, d.Theme) and e.body.theme == theme.id]
        offered = _offered(each.sentence for each in said if each.because == ON_A_DRAFT)
        rewords, why = _rewords(theme) if in_use else None, f"kept as a note: the theme is {theme.state}"
        yield mark_of(theme.id), Part(theme.id, called, one_line(theme.sentence), False, rewords, why, offered=offered)


def _rewords(theme: ThemeView) -> Proposes:
    def proposes(words: str) -> tuple[d.Shared, tuple[str, str]]:
        body = d.Theme(theme=theme.id, codes=theme.names, passages=theme.passages, against=theme.against, sentence=one_line(words))
        return body, (theme.id, "theme")

    return proposes
