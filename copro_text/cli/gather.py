"""Commands for the study itself, for what comes into it, and for the people who wrote."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from textwrap import indent
from typing import Annotated, Any, Optional

import typer

from copro_text.cli.common import Because, Folder, Json, act, app, as_json, look, pair, show
from copro_text.errors import CoproError
from copro_text.store.folder import write_whole
from copro_text.study import Study


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
def join(
    path: Folder,
    name: Annotated[str, typer.Argument(help="What you like to be called.")],
    new: Annotated[bool, typer.Option("--new", help="You are new, though your name is much like another's.")] = False,
) -> None:
    """Join a study as a new co-analyst, or again after leaving."""
    from copro_text.verbs.views import whose_view

    study = Study(path).join(name, new=new)
    print(f"{name} has joined.")
    for line in whose_view(study.session):
        print(line)
    if len(study.session.book.here) > 1:
        print(f"How things came to be: copro story {path} --as {name!r}\nWhat waits for you: copro waiting {path} --as {name!r}")
    if n := len(study.session.book.while_away(study.session.analyst)):
        print(f"While you were away {n} {'change' if n == 1 else 'changes'} took effect: copro story {path} --as {name!r}")


@act
def question(study: Study, text: str, because: Because = "") -> str:
    """Set the question of the consultation."""
    return study.set_question(text, because=because)


@act
def title(study: Study, text: str, because: Because = "") -> str:
    """Set what the study is called."""
    return study.set_title(text, because=because)


@act
def approach(study: Study, text: str, because: Because = "") -> str:
    """Say how the group means to work."""
    return study.set_approach(text, because=because)


@act
def promise(study: Study, text: str, because: Because = "") -> str:
    """Say what the group promises those who wrote."""
    return study.set_promise(text, because=because)


@act
def safety(study: Study, text: str, because: Because = "") -> str:
    """Say what the group does if somebody may be at risk: it is shown before anything is heard."""
    return study.set_safety(text, because=because)


@look
def status(study: Study, json: Json = False) -> None:
    """How the study stands: the five states add up to all contributions."""
    found = study.status
    if json:
        as_json({**found.numbers, "remarks": list(found.remarks)})
    else:
        print(found)


@look
def check(
    study: Study,
    outputs: Annotated[bool, typer.Option("--outputs", help="Prove also what was written: every quote word for word, every count.")] = False,
    also: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="A file or folder elsewhere to be proved as well, such as letters.")] = None,
    json: Json = False,
) -> None:
    """Prove that the folder is sound: every log's chain, every corpus file's words; with --outputs all that was written from it."""
    faults, lines, said = study.check(outputs=outputs, also=also or ()), len(study.session.book.entries), len(study.session.corpus)
    wrong = [fault for fault in faults if not fault.harmless]
    if json:
        as_json({"sound": not wrong, "decisions": lines, "faults": [asdict(f) for f in faults]})
    else:
        shown = [*map(str, getattr(faults, "looked", ())), *map(str, faults)]
        print("\n".join(shown), end="\n" if shown else "")
    if not wrong and not json:
        print(
            f"Sound: {lines} line{'' if lines == 1 else 's'} of decisions and {said} contribution{'' if said == 1 else 's'}, each as it was written."
        )
    raise typer.Exit(1 if wrong else 0)


# bringing in


@act
def add(
    study: Study,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Exports, notes and transcripts; of a folder or a .zip, all files in it.")],
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HEADER=ROLE", help="What a table's column holds, where the guess is wrong: text, closed, id, person, name, date, left out, ..."
        ),
    ] = None,
    speaker: Annotated[
        list[str] | None, typer.Option(metavar="TIME=NAME", help="Who spoke, by the time or the name that a recording gives, where that is wrong.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(metavar="ANSWER=MEANING", help="What an answer to a question of permission means: yes, no, without name, not asked."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be read, and add nothing.")] = False,
    json: Json = False,
) -> None:
    """Bring in exports; a newer export adds only what is new."""
    from copro_text.verbs.previewing import one_by_one

    columns = dict(pair(each, "feedback=text") for each in column or ())
    speakers = dict(pair(each, "0:05:29=Ana") for each in speaker or ())
    answers = dict(pair(each, "ja=yes") for each in answer or ())
    put_right = {"columns": columns or None, "speakers": speakers or None, "answers": answers or None}
    told: list[dict[str, Any]] = []
    wrong: list[tuple[str, str]] = []
    for where, file in one_by_one(files):
        try:
            if isinstance(file, CoproError):
                raise file
            if dry_run:
                found = study.preview(file, **put_right, progress=not json)
                source = found.source
            else:
                source = study.add(file, **put_right, progress=not json)
        except CoproError as fault:
            wrong.append((where, str(fault)))
            left_out = getattr(fault, "left_out", {})
            account = {"format": "", "found": sum(left_out.values()), "read": 0, "left_out": left_out}
            told.append({"file": where, **account, "faults": [{"where": Path(where).name, "what": fault.what}]})
            continue
        faults = [{"where": f.where, "what": f.what} for f in source.faults]
        account = {"format": source.format, "found": source.found, "read": source.read, "left_out": dict(source.left_out), "faults": faults}
        account["notices"] = list(source.notices)
        told.append({"file": where} | account | {"new": source.new, "edited": source.edited, "known": source.known})
        if not json:
            print(found if dry_run else source)
    if json:
        as_json({"files": told})
    if wrong:
        print(_not_read(wrong, len(told), "can be" if dry_run else "were"), file=sys.stderr)
        raise typer.Exit(1)


def _not_read(wrong: list[tuple[str, str]], of: int, how: str) -> str:
    """What could not be read, all of it in one place, so that nobody has to look for it among what was; of files of one name with the folder."""
    if of == 1:
        return wrong[0][1]
    many = Counter(Path(where).name for where, _ in wrong)
    rest = "" if len(wrong) == of else f" The others {how} read."
    listed = (f"- {_folder(where) if many[Path(where).name] > 1 else ''}{why}" for where, why in wrong)
    return "\n".join([f"\nNot read, {len(wrong)} of {of} files.{rest}", *listed])


def _folder(where: str) -> str:
    return f"{Path(where).parent.name}/"


@look
def short_answers(study: Study, json: Json = False) -> None:
    """Short answers such as "No." or "n/a", by question: a person decides what they mean."""
    show(study.short_answers, json)


@act
def no_answer(study: Study, question: str, answer: str, because: Because = "") -> str:
    """Say that an answer to a question means that there was none: all who gave it are set aside. Nothing is dropped; undo takes it back."""
    return study.no_answer(question, answer, because=because)


@act
def note(
    study: Study,
    text: str,
    said_by: Annotated[str, typer.Option(help="Who said it: a person, or a group such as 'Table 3'.")] = "",
    how: Annotated[str, typer.Option(help="own words, with support, on behalf of, reported by, interpreted, described.")] = "own words",
    written_down_by: Annotated[str, typer.Option(help="Who wrote it down.")] = "",
    voice: Annotated[str, typer.Option(help="person, group, organisation or 'not known', where the guess would be wrong.")] = "",
    when: Annotated[str, typer.Option(help="When it was said.")] = "",
    about: Annotated[str, typer.Option(help="What it answers.")] = "",
) -> str:
    """Type in what was said."""
    return study.note(text, said_by=said_by, voice=voice, how=how, written_down_by=written_down_by, when=when, about=about).id[:8]


@look
def sources(study: Study, json: Json = False) -> None:
    """What was brought in: found, read, left out and why."""
    show(study.sources, json)


# copies, and taking out


@look
def ask(study: Study, json: Json = False) -> None:
    """The reply to post that asks those who have not been asked whether they may be quoted."""
    found = study.ask()
    if json:
        as_json({"people": found.people, "signed": [name for _, name in found.signed], "reply": found.reply, "letter": found.letter})
    else:
        print(found)


@act
def bring_in(study: Study, copy: Annotated[Path, typer.Argument(help="A copy of this study: its folder, a zip of it, or one file of it.")]) -> None:
    """Bring in a copy of this study: what is missing here comes in, nothing here is lost."""
    print(study.bring_in(copy))


@act
def withdraw(
    study: Study,
    whose: Annotated[list[str], typer.Argument(metavar="PERSON|ID...", help="A name they signed with, or short ids of contributions.")],
    because: Because = "",
    letter: Annotated[Optional[Path], typer.Option(metavar="FILE", help="Write the letters to send into a file, not on the screen.")] = None,  # noqa: UP045
) -> None:
    """Take out what somebody said, for good: from every file here, and from every other computer as it opens the study."""
    try:
        done = study.withdraw(whose, because=because)
    except KeyboardInterrupt:
        print("Stopped while words were being taken out: some may still be here. Run it again; what was begun is finished then.", file=sys.stderr)
        raise typer.Exit(130) from None
    print("\n".join([*done.lines, "", "What could not be reached from here:", *(f"  - {each}" for each in done.beyond)]))
    two = "A letter to send to those who work on the study, and one to others who have the words"
    if letter is None:
        print(f"\n{two}:\n\n{indent(done.letter, '  ')}")
    else:
        write_whole(letter, done.letter.encode())
        print(f"\n{two}: both are in {letter}.")


@act
def erase_words(study: Study, decision: Annotated[str, typer.Argument(metavar="DECISION", help="Its short id.")], because: Because = "") -> None:
    """Take out what was typed with a decision, such as a name in a memo; the record of the act stays."""
    print(f"Saved as {study.erase_words(decision, because=because)}. What was typed there is gone here, and goes on every other computer.")
