"""The command line: the same verbs as `Study`, for those who do not open a notebook.

Every listing takes --json. A mistake of the user's is one plain message and exit 1; wrong usage is exit 2.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from copro_text.console import plainly
from copro_text.errors import CoproError
from copro_text.study import Study

if TYPE_CHECKING:
    import pandas as pd

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Turn many comments into a few names that a group of equals can all stand behind. Nothing leaves your laptop.",
)

Folder = Annotated[Path, typer.Argument(metavar="STUDY", help="The study's folder.")]
As = Annotated[str, typer.Option("--as", metavar="NAME", envvar="COPRO_AS", help="Who is deciding. Not needed while only one has joined.")]
Typed = Annotated[str, typer.Option("--typed-by", metavar="NAME", help="Who types, when that is another.")]
Present = Annotated[Optional[list[str]], typer.Option("--present", metavar="NAME", help="Who is in the room; give it once for each.")]  # noqa: UP045
Because = Annotated[str, typer.Option("--because", metavar="WHY", help="The reason, in your own words.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, for programs.")]
Code = Annotated[str, typer.Argument(metavar="NAME", help="A name, or its short id.")]
Passages = Annotated[list[str], typer.Argument(metavar="PASSAGE...", help="Ids or short ids of contributions (the whole), or passage ids.")]


def main() -> None:
    """Run the command line."""
    raise SystemExit(plainly(app))


def _open(path: Path, who: str = "", typed_by: str = "", present: list[str] | None = None) -> Study:
    """Open a study as `who`; as the only one who joined, when nobody is named."""
    study = Study(path)
    joined = list(study.session.book.analysts.values())
    name = who or (joined[0].name if len(joined) == 1 else "")
    if name:
        study.session.work_as(name, typed_by=typed_by, present=present or ())
    return study


def _json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def _table(table: pd.DataFrame, as_json: bool, columns: list[str] | None = None) -> None:
    """Print a table: as JSON whole, for people with short ids and the columns that matter."""
    if as_json:
        rows = table.astype(object).where(table.notna(), None)
        _json([{"id": id_, **row} for id_, row in zip(table.index, rows.to_dict("records"), strict=True)])
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    shown = Table(box=None, pad_edge=False, header_style="bold")
    for name in ["id", *(columns or list(table.columns))]:
        shown.add_column(name.replace("_", " "), overflow="fold")
    for id_, row in zip(table.index, table.to_dict("records"), strict=True):
        shown.add_row(Text(str(id_)[:8]), *(Text(_cell(row[name])) for name in (columns or table.columns)))
    Console(width=None if sys.stdout.isatty() else 160).print(shown if len(table) else "(none)")


def _cell(value: object) -> str:
    text = "yes" if value is True else "" if value is False else str(value)
    return text if len(text) <= 240 else f"{text[:240]} ..."


def _done(study: Study, id_: str, as_json: bool = False) -> None:
    """Say what was just recorded, and whether it waits for others."""
    from copro_text.verbs.naming import one_of
    from copro_text.verbs.sentences import told

    book = study.session.refresh().book
    entry = book.timeline.by_id[one_of(id_, [e.id for e in book.entries], "decision")]
    waits = [p for p in book.waiting if p.entry == entry.id]
    if as_json:
        _json({"id": entry.id, "kind": entry.body.kind, "waiting": bool(waits)})
        return
    print(f"Saved. {told(entry, book, study.session.corpus, study.labels())}")
    for p in waits:
        print(f"It waits for {', '.join(book.analysts[who].name for who in p.waits_for) or 'the group'}: {p.why}.")


# the study


@app.command()
def new(
    path: Folder,
    who: Annotated[str, typer.Option("--as", metavar="NAME", envvar="COPRO_AS", help="Who you are.")],
    question: Annotated[str, typer.Option(help="The question of the consultation.")] = "",
    title: Annotated[str, typer.Option(help="What the study is called.")] = "",
) -> None:
    """Make a study in a new or empty folder."""
    study = Study.new(path, question=question, title=title, analyst=who)
    print(f"A new study at {study.path}. Next: copro add {study.path} export.xml")


@app.command()
def join(path: Folder, name: Annotated[str, typer.Argument(help="What you like to be called.")]) -> None:
    """Join a study as a new co-analyst."""
    Study(path).join(name)
    print(f"{name} has joined.")


@app.command()
def question(path: Folder, text: str, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Set the question of the consultation."""
    study = _open(path, who, typed_by, present)
    _done(study, study.set_question(text, because=because))


@app.command()
def title(path: Folder, text: str, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Set what the study is called."""
    study = _open(path, who, typed_by, present)
    _done(study, study.set_title(text, because=because))


@app.command()
def approach(path: Folder, text: str, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Say how the group means to work."""
    study = _open(path, who, typed_by, present)
    _done(study, study.set_approach(text, because=because))


@app.command()
def status(path: Folder, as_json: Json = False) -> None:
    """How the study stands: the five states add up to all contributions."""
    found = Study(path).status
    if as_json:
        _json({**found.numbers, "remarks": list(found.remarks)})
    else:
        print(found)


@app.command()
def check(path: Folder, as_json: Json = False) -> None:
    """Prove that the folder is sound: every log's chain, every corpus file's words."""
    study = Study(path)
    faults, lines = study.check(), len(study.session.book.entries)
    if as_json:
        _json({"sound": not faults, "decisions": lines, "faults": [{"where": f.where, "what": f.what} for f in faults]})
    elif faults:
        print("\n".join(f"{f.where}: {f.what}." for f in faults))
    else:
        print(f"Sound: {lines} lines of decisions and {len(study.session.corpus)} contributions, each as it was written.")
    raise typer.Exit(1 if faults else 0)


# bringing in


@app.command()
def add(
    path: Folder,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports: WordPress (.xml), tables (.csv, .xlsx).")],
    column: Annotated[Optional[list[str]], typer.Option(metavar="HEADER=ROLE", help="What a table's column holds.")] = None,  # noqa: UP045
    as_json: Json = False,
    who: As = "",
) -> None:
    """Bring in exports; a newer export adds only what is new."""
    study = _open(path, who)
    columns = dict(_pair(each) for each in column or ())
    told, wrong = [], []
    for file in files:
        try:
            source = study.add(file, columns=columns or None, progress=not as_json)
        except CoproError as fault:
            wrong.append(str(fault))
            left_out = getattr(fault, "left_out", {})
            account = {"format": "", "found": sum(left_out.values()), "read": 0, "left_out": left_out}
            told.append({"file": str(file), **account, "faults": [{"where": file.name, "what": fault.what}]})
            continue
        faults = [{"where": f.where, "what": f.what} for f in source.faults]
        account = {"format": source.format, "found": source.found, "read": source.read, "left_out": dict(source.left_out), "faults": faults}
        told.append({"file": str(file)} | account | {"new": source.new, "edited": source.edited, "known": source.known})
        if not as_json:
            print(source)
    if as_json:
        _json({"files": told})
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        raise typer.Exit(1)


def _pair(text: str) -> tuple[str, str]:
    header, found, role = text.rpartition("=")
    if not found or not header:
        raise typer.BadParameter(f"{text!r} is not HEADER=ROLE, such as feedback=text")
    return header, role


@app.command()
def note(
    path: Folder,
    text: str,
    said_by: Annotated[str, typer.Option(help="Who said it: a person, or a group such as 'Table 3'.")] = "",
    how: Annotated[str, typer.Option(help="own words, with support, on behalf of, reported by, interpreted, described.")] = "own words",
    written_down_by: Annotated[str, typer.Option(help="Who wrote it down.")] = "",
    voice: Annotated[str, typer.Option(help="person, group, organisation or 'not known', where the guess would be wrong.")] = "",
    when: Annotated[str, typer.Option(help="When it was said.")] = "",
    about: Annotated[str, typer.Option(help="What it answers.")] = "",
    who: As = "",
) -> None:
    """Type in what was said."""
    added = _open(path, who).note(text, said_by=said_by, voice=voice, how=how, written_down_by=written_down_by, when=when, about=about)
    print(f"Saved as {added.id[:8]}.")


@app.command()
def sources(path: Folder, as_json: Json = False) -> None:
    """What was brought in: found, read, left out and why."""
    _table(Study(path).sources, as_json)


@app.command()
def people(
    path: Folder,
    csv: Annotated[Optional[Path], typer.Option(metavar="FILE", help="Write the table of findings to go through.")] = None,  # noqa: UP045
    confirm: Annotated[Optional[Path], typer.Option(metavar="FILE", help="Take in the table that you went through.")] = None,  # noqa: UP045
    as_json: Json = False,
    who: As = "",
) -> None:
    """Who wrote, what they say of themselves, and what they allow; found in their words, to be confirmed by you."""
    if confirm is not None:
        print(f"{_open(path, who).confirm_people(confirm)} answers recorded.")
    elif csv is not None:
        print(f"Written to {Study(path).save_people(csv)}: fill in 'confirm' (yes, no, not asked), then copro people {path} --confirm {csv}")
    else:
        _table(Study(path).people, as_json, ["signed", "contributions", "perspectives", "use", "quote", "name", "credit", "to_confirm"])


@app.command()
def confirm(
    path: Folder,
    person: str,
    about: Annotated[str, typer.Argument(help="use, quote, reword, name, author or perspective.")],
    answer: Annotated[str, typer.Argument(help="yes, no or 'not asked'.")] = "yes",
    value: Annotated[str, typer.Option(help="The name to credit them by, or the perspective in their words.")] = "",
    contribution: Annotated[str, typer.Option(metavar="ID", help="For one contribution only, such as a name beside these very words.")] = "",
    because: Because = "",
    who: As = "",
) -> None:
    """Settle what one person allows, and on what evidence."""
    study = _open(path, who)
    _done(study, study.confirm(person, about, answer, value=value, contribution=contribution, because=because))


# hearing and sorting


@app.command()
def read(path: Folder, n: Annotated[int, typer.Option("-n", help="How many.")] = 8, seed: int = 1, as_json: Json = False) -> None:
    """Hear whole contributions in a mixed order, those nobody has read first."""
    heard = Study(path).read(n, seed=seed)
    if as_json:
        _json([{"id": h.id, "label": h.about, "text": h.text, "how": h.how, "may_be_used": h.use} for h in heard])
    else:
        print(heard)


@app.command()
def contributions(path: Folder, as_json: Json = False) -> None:
    """All that was said, with the state each is in."""
    _table(Study(path).contributions, as_json, ["state", "kind", "signed", "how", "text"])


@app.command()
def find(path: Folder, words: str, as_json: Json = False) -> None:
    """The contributions that hold these words, and the passage ids of just those words."""
    _table(Study(path).find(words), as_json, ["state", "signed", "passage", "text"])


@app.command()
def suggest(
    path: Folder,
    seed: int = 7,
    unit: Annotated[str, typer.Option(help="whole, paragraph or sentence.")] = "whole",
    model: Annotated[str, typer.Option(help="A folder with an embedding model.")] = "",
    engine: Annotated[str, typer.Option(help="bertopic, copro (the same piles sooner), or bertopic-default to compare.")] = "bertopic",
    as_json: Json = False,
) -> None:
    """Ask the sorter for piles. It decides nothing."""
    found = Study(path).suggest(seed=seed, unit=unit, model=model or None, engine=engine, progress=not as_json)
    if as_json:
        _json([pile.to_dict() for pile in found])
    else:
        print(found)


@app.command()
def piles(path: Folder, as_json: Json = False) -> None:
    """The piles of the sorter's last run."""
    found = Study(path).piles
    if as_json:
        _json([pile.to_dict() for pile in found])
    else:
        print(found)


@app.command()
def draft(path: Folder, as_json: Json = False, who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Make draft names of the piles; everything is still "not yet read"."""
    _table(_open(path, who, typed_by, present).draft(), as_json, NAMES)


NAMES = ["label", "draft", "definition", "heading", "state", "people", "placed", "in_bulk", "suggested"]


@app.command()
def codebook(path: Folder, as_json: Json = False) -> None:
    """The names so far."""
    _table(Study(path).codebook, as_json, NAMES)


@app.command()
def placings(path: Folder, as_json: Json = False) -> None:
    """Who put which passage with which name."""
    _table(Study(path).placings, as_json, ["label", "analyst", "belongs", "in_bulk", "because", "text"])


# names


@app.command()
def name(path: Folder, label: str, definition: str = "", because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Make a new name."""
    print(f"Saved as {_open(path, who, typed_by, present).name(label, definition=definition, because=because)}.")


@app.command()
def rename(path: Folder, code: Code, label: str, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Call a name something else."""
    study = _open(path, who, typed_by, present)
    _done(study, study.rename(code, label, because=because))


@app.command()
def define(path: Folder, code: Code, definition: str, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Say what a name means."""
    study = _open(path, who, typed_by, present)
    _done(study, study.define(code, definition, because=because))


@app.command()
def heading(path: Folder, code: Code, text: str, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Put a name under a heading of the manifesto, such as "What it isn't"."""
    study = _open(path, who, typed_by, present)
    _done(study, study.heading(code, text, because=because))


@app.command()
def merge(
    path: Folder,
    codes: Annotated[list[str], typer.Argument(metavar="NAME...", help="The names to join.")],
    into: Annotated[str, typer.Option(metavar="NAME", help="The name they join.")],
    because: Because = "",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Join names to another; what was put with them stays known and comes back when this is undone."""
    study = _open(path, who, typed_by, present)
    _done(study, study.merge(codes, into, because=because))


@app.command()
def split(
    path: Folder,
    code: Code,
    part: Annotated[list[str], typer.Option(metavar="LABEL=ID,ID,...", help="A new name and the passages that go to it; once for each.")],
    because: Because = "",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Part a name: some passages go to new names, all else stays."""
    parts = {label: passages.split(",") for label, passages in (_pair(each) for each in part)}
    for label, id_ in _open(path, who, typed_by, present).split(code, parts, because=because).items():
        print(f"Saved. {label}: {id_}")


# placings


@app.command()
def place(
    path: Folder,
    passages: Passages,
    code: Annotated[str, typer.Option("--with", metavar="NAME", help="The name to put them with.")],
    because: Because = "",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Put passages with a name."""
    study = _open(path, who, typed_by, present)
    _done(study, study.place(passages, code, because=because))


@app.command()
def remove(
    path: Folder,
    passages: Passages,
    code: Annotated[str, typer.Option("--from", metavar="NAME", help="The name they do not belong with.")],
    because: Because = "",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Say that passages do not belong with a name."""
    study = _open(path, who, typed_by, present)
    _done(study, study.remove(passages, code, because=because))


@app.command("set-aside")
def set_aside(
    path: Folder,
    passages: Passages,
    because: Annotated[str, typer.Option("--because", metavar="WHY", help="The reason: setting aside needs one.")],
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Set passages aside, with the reason."""
    study = _open(path, who, typed_by, present)
    _done(study, study.set_aside(passages, because=because))


@app.command("bring-back")
def bring_back(path: Folder, passages: Passages, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Take up again what was set aside."""
    study = _open(path, who, typed_by, present)
    _done(study, study.bring_back(passages, because=because))


@app.command()
def hold(path: Folder, ids: Passages, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Keep contributions back for now: counted, not shown."""
    study = _open(path, who, typed_by, present)
    _done(study, study.hold(ids, because=because))


@app.command()
def release(path: Folder, ids: Passages, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """End a holding."""
    study = _open(path, who, typed_by, present)
    _done(study, study.release(ids, because=because))


@app.command("confirm-pile")
def confirm_pile(path: Folder, code: Code, because: Because = "", who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Put all that the sorter suggests for a name with it, in bulk."""
    study = _open(path, who, typed_by, present)
    _done(study, study.confirm_pile(code, because=because))


@app.command()
def memo(
    path: Folder,
    about: Annotated[str, typer.Argument(help="A name, or the short id of a contribution, passage, person or decision.")],
    text: str,
    kind: Annotated[str, typer.Option(help="ours, or 'for the report'.")] = "ours",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Write a note about anything."""
    study = _open(path, who, typed_by, present)
    _done(study, study.memo(about, text, kind=kind))


# together, and taking back


@app.command()
def waiting(path: Folder, as_json: Json = False) -> None:
    """Proposals that wait for answers."""
    _table(Study(path).waiting, as_json)


@app.command()
def answer(path: Folder, proposal: str, said: Annotated[str, typer.Argument(metavar="ANSWER")], because: Because = "", who: As = "") -> None:
    """Answer a proposal: yes, can live with it, not sure, need time, don't understand, or no."""
    study = _open(path, who)
    _done(study, study.answer(proposal, said, because=because))


@app.command()
def undo(
    path: Folder,
    decision: Annotated[str, typer.Argument(help="The decision's short id; your last act when left out.")] = "",
    because: Because = "",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Take back your last act, or the decision named."""
    study = _open(path, who, typed_by, present)
    _done(study, study.undo(decision or None, because=because))


@app.command()
def redo(
    path: Folder,
    decision: Annotated[str, typer.Argument(metavar="UNDO", help="The undo's short id; your last undo when left out.")] = "",
    because: Because = "",
    who: As = "",
    typed_by: Typed = "",
    present: Present = None,
) -> None:
    """Do again what an undo took back."""
    study = _open(path, who, typed_by, present)
    _done(study, study.redo(decision or None, because=because))


@app.command()
def history(path: Folder, as_json: Json = False) -> None:
    """Every decision, oldest first, in plain words; as JSON with the lines that put each into force."""
    found = Study(path).decisions
    _table(found if as_json else found[found["kind"] != "enact"], as_json, ["time", "what", "stands", "lapsed"])


@app.command()
def version(path: Folder, label: Annotated[str, typer.Argument(metavar="NAME")], who: As = "", typed_by: Typed = "", present: Present = None) -> None:
    """Fix a version: exactly what is decided now."""
    study = _open(path, who, typed_by, present)
    _done(study, study.version(label))


@app.command()
def write(path: Folder, file: Path, kind: Annotated[str, typer.Option(help="manifesto, report, codebook or placings.")] = "") -> None:
    """Write an output: manifesto.html, manifesto.md, report.html, codebook.xlsx, placings.csv, ..."""
    print(f"Written to {Study(path).write(file, kind=kind or None)}")


@app.command()
def demo(folder: Annotated[Optional[Path], typer.Argument(help="Where to make it; a new or empty folder.")] = None) -> None:  # noqa: UP045
    """From a blog export to a first manifesto, with invented people."""
    from copro_text.demo import free_folder, run

    run(folder or free_folder())


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUTF8", "1")
    main()
