"""The demo: from a blog export to a first manifesto, with invented people; the whole main job in one go.

A scripted hour stands in for a group at a table. Everything it does is an ordinary act of `Study`, with the reason said.
"""

from __future__ import annotations

import csv
import itertools
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from copro_text.errors import CoproError, NotReadable
from copro_text.study import Study

QUESTION = "What is co-production, and what isn't it?"


def corpora() -> Path:
    """Where the invented consultation is: beside the package in a clone, inside it when installed."""
    here = Path(__file__).resolve().parent
    for place in (here.parent / "corpora", here / "corpora"):
        if (place / "blog" / "export.xml").is_file():
            return place
    raise NotReadable("The invented consultation is not here.", do="Run the demo from a clone of copro_text.", safe="Nothing was made.")


def run(folder: Path) -> Study:
    """Play the demo into a new or empty folder."""
    began = time.monotonic()
    study = bring_in(folder)
    go_through_people(study)
    hear_and_sort(study)
    an_hour_of_naming(study)
    write_it_up(study)
    say(f"\nLook at {study.path / 'outputs' / 'manifesto.html'} in a browser.")
    say(f"All of this took {time.monotonic() - began:.0f} seconds, and nothing left this laptop.")
    return study


def bring_in(folder: Path) -> Study:
    """Make a study and read what came."""
    chapter("1. Bringing in what people wrote")
    study = Study.new(folder, title="A manifesto for co-production", question=QUESTION, analyst="Maya")
    for name in ("blog/export.xml", "survey/answers.xlsx", "blog/export-later.xml"):
        say(study.add(corpora() / name))
    study.note("We rang for three weeks before anybody rang back.", said_by="Table 3", how="reported by", written_down_by="Tom")
    say(study.status)
    return study


def go_through_people(study: Study) -> None:
    """Look at what people said of themselves and their words, and confirm it."""
    chapter("2. Who wrote, and what they allow")
    table = study.save_people(study.path / "outputs" / "people-to-confirm.csv")
    with table.open(encoding="utf-8-sig", newline="") as f:
        rows = list(csv.DictReader(f))
    for row in rows:
        row["confirm"] = after_reading(row)
    with table.open("w", encoding="utf-8-sig", newline="") as f:
        writer = csv.DictWriter(f, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    answered = study.confirm_people(table)
    say(f"{len(rows)} wishes and perspectives were found in people's words, each with its sentence. Maya settled {answered} of them,")
    say("refused those that the program had misread, and left the other perspectives for the group to look at.")
    people = study.people
    for wish in ("name", "quote", "use"):
        counts = people[wish].value_counts()
        say(f"   {wish}: {', '.join(f'{counts.get(answer, 0)} {answer}' for answer in ('yes', 'no', 'not asked'))}")


SURE_OF = (
    "Foster mum",
    "Consultant psychiatrist",
    "senior carer",
    "health services researcher",
    "Former chair of a service user group",
    "lay member on research panels",
    "second year student nurse here",
    "Mum of a grown man with autism",
    "I am Deaf",
    "My mum is on dialysis",
)
MISREAD = ("print my name", "treasurer by Christmas")


def after_reading(row: dict[str, str]) -> str:
    """What Maya answers once she has read the sentence: yes, no, or nothing yet."""
    if any(words in row["sentence"] for words in MISREAD) and row["about"] in ("quote", "perspective"):
        return "no" if row["about"] == "perspective" else "not asked"
    if row["about"] == "perspective":
        return "yes" if row["value"] in SURE_OF else ""
    if row["about"] == "name" and row["found"] == "yes" and not row["value"]:
        return ""  # whoever left no name has to be asked
    return row["found"]


def hear_and_sort(study: Study) -> None:
    """Hear some contributions whole, then ask the sorter."""
    chapter("3. Hearing three of them whole, before any pile")
    say(study.read(3))
    chapter("4. What the sorter suggests")
    say(study.suggest(seed=7))
    study.draft()


@dataclass(frozen=True)
class Name:
    """A name the group comes to, what it means, where it belongs, and some words of those who are put there by hand."""

    label: str
    definition: str
    heading: str
    said: tuple[str, ...]


IS, ISNT = "What it is", "What it isn't"
ASKS_IS, ASKS_ISNT = "what does good co-production look like", "What should we stop calling co-production"
NAMES = (
    Name(
        "Deciding together, the money included",
        "Those it is about decide too: what is asked for, what it costs, and who gets the job.",
        IS,
        (
            "including the money. thats all it is",
            "chaired his own review at 13",
            "not the posters, the ACTUAL appointments",
            "Anything less is participation",
        ),
    ),
    Name(
        "There from the felt tip on",
        "Asked while there is nothing yet but a rough map, not when all has been drawn already.",
        IS,
        (
            "just a rough map of the site and a felt tip",
            "ask before not after",
            "the week after the vans came",
        ),
    ),
    Name(
        "The fare in my hand before I set off",
        "Nobody is out of pocket, no form is longer than the journey, and time is paid like anybody's time.",
        IS,
        ("My bus fare in my hand before I set off", "Nine pages. For a taxi fare", "never mind a fee"),
    ),
    Name(
        "A room we can get into",
        "Doors, stairs, buses, captions, files that can be read aloud, and an hour when we can come.",
        IS,
        (
            "have you got a ground floor yet",
            "stairs AND 10am",
            "A falls clinic up a hill with no pavement",
            "In the back alley, if you can believe it",
            "as an ordinary Word file, a week early",
            "Our memory caf\u00e9 committee meets at half past eight",
            "half 6 with food",
            "i have DOUBLE SCIENCE",
        ),
    ),
    Name(
        "Ringing back",
        "Afterwards somebody says what was done and what was not, and why.",
        IS,
        ("When they ring back", "they never rang back", "being asked TWICE", "UPDATE the fish is gone"),
    ),
    Name(
        "Decent biscuits, and staying on",
        "People who come back, take their shoes off, and do not leave when the six months are up.",
        IS,
        (
            "Biscuits. Decent ones.",
            "take her shoes off as it was my carpet",
            "same key worker for 3 years",
            "took 5 to get the girls to speak to her",
            "no staff team and no patient team",
        ),
    ),
    Name(
        "What you know from living it",
        "Those who wear the splint know where the strap should go.",
        IS,
        (
            "We put the splints and the people who wear them",
            "Wednesdays, the foot.",
            "stop posting discharge letters on a friday",
            "Bed 4 had been doing her own insulin",
            "Inside, nobody asks",
        ),
    ),
    Name(
        "A tick in a box",
        "A form where every answer is theirs already; the colour of doors and badges.",
        ISNT,
        ("It isn't a post-it note.", "SIXTEEN. badges were already printed", "Being asked how satisfied I am", "100 character limit"),
    ),
    Name(
        "Finished before we came",
        "The choice is made, the leaflet is done, and what they ask for is our opinion of it.",
        ISNT,
        ("Sliding a finished leaflet across", "Somebody has already thrown away the rest", "when the rota is already printed"),
    ),
    Name(
        "Thanked, and that was that",
        "A voucher, a box with a slot, a line of thanks, and no word of what became of it.",
        ISNT,
        ("A ten pound voucher for a shop", "I asked who had the key", "I watched it.", "Thank you for your valuable contribution"),
    ),
    Name(
        "The same seven people",
        "A table with the usual faces round it, and nobody from Room 212.",
        ISNT,
        ("It's the same seven people and the car park", "Room 212", "miss im literally in a building full of them"),
    ),
    Name(
        "Words that are not ours",
        "Bed blocker, hard to engage, contact: names people were given and never asked about.",
        ISNT,
        ("Stop calling my nan a bed blocker", "youth voice. its just my voice", "Contact. It's seeing his nan", "behaviours that are THURSDAY"),
    ),
)
OFF_THE_POINT = ("three quotes for a stairlift", "still does the ukulele on Mondays", "recommend for the waist", "Is there an RSS feed for this")
CAN_COME = ("Our memory caf\u00e9 committee meets at half past eight", "half 6 with food", "i have DOUBLE SCIENCE")


def an_hour_of_naming(study: Study) -> None:
    """Rename, join, part, set aside, say otherwise and take back, each with the reason said aloud."""
    chapter("5. An hour of naming, with the reasons")
    before = len(study.decisions)
    codes = [give_name(study, name) for name in NAMES]
    forms = study.name("Sheets of five faces", because="the postscript about the sixth face made everybody laugh")
    study.place(saying(study, "I've drawn a sixth"), forms)
    study.merge([forms], "A tick in a box", because="it is the same thing with a smile drawn on")
    study.split(
        "A room we can get into",
        {"An hour when we can come": [saying(study, words) for words in CAN_COME]},
        because="a ramp does not help at 11am on a Tuesday",
    )
    study.heading("An hour when we can come", IS)
    study.set_aside([saying(study, words) for words in OFF_THE_POINT], because="asks about something else; nobody is answered here")
    study.rename("Ringing back", "Closing the feedback loop", because="that is what the trust calls it")
    study.undo(because="nobody at the table says that")
    waiting = {code: len(study.suggestions.get(code, ())) for code in (naming_of(study, each) for each in codes)}
    shortest = min((code for code, n in waiting.items() if n), key=lambda code: waiting[code], default="")
    if shortest:
        leave_to_the_other_question(study, shortest)
        study.confirm_pile(shortest, because="the shortest of the piles: read through together at the end, and it all belongs")
    study.memo("Ringing back", "We kept coming back to this one. Even people who were well treated waited for a call.", kind="for the report")
    done = study.decisions.iloc[before:]
    for what in done.loc[done["kind"] != "enact", "what"]:
        say(f"   {what}")


def leave_to_the_other_question(study: Study, code: str) -> None:
    """What answers the question that asks for the contrary does not belong there, however alike the sorter finds the words."""
    other = ASKS_ISNT if study.codebook.loc[code, "heading"] == IS else ASKS_IS
    said = study.session.corpus.contributions
    theirs = [e for e in study.suggestions[code] if other in said[e.split(".")[0]].about]
    if theirs:
        study.remove(theirs, code, because="the survey asked these people the other question")


def give_name(study: Study, name: Name) -> str:
    """Put what people said with a name: the draft that holds most of it is called so, or a new name is made."""
    passages = [saying(study, words) for words in name.said]
    held = fullest_draft(study, passages)
    if held:
        study.rename(held, name.label, because="that is what they say, in their words")
        study.define(held, name.definition)
        code = held
    else:
        code = study.name(name.label, definition=name.definition, because="the sorter had no pile for it")
    study.heading(code, name.heading)
    study.place(passages, code)
    return code


def naming_of(study: Study, short_id: str) -> str:
    """The whole id of a name."""
    return next(code for code in study.labels() if code.startswith(short_id))


def fullest_draft(study: Study, passages: list[str]) -> str:
    """The draft that the sorter put most of these with, if two or more of them and nobody has named it yet."""
    drafts = study.codebook.query("draft and state == 'in use'").index
    suggested = study.suggestions
    count = {code: sum(e.startswith(tuple(passages)) for e in suggested.get(code, ())) for code in drafts}
    best = max(count, key=lambda code: count[code], default="")
    return best if best and count[best] >= 2 else ""


def saying(study: Study, words: str) -> str:
    """The id of the first contribution that says these words."""
    found = [c.id for c in study.session.corpus if words in c.text]
    if not found:
        raise CoproError(f"The invented consultation has nobody who says {words!r}.")
    return found[0]


def write_it_up(study: Study) -> None:
    """Fix a version and write what people hold in their hands."""
    chapter("6. What was written")
    study.version("first draft")
    for name in ("manifesto.html", "manifesto.docx", "manifesto.pdf", "manifesto.md", "one_page.pdf", "report.html", "codebook.xlsx", "placings.csv"):
        say(f"   {study.write(name)}")
    say(study.status)


def chapter(title: str) -> None:
    """A heading on the terminal."""
    print(f"\n{title}\n{'-' * len(title)}", flush=True)


def say(what: object) -> None:
    """Print, whole."""
    print(what, flush=True)


def main() -> int:
    """Play the demo into `demo`, or the folder named."""
    from copro_text.console import plainly

    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else free_folder()
    return plainly(lambda: run(folder))


def free_folder() -> Path:
    """`demo`, or where that is taken `demo-2`, `demo-3`, ...: an earlier demo is left as it is."""
    names = (Path("demo" if n == 1 else f"demo-{n}") for n in itertools.count(1))
    return next(path for path in names if not path.exists() or not any(path.iterdir()))


if __name__ == "__main__":
    raise SystemExit(main())
