"""People: going through the wishes found in people's words, and confirming them, one by one or in a table."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from pathlib import Path

from copro_text.corpus import FINDABLE
from copro_text.decisions import YES_NO, Confirm
from copro_text.errors import CoproError, NotPossible, NotReadable
from copro_text.permission import CREDIT, WISHES, Ruling
from copro_text.store.folder import telling, write_whole
from copro_text.verbs import naming
from copro_text.verbs.apart import must_not_lie_with_the_others
from copro_text.verbs.session import Session
from copro_text.writers.sheets import plain_csv, safe_csv

COLUMNS = ("id", "signed", "about", "found", "value", "sentence", "for", "confirm", "because", "seen")


def confirmation(s: Session, who: str, about: str, answer: str, *, value: str = "", contribution: str = "", because: str = "") -> Confirm:
    """The decision that settles one thing about one person, with the evidence in their own words where there is some."""
    seen = s.permissions.found_in(who, about)
    if about == "perspective":
        return _perspective(s, who, answer, value, contribution, because, seen)
    ruling = s.permissions.ruling(who, about)
    evidence = ruling.evidence.id if ruling.evidence and ruling.asked_for == answer else ""
    if answer == "yes" and evidence and not contribution and not because.strip() and _is_of_one_text(s, about, ruling):
        contribution = ruling.evidence.contribution if ruling.evidence else ""
    if ruling.asked_for == "no" and answer == "yes" and not because.strip():
        said = f": {s.permissions.corpus.text(ruling.evidence)!r}" if ruling.evidence else ""
        do = "To agree with what was found, answer no. If they have told you otherwise since, say how you know: because=, or --because."
        raise NotPossible(f"Their words say no to that{said}.", do=do, safe="Nothing was recorded.")
    if about in CREDIT and answer == "yes" and not s.permissions.asked_to_be_credited(who) and not because.strip():
        do = "If they told you otherwise than in these words, say how you know: because=, or --because."
        raise NotPossible("Nothing in their words asks for a credit.", do=do, safe="Nothing was recorded.")
    named = value or ruling.value or _signed(s, who)
    if about == "name" and answer == "yes" and not named:
        raise NotPossible(
            "Nothing says by which name to credit them.", do='Say it: value="J. Smith", or --value "J. Smith".', safe="Nothing was recorded."
        )
    value = named if about == "name" and answer == "yes" else value
    return Confirm(contributor=who, about=about, answer=answer, contribution=contribution, evidence=evidence, seen=seen, value=value, because=because)


def _perspective(s: Session, who: str, answer: str, value: str, contribution: str, because: str, seen: tuple[str, ...]) -> Confirm:
    found = {p.words: p.evidence for p in s.permissions.perspectives(who)}
    if not value and len(found) != 1:
        said = "; ".join(map(repr, found)) or "none was found"
        raise NotPossible(
            f"Which perspective? ({said})", do='Say it in their own words: value="carer for my dad", or --value.', safe="Nothing was recorded."
        )
    words = value or next(iter(found))
    evidence = found.get(words)
    return Confirm(
        contributor=who,
        about="perspective",
        answer=answer,
        contribution=contribution,
        evidence=evidence.id if evidence else "",
        seen=seen,
        value=words,
        because=because,
    )


def findings(s: Session) -> list[dict[str, str]]:
    """Everything found that nobody has confirmed, one row a wish or perspective; `confirm` is empty, to be filled in."""
    rows = []
    for who, c in s.corpus.contributors.items():
        about = {"id": naming.short(who), "signed": ", ".join(c.signed), "confirm": "", "because": ""}
        for wish in WISHES:
            ruling = s.permissions.ruling(who, wish)
            if ruling.to_confirm:
                sentence = s.permissions.corpus.text(ruling.evidence) if ruling.evidence else _asked(s, who, wish)
                found = {"about": wish, "found": ruling.asked_for, "value": _credit(s, who, wish), "sentence": sentence}
                rows.append(about | found | {"for": _for(s, who, wish, ruling)} | _seen(s, who, wish))
        for p in s.permissions.perspectives(who):
            if not p.confirmed:
                sentence = s.permissions.corpus.text(p.evidence) if p.evidence else ""
                rows.append(
                    about | {"about": "perspective", "found": "yes", "value": p.words, "sentence": sentence, "for": ""} | _seen(s, who, "perspective")
                )
    return rows


def _is_of_one_text(s: Session, wish: str, ruling: Ruling) -> bool:
    return ruling.evidence is not None and ruling.asked_for == "yes" and s.permissions.is_of_one_text(wish, ruling.evidence)


def _for(s: Session, who: str, wish: str, ruling: Ruling) -> str:
    """How far a yes would reach."""
    if _is_of_one_text(s, wish, ruling):
        return "the text it stands in; to take it for all, write under because how you know"
    texts = sum(1 for _ in s.corpus.by(who))
    return f"all they said: {texts} texts" if texts > 1 else "their one text"


def _asked(s: Session, who: str, wish: str) -> str:
    """The closed questions about a wish, and what was answered, as it was written."""
    from copro_text.readers.columns import asks_for

    beside = dict.fromkeys(f"{question}: {answer}" for c in s.corpus.by(who) for question, answer in c.aside if asks_for(question) == wish)
    return "; ".join(beside) or "(a closed question of the survey)"


def _credit(s: Session, who: str, wish: str) -> str:
    """The name they asked to be credited by; where they did not spell it out, the one they signed with."""
    ruling = s.permissions.ruling(who, wish)
    return ruling.value or (_signed(s, who) if wish == "name" and ruling.asked_for == "yes" else "")


def _signed(s: Session, who: str) -> str:
    signed = s.corpus.contributors[who].signed
    return signed[-1] if signed else ""


def _seen(s: Session, who: str, about: str) -> dict[str, str]:
    """A mark of the texts in which something was found, so that a table that went out before a new text came is not taken for an answer to it."""
    return {"seen": "+".join(sorted(text[: naming.SHORT] + text[-naming.SHORT :] for text in s.permissions.found_in(who, about)))}


def save(s: Session, path: Path) -> Path:
    """Write the findings as CSV; cells that a spreadsheet would take for a formula get an apostrophe in front."""
    must_not_lie_with_the_others(s, path)
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({name: safe_csv(row[name]) for name in COLUMNS} for row in findings(s))
    write_whole(path, table.getvalue().encode("utf-8-sig"))
    return path


def confirm_from(s: Session, path: Path) -> int:
    """Take in a table that a person went through: a row with "yes", "no" or "not asked" under `confirm` is an answer.

    All faults are told at once, and then nothing is recorded.
    """
    s.must_be_somebody()
    bodies: list[Confirm] = []
    faults: list[str] = []
    for number, row in enumerate(_rows(path), start=2):
        answer = row.get("confirm", "").strip().lower()
        if not answer:
            continue
        try:
            bodies.append(_answer(s, row, answer))
        except CoproError as wrong:
            faults.append(f"row {number}: {wrong.what}")
    if faults:
        more = f" (and {len(faults) - 10} more)" if len(faults) > 10 else ""
        raise NotPossible(f"{path.name}: {'; '.join(faults[:10])}{more}", do="Mend these rows and do it again.", safe="Nothing was recorded.")
    if bodies:
        s.record(*bodies)
    return len(bodies)


def _answer(s: Session, row: Mapping[str, str], answer: str) -> Confirm:
    about = row.get("about", "").strip().lower()
    if about not in FINDABLE:
        raise NotPossible(f"'about' is one of {', '.join(FINDABLE)}, not {about!r}.")
    if answer not in YES_NO:
        raise NotPossible(f"'confirm' is yes, no or not asked, not {answer!r}.")
    who = naming.the_contributor(row.get("id", "").strip() or row.get("signed", "").strip(), s.corpus)
    if row.get("seen", "").strip() and row["seen"].strip() != _seen(s, who, about)["seen"]:
        raise NotPossible("they have written since this table was made, and something was found there; make a new table.")
    return confirmation(s, who, about, answer, value=row.get("value", "").strip(), because=row.get("because", "").strip())


def _rows(path: Path) -> list[dict[str, str]]:
    with telling(path):
        data = path.read_bytes()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")  # a spreadsheet on Windows saved it in the old way
    head = text.partition("\n")[0]
    table = csv.DictReader(io.StringIO(text), delimiter=";" if head.count(";") > head.count(",") else ",")
    names = {name: (name or "").strip().lower() for name in table.fieldnames or ()}
    if not {"about", "confirm"} <= set(names.values()):
        do = "Use the table that `copro people STUDY --csv FILE` writes."
        raise NotReadable(f"{path} has no columns 'about' and 'confirm'.", do=do, safe="Nothing was recorded.")
    return [{names[k]: plain_csv(v) for k, v in row.items() if k in names and isinstance(v, str)} for row in table]
