"""Handing out: how an output looks, where its marks lead, and the proof of what stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.verbs.guard import guarded
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    from copro_text.corpus import Fault
    from copro_text.verbs.tracing import Trace


@guarded
class HandingOut:
    """Writing for people, and what is done with it afterwards. `Study` is one of these."""

    session: Session

    def write(
        self,
        path: str | Path,
        *,
        kind: str | None = None,
        edition: str = "public",
        final: bool = False,
        large: bool = False,
        hints: bool = False,
        measure: str | Path | None = None,
        even_so: bool = False,
    ) -> Path:
        """Write an output for people: manifesto (.docx, .pdf, .html, .md), one_page, seminar_report, stories, run_chart, you_said, lines, report,
        audit, codebook, placings, panel_draft, framework, matrix, zero_one.

        A path without a folder goes to the study's outputs. Works on an unfinished study and says what is open.

        Parameters
        ----------
        kind
            Which output, where the file's name does not begin with it.
        edition
            "public", or "group": then passages say by short id whose they are.
        final
            Nothing may be open that only a draft may have; a one-page guide has to fit its page.
        large
            The one-page guide large and plain. This is not Easy Read, and says so.
        hints
            Whether a draft of the guide lists long sentences and hard words.
        measure
            For a run chart: a table that you bring, saved as .csv, with the columns date and value, and if you like goal and note.
        even_so
            Write a public edition though whoever has the one before could tell by subtraction what somebody's words stood with who took them out.
        """
        from copro_text.verbs.printing import brought, write
        from copro_text.writers import Wanted

        wanted = Wanted(final, large, hints, measure=brought(measure) if measure else b"", even_so=even_so)
        return write(self.session.refresh(), Path(path), kind, edition, wanted)

    def trace(self, mark: str | Path) -> Trace:
        """What a mark in an output leads to: passages, who put them where and why, decisions, who sees it differently. Its beginning will do.

        Of a file (an output, a panel draft, a letter, a sheet of answers) each mark in it is followed.
        """
        from copro_text.verbs.following import trace

        return trace(self.session.refresh(), mark)

    def check(self, *, outputs: bool = False, also: Iterable[str | Path] = ()) -> tuple[Fault, ...]:
        """What is not all here, or not as it was written; nothing when the folder is sound.

        With `outputs` each output in the study's folder is looked at too: whether every quote is word for word what was said, whether
        every count is what the version says that it was made from, and whether nothing that was taken out stands in it. `also` names files
        and folders elsewhere to be looked at in the same way: letters are kept outside the study.
        """
        from copro_text.verbs.checking import faults
        from copro_text.verbs.proving import proof

        return proof(self.session.refresh(), map(Path, also)) if outputs or also else faults(self.session.refresh())

    def template(self, name: str) -> Path:
        """Put a copy of one of our templates into the study's folder `templates`, to be changed: manifesto.typ, one_page.docx, manifesto.css, ...

        A PDF is set by the .typ, a Word document takes its styles from the .docx, the web page comes with the .css.
        """
        from copro_text.verbs.printing import template

        return template(self.session.refresh(), name)
