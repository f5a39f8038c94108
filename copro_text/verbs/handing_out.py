"""Handing out: how an output looks, where its marks lead, and the proof of what stands in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.verbs.guard import guarded
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    from copro_text.corpus import Fault
    from copro_text.verbs.tracing import Trace


@guarded
class HandingOut:
    """What is done with outputs beside writing them. `Study` is one of these."""

    session: Session

    def trace(self, mark: str) -> Trace:
        """What a mark in an output leads to: passages, who put them where and why, decisions, who sees it differently. Its beginning will do."""
        from copro_text.verbs.tracing import trace

        return trace(self.session.refresh(), mark)

    def check(self, *, outputs: bool = False) -> tuple[Fault, ...]:
        """What is not all here, or not as it was written; nothing when the folder is sound.

        With `outputs` each output in the study's folder is looked at too: whether every quote is word for word what was said, whether
        every count is what the version says that it was made from, and whether nothing that was taken out stands in it.
        """
        from copro_text.verbs.checking import faults
        from copro_text.verbs.proving import proof

        return proof(self.session.refresh()) if outputs else faults(self.session.refresh())

    def template(self, name: str) -> Path:
        """Put a copy of one of our templates into the study's folder `templates`, to be changed: manifesto.typ, one_page.docx, manifesto.css, ...

        A PDF is set by the .typ, a Word document takes its styles from the .docx, the web page comes with the .css.
        """
        from copro_text.verbs.printing import template

        return template(self.session.refresh(), name)
