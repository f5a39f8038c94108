"""No output holds a trace of anybody who has not said yes. Every registered writer is asked, so a new one is asked as well."""

from __future__ import annotations

import ast
import base64
import html
import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

from copro_text import decisions as d
from copro_text import writers
from copro_text.corpus import Contribution, Corpus, assemble
from copro_text.writers import AUDIENCES, WRITERS, Edition, PileView
from tests.helpers import Log, corpus_of, edition_of, said, some_id

OUTPUTS = [pytest.param(write, id=kind + suffix) for kind, by in WRITERS.items() for suffix, write in by.items()]

PERMITTED = "permittedplover"
MARKERS = {
    "not asked": "unaskedquetzal",
    "refused": "refusedcapybara",
    "found a no": "foundnoibex",
    "no use": "nouseaxolotl",
    "use no in one text": "onetextpangolin",
    "use no in their words": "wordsokapi",
    "yes not confirmed": "unconfirmednarwhal",
    "name not confirmed": "Unconfirmedname Wombat",
    "perspective": "perspectivedugong",
    "perspective not confirmed": "unsaidtapir",
    "perspective typed in": "typedkakapo",
    "signature": "Signature Numbat",
    "somebody else's signature": "Mentioned Echidna",
    "held": "heldcassowary",
    "set aside": "asidebinturong",
    "words changed": "changedmarkhor",
    "no for this text": "thistextfossa",
    "one of two said nothing": "twovoicesgharial",
    "not known": "unknownsaiga",
    "found name beside an unquoted text": "Besidename Tarsier",
    "no after a yes": "laternopotoo",
}


def everybody() -> dict[str, Contribution]:
    """One text each; the key says what about its writer makes it unprintable."""
    m = MARKERS
    mine, yours, name = m["signature"], m["somebody else's signature"], m["name not confirmed"]
    return {
        "yes": said("yes", f"They rang back {PERMITTED}. {yours} said so."),
        "not asked": said("not asked", f"Asked {m['not asked']}.", signed=yours),
        "refused": said("refused", f"Refused {m['refused']}."),
        "found a no": said("found a no", f"Do not print {m['found a no']}.", found=[("quote", "no", f"Do not print {m['found a no']}.")]),
        "no use": said("no use", f"Not this {m['no use']}.", signed="Nouse Aardwolf"),
        "use no in one text": said("use no in one text", f"Not that {m['use no in one text']}."),
        "use no in their words": said("use no in their words", f"Leave out {m['use no in their words']}.", found=[("use", "no")]),
        "yes not confirmed": said(
            "yes not confirmed",
            f"Print {m['yes not confirmed']} as {name}.",
            found=[("quote", "yes"), ("name", "yes", f"as {name}.", name), ("author", "yes", f"as {name}.", name)],
        ),
        "perspective": said(
            "perspective",
            f"I am a {m['perspective']} and they rang. And {m['perspective not confirmed']} too.",
            found=[("perspective", "yes", "", m["perspective"]), ("perspective", "yes", "", m["perspective not confirmed"])],
        ),
        "signature": said("signature", f"They rang. {mine}", signed=mine),
        "name": said("name", f"They rang. I am {name}.", found=[("name", "yes", "", name)]),
        "held": said("held", f"Held {m['held']}."),
        "set aside": said("set aside", f"Aside {m['set aside']}."),
        "no for this text": said("no for this text", f"Not here {m['no for this text']}."),
        "two": said(["yes", "silent"], f"We two {m['one of two said nothing']}."),
        "not known": said("", f"Someone {m['not known']}.", voice="not known"),
        "beside": said("beside", "They rang.", signed=m["found name beside an unquoted text"]),
        "changed": said("changed", f"Before {m['words changed']}.", native="edited"),
        "later": said("later", f"Yes {m['no after a yes']}."),
        "later no": said("later", "I thought again, leave my words out.", found=[("quote", "no", "leave my words out.")]),
    }


def corpus_with_an_edit(texts: dict[str, Contribution]) -> Corpus:
    first = corpus_of(*texts.values())
    source = next(iter(first.sources.values()))
    edited = said("changed", "Now it says nothing.", native="edited")
    assert edited.id == texts["changed"].id
    return assemble([(source, texts.values()), (source, [edited])])


@cache
def planted(audience: str = "public") -> tuple[Corpus, Edition]:
    texts = everybody()
    corpus = corpus_with_an_edit(texts)
    log = Log()
    log.join("Maya")
    code = log.name("Somebody rings back", heading="What it is")
    for c in texts.values():
        log.place(code, c)
    slogans = log.name("Slogans")
    log.place(slogans, *texts.values())
    everything = tuple(c.whole.id for c in texts.values())
    log.agreed(d.Theme(theme=some_id("theme"), codes=(code,), passages=everything, against=everything, sentence="They ring back.", members=("maya",)))
    log.agreed(d.Relate(relation=some_id("relation"), one=code, how="rests on", other=some_id("theme"), members=("maya",)))
    for c in texts.values():
        log.add(d.Memo(about=c.whole.id, whose="not clear to me", text="Who is that?"))
    draft = some_id("draft")
    log.add(d.Draft(run="run", codes=((draft, 0),)))
    settled = ("yes", "signature", "name", "held", "set aside", "no for this text", "changed", "beside")
    for who in settled:
        log.confirm(who, "quote", seen=[])
    log.confirm("later", "quote", seen=[texts["later"]])
    log.confirm("refused", "quote", "no")
    log.confirm("no use", "quote", "yes")
    log.confirm("no use", "name", value="Nouse Aardwolf")
    log.confirm("no use", "use", "no")
    log.confirm("use no in one text", "quote", "yes")
    log.confirm("use no in one text", "use", "no", only=texts["use no in one text"])
    log.confirm("no for this text", "quote", "no", only=texts["no for this text"])
    log.confirm("perspective", "perspective", value=MARKERS["perspective"])
    log.confirm("yes", "perspective", value=MARKERS["perspective typed in"])
    log.confirm("perspective", "perspective", value=MARKERS["perspective"], only=texts["perspective"])  # they may not be quoted
    log.confirm("yes", "perspective", "no", value=MARKERS["perspective typed in"], only=texts["yes"])
    log.add(d.Hold(contributions=(texts["held"].id,)))
    log.add(d.SetAside(excerpts=(texts["set aside"].whole.id,), because="Said twice"))
    excerpts = tuple(c.whole.id for c in texts.values())
    words = tuple(MARKERS.values())
    piles = [
        PileView(0, " · ".join(words), ("rang", PERMITTED, *words), 19, 20, words, excerpts, excerpts),
        *(PileView(n, f"{word} · rang", (word,), 1, 1, (word,), excerpts, ()) for n, word in enumerate(words, start=1)),
        PileView(-1, texts=2),
    ]
    return corpus, edition_of(
        corpus,
        log,
        labels={draft: " · ".join(words)},
        suggestions={draft: excerpts, code: excerpts},
        piles=piles,
        map_png=b"\x89PNG\r\n\x1a\n",
        map_alt=f"A map with {' and '.join(words)}",
        settings={"seed": 7},
        audience=audience,
    )


def everything_in(data: bytes) -> str:
    """All text in an output: zips and PDFs opened, entities and escapes undone, pictures decoded, in lower case."""
    if data.startswith(b"%PDF"):
        read = PdfReader(io.BytesIO(data))
        said = [page.extract_text() for page in read.pages]
        return "\n".join([*said, *parts_of_pdf(read.trailer, set())]).casefold()
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as z:
            return "\n".join(f"{name}\n{z.comment!r}\n{everything_in(z.read(name))}" for name in z.namelist())
    text = data.decode("utf-8", "replace")
    pictures = [base64.b64decode(found).decode("latin-1") for found in re.findall(r"base64,([A-Za-z0-9+/=]+)", text)]
    plain = html.unescape(re.sub(r"\\(\W)", r"\1", text))
    return "\n".join([text, plain, re.sub(r"<[^>]*>", "", plain), *pictures]).casefold()


def parts_of_pdf(thing: object, seen: set[int]) -> Iterator[str]:
    """Every string and every stream in a PDF: metadata, outline, tags with their words for figures, and what is drawn."""
    if isinstance(thing, IndirectObject):
        if thing.idnum in seen:
            return
        seen.add(thing.idnum)
        thing = thing.get_object()
    if isinstance(thing, StreamObject):
        yield thing.get_data().decode("latin-1")
    if isinstance(thing, DictionaryObject):
        for key in thing:
            yield str(key)
            yield from parts_of_pdf(thing.raw_get(key), seen)
    elif isinstance(thing, ArrayObject):
        for each in list.__iter__(thing):
            yield from parts_of_pdf(each, seen)
    else:
        yield str(thing)


@pytest.mark.parametrize("audience", AUDIENCES)
@pytest.mark.parametrize("write", OUTPUTS)
def test_no_output_holds_a_trace_of_words_without_a_yes(write, audience: str) -> None:
    corpus, edition = planted(audience)
    text = everything_in(write(edition))
    found = [why for why, marker in MARKERS.items() if any(word in text for word in marker.casefold().split())]
    assert found == []
    assert "aardwolf" not in text
    assert [c.id for c in corpus if c.id in text] == []
    assert [who for who in corpus.contributors if who in text] == []


@pytest.mark.parametrize("write", OUTPUTS)
def test_the_trap_reads_every_kind_of_output(write) -> None:
    _, edition = planted()
    text = everything_in(write(edition))
    assert "somebody rings back" in " ".join(text.split()) or PERMITTED in text


def test_every_function_that_makes_an_output_of_an_edition_is_registered_and_so_is_asked() -> None:
    registered = {write.__name__ for by in WRITERS.values() for write in by.values()}
    made = set()
    for path in Path(writers.__file__).parent.glob("*.py"):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef) and isinstance(node.returns, ast.Name) and node.returns.id == "bytes":
                takes = [ast.unparse(a.annotation) for a in node.args.args if a.annotation is not None]
                if takes == ["Edition"]:
                    made.add(node.name)
    assert made == registered


def test_a_group_edition_says_by_short_id_whose_words_these_are_and_a_public_one_never() -> None:
    corpus, public = planted("public")
    _, group = planted("group")
    (mine,) = {who for c in corpus for who in c.said_by if PERMITTED in c.text}
    assert {q.who for name in public.names for q in name.quotes} == {()}
    assert (mine[:8],) in {q.who for name in group.names for q in name.quotes}
    assert mine[:8] in everything_in(WRITERS["manifesto"][".pdf"](group))
    assert [who for who in corpus.contributors for by in WRITERS.values() for write in by.values() if who[:8] in everything_in(write(public))] == []


def test_where_somebody_comes_from_stands_beside_the_very_words_for_which_it_was_chosen_and_nowhere_else() -> None:
    first, second = said("rose", "They rang."), said("rose", "They did not.")
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings back"), first, second)
    log.confirm("rose", "quote")
    log.confirm("rose", "perspective", value="mother of two")
    log.confirm("rose", "perspective", value="a carer", only=first)
    assert [q.perspective for q in edition_of(corpus_of(first, second), log).names[0].quotes] == ["a carer", ""]
    log.confirm("rose", "perspective", "no", value="a carer", only=first)
    assert [q.perspective for q in edition_of(corpus_of(first, second), log).names[0].quotes] == ["", ""]


def test_the_trap_would_catch_something() -> None:
    _, edition = planted()
    assert any(PERMITTED in everything_in(write(edition)) for by in WRITERS.values() for write in by.values())
    whole = everything_in(zip_of({"a.txt": f"<i>{MARKERS['held']}</i>".encode()}))
    assert MARKERS["held"] in whole


def zip_of(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in members.items():
            z.writestr(name, data)
    return out.getvalue()


def test_each_reason_for_not_quoting_is_counted() -> None:
    _, edition = planted()
    assert dict(edition.withheld) == {
        "not asked": 3,  # two were never asked; of two who spoke, one was not
        "to be confirmed": 1,
        "said no": 5,
        "not known who said it": 1,
        "held": 1,
        "set aside": 1,
        "words changed since": 1,
    }


def test_who_asked_us_not_to_use_their_words_is_only_a_count() -> None:
    _, edition = planted()
    assert (edition.not_used.people, edition.not_used.texts) == (3, 3)
    assert sum(row.who.texts for row in edition.account) == edition.texts == 20


def test_a_name_is_left_out_of_a_quotation_visibly() -> None:
    _, edition = planted()
    quoted = {q.text for q in edition.names[0].quotes}
    assert f"They rang back {PERMITTED}. […] said so." in quoted
    assert "They rang. […]" in quoted


def test_a_name_stays_where_it_was_settled_to_stand_beside_these_very_words() -> None:
    c = said("rose", "They rang. R. Okafor", signed="R. Okafor")
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings back"), c)
    log.confirm("rose", "quote")
    log.confirm("rose", "name", value="R. Okafor")
    (quote,) = edition_of(corpus_of(c), log).names[0].quotes
    assert (quote.text, quote.credit) == ("They rang. […]", "")
    log.confirm("rose", "name", value="R. Okafor", only=c)
    (quote,) = edition_of(corpus_of(c), log).names[0].quotes
    assert (quote.text, quote.credit) == ("They rang. R. Okafor", "R. Okafor")


def test_who_is_credited_is_named_only_under_the_texts_for_which_that_was_settled() -> None:
    first, second = said("rose", "They rang."), said("rose", "They did not.")
    log = Log()
    log.join("Maya")
    log.place(log.name("Rings back"), first, second)
    log.confirm("rose", "quote")
    log.confirm("rose", "name", value="R. Okafor")
    log.confirm("rose", "name", value="R. Okafor", only=first)
    assert [q.credit for q in edition_of(corpus_of(first, second), log).names[0].quotes] == ["R. Okafor", ""]


@pytest.mark.parametrize("people", [9, 10])
def test_perspectives_are_listed_only_when_ten_people_agreed(people: int) -> None:
    texts = [said(f"p{i}", f"They rang {i}.") for i in range(people)]
    log = Log()
    log.join("Maya")
    for i in range(people):
        log.confirm(f"p{i}", "quote")
        log.confirm(f"p{i}", "perspective", value=f"carer number {i}")
    edition = edition_of(corpus_of(*texts), log)
    assert len(edition.perspectives) == (10 if people == 10 else 0)
    assert edition.perspectives_not_shown == (0 if people == 10 else 9)
