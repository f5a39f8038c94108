"""What all commands share: their options, the act that records something, and how things are shown at a terminal."""

from __future__ import annotations

import inspect
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional, get_type_hints

import typer
from typer.core import TyperGroup

from copro_text.arrivals import brings
from copro_text.console import STOPPED
from copro_text.decisions import AddSource, Answer, Enact, Entry, Note, Reopen, Shared, Strike, Undo
from copro_text.fold import STALE
from copro_text.rules import AGREED
from copro_text.study import Study
from copro_text.verbs.wholeness import in_a_line, missing

if TYPE_CHECKING:
    import pandas as pd

    from copro_text.codebook import Codebook


class Stoppable(TyperGroup):
    """The commands; one that is stopped at the keyboard says in a line that nothing was lost."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; typer would end a stopped one without a word, with the exit code of a mistake."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            print(STOPPED, file=sys.stderr)
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=Stoppable,
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

Act = Callable[..., str | None]
Look = Callable[..., None]
AsOf = Annotated[str, typer.Option("--as-of", metavar="WHEN", help="As it was: a fixed version, or a time such as 2026-05-01.")]
_WHO = ("who", As, "")
_DECIDING = (_WHO, ("typed_by", Typed, ""), ("present", Present, None))
SAY_IT_THEMSELVES = ("status", "check", "write")
"""Commands that say of themselves what is missing."""
_LOOKING = (_WHO, ("as_of", AsOf, ""))


def act(verb: Act) -> Act:
    """A command that may record something: its `study` comes opened as whoever --as, --typed-by and --present name.

    The verb returns the id under which something was saved, or "", and what was recorded is told; or None, having said all itself.
    """

    def run(path: Path, who: str = "", typed_by: str = "", present: list[str] | None = None, **given: Any) -> None:
        study = opened(path, who, typed_by, present)
        before = set(study.session.book.timeline.by_id)
        saved = verb(study, **given)
        if saved is not None:
            tell(study, saved, before)
        _say_missing(verb, study)

    _command(verb, run, _DECIDING)
    return verb


def look(verb: Look) -> Look:
    """A command that shows something: its `study` comes opened for whoever --as names, since somebody on their own sees less.

    With --as-of it shows what was. When part of the study is missing, that is said last.
    """

    def run(path: Path, who: str = "", as_of: str = "", **given: Any) -> None:
        study = opened(path, who)
        verb(study.as_of(as_of) if as_of else study, **given)
        _say_missing(verb, study)

    _command(verb, run, _LOOKING)
    return verb


def _say_missing(verb: Callable[..., Any], study: Study) -> None:
    """Say in a line, where it is not in the way of what programs read, that this is not the whole study."""
    if verb.__name__ not in SAY_IT_THEMSELVES and (line := in_a_line(missing(study.session))):
        print(line, file=sys.stderr)


def _command(verb: Callable[..., Any], run: Callable[..., None], more: Sequence[tuple[str, Any, Any]]) -> None:
    """Add a command with the verb's own options and some more."""
    hints = get_type_hints(verb, include_extras=True)
    own = [p.replace(annotation=hints[p.name], kind=p.KEYWORD_ONLY) for p in inspect.signature(verb).parameters.values() if p.name != "study"]
    added = [inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=hint) for name, hint, default in more]
    asked = [inspect.Parameter("path", inspect.Parameter.KEYWORD_ONLY, annotation=Folder), *own, *added]
    run.__signature__ = inspect.Signature(asked)  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in asked}
    app.command(verb.__name__.rstrip("_").replace("_", "-"), help=verb.__doc__)(run)


def opened(path: Path, who: str = "", typed_by: str = "", present: list[str] | None = None) -> Study:
    """Open a study as `who`; as the only one who joined, when nobody is named."""
    study = Study(path)
    joined = list(study.session.book.analysts.values())
    name = who or (joined[0].name if len(joined) == 1 else "")
    if name:
        study.session.work_as(name, typed_by=typed_by, present=present or ())
    return study


def tell(study: Study, saved: str, before: set[str]) -> None:
    """Say what was just recorded, what took effect by it, and whose answers it waits for."""
    from copro_text.verbs import questions
    from copro_text.verbs.sentences import told, told_now, turned

    book, labels = study.session.refresh().book, study.labels()
    fresh = [e for e in book.entries if e.id not in before]
    new = [e for e in fresh if e.analyst == study.session.analyst and e.body.kind not in ("enact", "erased")]
    for e in new:
        what = turned(e, book)
        done = "" if what is not None else f"Saved as {saved}. " if saved else "Saved. "
        print(done + told_now(e, book, study.session.corpus, labels))
        for line in (
            _counts_again(e, book),
            _still_waits(e, study, labels),
            _still_on_the_disk(what, study) if what is not None and isinstance(e.body, Undo) else "",
            _still_holds(what, book, study.path) if what is not None and isinstance(e.body, Undo) else "",
            _open_again(e, study),
        ):
            if line:
                print(line)
    own = {e.id for e in new}
    for e in fresh:
        mine = e.analyst == study.session.analyst  # what others put into force was only not seen here until now
        if mine and isinstance(e.body, Enact) and e.body.proposal not in own and e in book.standing.enacted.get(e.body.proposal, ()):
            if e.body.outcome == AGREED:
                print(f"With that it is in force: {told(book.timeline.by_id[e.body.proposal], book, study.session.corpus, labels)}")
            else:
                print(questions.stood(study.session, labels, e.body.proposal))


def _about(e: Entry, book: Codebook) -> str:
    """The proposal that an act made, answered or opened again, or whose answer it took back or gave again."""
    from copro_text.verbs.sentences import turned

    acted = book.timeline.by_id.get(e.body.entry) if isinstance(e.body, Strike) else turned(e, book)
    body = acted.body if acted is not None else e.body
    return body.proposal if isinstance(body, Answer) else body.target if isinstance(body, Reopen) else e.id


def _counts_again(e: Entry, book: Codebook) -> str:
    """What a person's answer is now, when they took back a later one."""
    about = _about(e, book)
    if not isinstance(e.body, Undo | Strike) or about == e.id or not isinstance(book.timeline.by_id[about].body, Shared):
        return ""
    now = book.said_now(about).get(e.analyst, "")
    return f"Your earlier {now!r} counts again." if now else ""


def _open_again(e: Entry, study: Study) -> str:
    """That something is in force all the same, when it was opened again, or an answer or a strike came after it took effect."""
    from copro_text.verbs import questions

    book = study.session.book
    about = _about(e, book)
    if about not in book.reopened:
        return ""
    names, end = [book.analysts[who].name for who in book.still_asked(about)], questions.ends(study.session, about)
    waits_for = f": it waits for {listed(sorted(names))}" if names else ""
    closes = f" {questions.until(study.session, about, end)}." if end else ""
    return f"It stays in force meanwhile, and the question is open again{waits_for}.{closes}"


def _still_waits(e: Entry, study: Study, labels: Mapping[str, str]) -> str:
    """Whom a proposal waits for, or the one that was answered, or that it is over; "" when it is in force."""
    from copro_text.verbs import questions

    book, path = study.session.book, study.path
    about = _about(e, book)
    for p in book.waiting:
        if p.entry == about:
            waits_for = questions.waits_for(book, p)
            names = listed(sorted(book.analysts[who].name for who in waits_for))
            many = "answers" if len(waits_for) > 1 else "an answer"
            how = f"copro waiting {path} (its id: {p.entry[:8]})"
            why = questions.why(study.session, labels, p)
            if p.why == STALE:
                return f"That is over: {why}.".replace("STUDY", str(path))
            if not names or questions.count(study.session, p):
                return f"It waits: {why}. {how}"
            end = questions.ends(study.session, p.entry)
            return f"It waits for {many} from {names}: {how}" + (f"\n{questions.until(study.session, p.entry, end)}." if end else "")
    if about in book.tables.proposals and book.is_about_what_is_gone(about):
        return "That is over: what it is about was taken back or put away."
    return ""


def _still_on_the_disk(taken_back: Entry, study: Study) -> str:
    """What an undo of something brought in leaves, and how that goes too."""
    book = study.session.book
    if not isinstance(taken_back.body, AddSource | Note) or brings(taken_back) in {*book.sources, *book.notes}:
        return ""
    what = taken_back.id[:8] if isinstance(taken_back.body, AddSource) else taken_back.body.contribution[:8]
    return f"The words stay in the study's folder, so that this can be done again. To take them off for good: copro withdraw {study.path} {what}"


def _still_holds(taken_back: Entry, book: Codebook, path: Path) -> str:
    """An answer can be taken back when what it was about is in force already; that stays so, and is told."""
    if not isinstance(taken_back.body, Answer) or not book.is_in_force(taken_back.body.proposal):
        return ""
    return f"What you had answered stays in force; to change that too: copro undo {path} {taken_back.body.proposal[:8]}"


def listed(names: list[str]) -> str:
    """Names as one says them: "Tom, Sam and Ada"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def as_json(value: object) -> None:
    """Print as JSON."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def show(table: pd.DataFrame, json_wanted: bool, columns: list[str] | None = None) -> None:
    """Print a table: as JSON whole, for people with short ids and the columns that matter."""
    if json_wanted:
        rows = table.astype(object).where(table.notna(), None)
        as_json([{"id": id_, **row} for id_, row in zip(table.index, rows.to_dict("records"), strict=True)])
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
    if isinstance(value, Mapping):
        return ", ".join(f"{n} {what}" for what, n in value.items())
    text = "yes" if value is True else "" if value is False else str(value)
    return text if len(text) <= 240 else f"{text[:240]} ..."


def pair(text: str, like: str) -> tuple[str, str]:
    """What stands before and after the last "=", as in `like`."""
    header, found, role = text.rpartition("=")
    if not found or not header:
        raise typer.BadParameter(f"{text!r} has nothing before or after an equals sign; it reads as in {like}")
    return header, role
