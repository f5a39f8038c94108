"""The truth: what each text was written to carry, one row a text.

It is written with the texts and before anything is sorted, and never changed to suit a result.
"""

from __future__ import annotations

import csv
import io

from blocks import Block, listed, plain, split
from wordpress import BLOGGER_EMAIL, kept_back

DID_NOT_ANSWER = "Did not answer"  # the survey tool's words, not the person's
TRUTH_COLUMNS = (
    "file id person theme also stance perspective credit ask how campaign repeat_of status words".split()
)


def truth(blocks: list[Block]) -> bytes:
    """Write what each text was written to carry, one row a text."""
    later = kept_back(blocks)
    rows: list[dict[str, str]] = []
    for block in blocks:
        if block.is_survey:
            rows += [survey_truth(block, n) for n in (1, 2)]
            continue
        rows.append(blog_truth(block, "blog/export-later.xml" if block in later else "blog/export.xml"))
        if "edited" in block.texts:
            edited = blog_truth(block, "blog/export-later.xml")
            rows.append(edited | {"words": str(len(plain(block.texts["edited"]).split()))})
    out = io.StringIO()
    table = csv.DictWriter(out, TRUTH_COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def blog_truth(block: Block, file: str) -> dict[str, str]:
    """Return the row of a post or a comment."""
    kind = block.get("type", "comment")
    same = ("stance", "credit", "ask", "campaign")
    return {key: block.get(key) for key in same} | {
        "file": file,
        "id": block.id,
        "person": BLOGGER_EMAIL if block.is_post else block.person,
        "theme": block.get("theme", "none"),
        "also": ", ".join(listed(block.get("also"))),
        "perspective": " | ".join(split(block.get("perspective"))),
        "how": block.get("how", "own words"),
        "repeat_of": block.get("repeat of"),
        "status": block.get("status", "approved") if kind == "comment" else kind,
        "words": str(len(plain(block.texts[""]).split())),
    }


def survey_truth(block: Block, n: int) -> dict[str, str]:
    """Return the row of one answer; the question itself tells the stance unless a key does."""
    answer = plain(block.texts[f"q{n}"])
    theme = block.get(f"theme{n}")
    by_question = "" if theme == "none" else ("is", "isnt")[n - 1]
    ask = block.get(f"ask{n}") or ("no quote" if block.get("publish") == "No" else "")
    silent = DID_NOT_ANSWER.lower() if answer == DID_NOT_ANSWER else "empty"
    repeat = block.get("repeat of")
    return {
        "file": "survey/answers.xlsx",
        "id": f"{block.id}-q{n}",
        "person": block.person,
        "theme": theme,
        "also": ", ".join(listed(block.get(f"also{n}"))),
        "stance": block.get(f"stance{n}") or by_question,
        "perspective": " | ".join(own for own in split(block.get("perspective")) if own in answer),
        "credit": block.get("name"),
        "ask": ask,
        "how": block.get("how", "own words"),
        "campaign": "",
        "repeat_of": f"{repeat}-q{n}" if repeat else "",
        "status": "answered" if answer and answer != DID_NOT_ANSWER else silent,
        "words": str(len(answer.split())),
    }
