"""Round trips: what goes out to people, and what comes back from them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from copro_text.verbs.guard import guarded
from copro_text.verbs.session import Session

if TYPE_CHECKING:
    from copro_text.verbs.coming_back import ComingBack


@guarded
class RoundTrips:
    """Drafts, letters and frameworks that go out and come back. `Study` is one of these."""

    session: Session

    def read_back(self, path: str | Path, *, by: str = "", dry_run: bool = False) -> ComingBack:
        """Take in what people wrote in a panel draft (.docx, .xlsx): notes, marks of "not clear to me", and proposals.

        Words of somebody who has joined are recorded as theirs, typed by you: they can confirm or strike them. Reading a file again
        takes in only what is new.

        Parameters
        ----------
        by
            Whose comments these are, where the file does not say.
        dry_run
            Show what would be taken in, and record nothing.
        """
        from copro_text.verbs import coming_back

        return (coming_back.look if dry_run else coming_back.read_back)(self.session.refresh(), Path(path), by)
