"""Intake: permanent ids, and only what is new."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from copro_text.corpus import Contribution, Corpus, Source, assemble, line_digest
from copro_text.readers import intake, read
from copro_text.readers.item import Item, Reading

KEY = b"k" * 32
ASK = "What should change? Please explain"
LONG = "They asked us before the plan was drawn and then came back to say what they changed"
OTHER = "Nobody rang us for three weeks and the letter was about somebody else entirely"


def blog(*items: Item) -> Reading:
    return Reading("WordPress export", "wordpress", "soup.example", "wordpress 1", len(items), items)


def said(native: str, text: str = "Soup for all.", **more: object) -> Item:
    return Item("comment", text, f"comment {native}", native=native, **more)  # type: ignore[arg-type]


class Study:
    """The sources added so far."""

    def __init__(self, key: bytes = KEY) -> None:
        self.key, self.sources = key, list[tuple[Source, tuple[Contribution, ...]]]()

    @property
    def corpus(self) -> Corpus:
        return assemble(self.sources)

    def add(self, reading: Reading) -> Source:
        source, made = intake(reading, self.key, self.corpus, name="it", fingerprint="f")
        assert source.found == source.read + sum(source.left_out.values())
        assert source.read == source.new + source.edited + source.known
        assert len(made) == source.new + source.edited
        assert all(Contribution.from_dict(c.to_dict()) == c for c in made)
        self.sources.append((source, made))
        return source

    def counts(self, reading: Reading) -> tuple[int, int, int]:
        source = self.add(reading)
        return source.new, source.edited, source.known


def table(folder: Path, rows: str) -> Reading:
    path = folder / "t.csv"
    path.write_text(rows)
    return read(path)


def test_the_same_export_twice_adds_nothing() -> None:
    study, export = Study(), blog(said("1"), said("2"))
    assert study.counts(export) == (2, 0, 0)
    assert study.counts(export) == (0, 0, 2)


def test_a_newer_export_adds_what_is_new_and_what_was_edited() -> None:
    study = Study()
    study.add(blog(said("1"), said("2")))
    assert study.counts(blog(said("1"), said("2", "Edited."), said("3"))) == (1, 1, 1)
    assert [c.text for c in study.corpus] == ["Soup for all.", "Edited.", "Soup for all."]
    assert study.counts(blog(said("1"), said("2"))) == (0, 0, 2)  # the older export again brings nothing back
    assert [c.text for c in study.corpus][1] == "Edited."


def test_two_copies_that_read_the_same_file_get_the_same_ids_and_another_study_others() -> None:
    export = blog(said("1", person="mail:bo@x.example", name="Bo"))
    one, two, other = Study(), Study(), Study(b"o" * 32)
    assert one.add(export) == two.add(export)
    other.add(export)
    assert set(one.corpus.contributions) == set(two.corpus.contributions)
    assert not set(one.corpus.contributions) & set(other.corpus.contributions)
    assert not set(one.corpus.contributors) & set(other.corpus.contributors)


def test_no_mark_of_a_person_is_stored() -> None:
    study = Study()
    study.add(blog(said("1", person="mail:bo@x.example", name="Bo")))
    assert "x.example" not in repr(study.sources)


def test_people_are_joined_by_their_mark_and_nameless_ones_never() -> None:
    study = Study()
    study.add(blog(said("1", person="mail:a"), said("2", person="mail:a"), said("3"), said("4")))
    who = [c.said_by for c in study.corpus]
    assert who[0] == who[1] and len({*who}) == 3


def test_replies_find_their_parent_here_or_in_what_came_before() -> None:
    study = Study()
    study.add(blog(said("1")))
    study.add(blog(said("2", parent=("comment", "1")), said("3", parent=("comment", "2")), said("4", parent=("comment", "99"))))
    one, two, three, four = study.corpus
    assert (two.parent, three.parent, four.parent) == (one.id, two.id, "")


def test_passages_and_wishes_come_along() -> None:
    study = Study()
    study.add(blog(said("1", "I'm a nurse.\n\nPlease don't quote me.", permissions=(("use", "yes"),))))
    (only,) = study.corpus
    assert only.paragraphs == only.sentences == ((0, 12), (14, 36))
    assert [(f.about, f.answer, f.sentence) for f in only.found] == [("use", "yes", None), ("perspective", "yes", (0, 12)), ("quote", "no", (14, 36))]


def test_the_id_of_a_source_is_made_of_its_content() -> None:
    a, b = Study().add(blog(said("1"))), Study().add(blog(said("1")))
    c = Study().add(blog(said("1", "Other.")))
    assert a.id == b.id != c.id
    study = Study()
    study.add(blog(said("1")))
    assert len(line_digest(KEY, next(iter(study.corpus)).to_dict())) == 64


def test_rows_without_ids_are_known_again(tmp_path: Path) -> None:
    study = Study()
    rows = f"Area,{ASK}\nA,{LONG}\nB,No.\nB,No.\n"
    assert study.counts(table(tmp_path, rows)) == (3, 0, 0)
    assert study.counts(table(tmp_path, rows + f"C,{OTHER}\nB,No.\n")) == (2, 0, 3)


def test_a_column_that_was_added_doubles_no_voice(tmp_path: Path) -> None:
    study = Study()
    study.add(table(tmp_path, f"Area,{ASK}\nA,{LONG}\nB,No.\nB,No.\nC,No.\n"))
    newer = study.add(table(tmp_path, f"Age,Area,{ASK}\n30,A,{LONG}\n40,B,No.\n50,B,No.\n60,C,No.\n70,D,No.\n"))
    assert (newer.new, newer.known) == (1, 4)
    assert "4 answers were here already" in newer.notices[0]


def test_a_question_that_was_added_doubles_no_voice_and_joins_its_people(tmp_path: Path) -> None:
    study = Study()
    study.add(table(tmp_path, f"Area,{ASK}\nA,{LONG}\nB,{OTHER}\n"))
    more = "I would like to add that the tea was good and the room was warm"
    newer = study.add(table(tmp_path, f"Area,{ASK},Any other comments?\nA,{LONG},{more}\nB,{OTHER},\n"))
    assert (newer.new, newer.known) == (1, 2)
    first, _, added = study.corpus
    assert added.said_by == first.said_by


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ({"aside": (("Area", "B"),)}, {"aside": (("Area", "C"),)}),
        ({"name": "Ana"}, {"name": "Ben"}),
        ({"when": "2026-05-01"}, {"when": "2026-05-02"}),
    ],
    ids=["closed answer", "name", "date"],
)
def test_a_row_with_the_same_words_and_something_else_beside_them_is_another_voice(before: dict[str, object], now: dict[str, object]) -> None:
    def reading(row: str, beside: dict[str, object]) -> Reading:
        item = Item("answer", "No.", "row 1", row=(row, "No."), about=ASK, **beside)  # type: ignore[arg-type]
        return Reading("CSV table", "table", "s", "table 1", 1, (item,))

    study = Study()
    assert study.counts(reading("before", before)) == (1, 0, 0)
    assert study.counts(reading("with a column more", before)) == (0, 0, 1)
    assert study.counts(reading("with a column more", now)) == (1, 0, 0)


def test_another_survey_with_the_same_question_and_numbers_is_another_survey(tmp_path: Path) -> None:
    study = Study()
    study.add(table(tmp_path, f"id,{ASK}\n1,{LONG}\n2,{OTHER}\n"))
    other = f"id,{ASK}\n1,Soup should be warmer than it was last week\n2,And there should be more of it for everyone\n"
    assert study.counts(table(tmp_path, other)) == (2, 0, 0)
    assert study.counts(table(tmp_path, other + "3,Bread too, please, for all who come\n".replace(",", ";").replace("3;", "3,"))) == (1, 0, 2)
    assert study.counts(table(tmp_path, f"id,{ASK}\n1,{LONG} now\n2,{OTHER}\n")) == (0, 1, 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), st.sampled_from(["No.", "Yes.", LONG])), max_size=8), st.integers(0, 8))
def test_a_table_that_grew_adds_exactly_what_it_grew_by(rows: list[tuple[str, str]], at: int) -> None:
    def reading(some: list[tuple[str, str]]) -> Reading:
        items = tuple(Item("answer", text, f"row {n}", row=(area, text), about=ASK, aside=(("Area", area),)) for n, (area, text) in enumerate(some))
        return Reading("CSV table", "table", "s", "table 1", len(items), items)

    study = Study()
    before = study.add(reading(rows[:at]))
    after = study.add(reading(rows))
    assert (before.new, after.new, after.known) == (len(rows[:at]), len(rows) - len(rows[:at]), len(rows[:at]))
    assert len(study.corpus) == len(rows)


def test_progress_is_told() -> None:
    told = list[tuple[int, int | None]]()
    intake(blog(*(said(str(n)) for n in range(120))), KEY, Corpus(), name="it", fingerprint="f", progress=lambda d, t: told.append((d, t)))
    assert told[-1] == (120, 120) and len(told) >= 3


@pytest.mark.parametrize("later", [False, True])
def test_the_invented_consultation_comes_in(later: bool) -> None:
    corpora = Path(__file__).parent.parent / "corpora"
    study = Study()
    study.add(read(corpora / "blog" / "export.xml"))
    if later:
        assert study.counts(read(corpora / "blog" / "export-later.xml"))[:2] == (9, 1)
    else:
        assert study.sources[0][0].known == 0


def talk(*items: Item, site: str = "s") -> Reading:
    return Reading("transcript", "transcript", site, "transcript 1", len(items), items)


def turn(speaker: str, text: str, **more: object) -> Item:
    return Item("turn", text, "turn", row=(speaker, text), person=speaker, name=speaker, **more)  # type: ignore[arg-type]


def test_a_corrected_transcript_is_known_by_its_words_and_adds_only_what_changed() -> None:
    study = Study()
    words = [f"What we said about the {thing} that day" for thing in ("bus", "door", "lift", "tea")]
    study.add(talk(*(turn("Ana", text) for text in words), site="one"))
    corrected = talk(*(turn("Ana", text) for text in (*words[:3], "What we said about the teapot that day")), site="two")
    assert study.counts(corrected) == (1, 0, 3)


NOTES = """# What works

- The bus driver waits for me at the corner of the road
- The warm room in the church hall on a Tuesday morning
- Somebody at the desk who knows my name
- Nothing at all
"""


def notes(folder: Path, text: str) -> Reading:
    path = folder / "notes.md"
    path.write_text(text, "utf-8")
    return read(path)


def test_the_same_few_words_under_a_new_heading_are_another_line_and_the_old_one_stays_itself(tmp_path: Path) -> None:
    study = Study()
    study.add(notes(tmp_path, NOTES))
    before = dict(study.corpus.contributions)
    longer = notes(tmp_path, "# What hurts\n\n- Nothing at all\n\n" + NOTES)
    assert study.counts(longer) == (1, 0, 4)
    assert sorted(c.about for c in study.corpus if c.text == "Nothing at all") == ["What hurts", "What works"]
    assert all(study.corpus.contributions[id_] == c for id_, c in before.items())
    assert study.counts(longer) == (0, 0, 5)
    assert study.counts(notes(tmp_path, NOTES)) == (0, 0, 4)


def test_a_heading_in_other_words_makes_no_new_line(tmp_path: Path) -> None:
    study = Study()
    study.add(notes(tmp_path, NOTES + "\n# What hurts\n\n- Nothing at all\n"))
    assert study.counts(notes(tmp_path, NOTES.replace("What works", "What helps") + "\n# What hurts\n\n- Nothing at all\n")) == (0, 0, 5)


TOLD = """Ana Smith: The bus driver waits for me at the corner of the road

Ben Jones: The warm room in the church hall on a Tuesday morning

Ben Jones: I drive the early bus and nobody asked the drivers

Ana Smith: Nobody has told us why it had to go
"""


def test_a_line_that_has_another_name_in_a_newer_copy_is_not_doubled_and_it_is_told(tmp_path: Path) -> None:
    study = Study()
    study.add(notes(tmp_path, TOLD))
    before = study.corpus
    source = study.add(
        notes(tmp_path, TOLD.replace("Ben Jones: I drive", "Cara Wood: I drive") + "\nCara Wood: And we all knew it before they did\n")
    )
    assert (source.new, source.known) == (1, 4)
    (new,) = set(study.corpus.contributions) - set(before.contributions)
    assert study.corpus.contributions[new].signed == ("Cara Wood",)
    assert study.corpus.contributions[new].said_by[0] not in before.contributors
    assert any("Who said 1 of these is another here" in notice and "nothing was changed" in notice for notice in source.notices)


@pytest.mark.parametrize(
    "changed",
    [
        TOLD.replace("Ben Jones: I drive", "Cara Wood: It was so.\n\nCara Wood: I drive").replace("Ana Smith: Nobody", "Ana Smith: Well, nobody"),
        TOLD + "\nCara Wood: I drive the early bus and nobody asked the drivers\n",
    ],
    ids=["elsewhere", "said twice"],
)
def test_the_same_words_of_somebody_else_are_kept_where_it_is_not_plain_that_they_are_the_same_line(tmp_path: Path, changed: str) -> None:
    study = Study()
    study.add(notes(tmp_path, TOLD))
    study.add(notes(tmp_path, changed))
    assert sorted(c.signed for c in study.corpus if c.text.startswith("I drive")) == [("Ben Jones",), ("Cara Wood",)]


def test_a_few_words_of_somebody_else_in_the_same_place_are_kept(tmp_path: Path) -> None:
    study, short = (
        Study(),
        TOLD.replace("I drive the early bus and nobody asked the drivers", "I agree") + "\nBen Jones: It was a very cold winter here\n",
    )
    study.add(notes(tmp_path, short))
    study.add(notes(tmp_path, short.replace("Ben Jones: I agree", "Cara Wood: I agree")))
    assert sorted(c.signed for c in study.corpus if c.text == "I agree") == [("Ben Jones",), ("Cara Wood",)]


def test_two_documents_that_share_a_few_words_keep_all_their_voices() -> None:
    study = Study()
    study.add(talk(*(turn("Table 1", text) for text in ("Parking", "Ask us before the plan is drawn")), site="one"))
    assert study.counts(talk(*(turn("Table 1", text) for text in ("Parking", "Nobody came back to us at all")), site="two")) == (2, 0, 0)


@pytest.mark.parametrize(("shared", "counts"), [(4, (4, 0, 4)), (3, (8, 0, 0))])
def test_a_document_is_a_newer_copy_if_half_of_its_lines_are_here_and_no_fewer(shared: int, counts: tuple[int, int, int]) -> None:
    def document(site: str, words: list[str]) -> Reading:
        items = tuple(Item("note", text, "line", row=("", text), voice="not known") for text in words)
        return Reading("Markdown notes", "document", site, "notes 1", len(items), items)

    study, old = Study(), [f"What we said about number {n} that day" for n in range(8)]
    study.add(document("one", old))
    assert study.counts(document("two", [*old[:shared], *(f"What others said of number {n}" for n in range(8 - shared))])) == counts


def test_a_longer_copy_of_a_short_document_keeps_all_and_says_that_words_may_stand_here_twice(tmp_path: Path) -> None:
    study, short = Study(), "- The bus driver waits for me at the corner\n- Nothing at all\n"
    assert not any("may stand here twice" in notice for notice in study.add(notes(tmp_path, short)).notices)
    longer = study.add(notes(tmp_path, short + "- The warm room in the church hall on a Tuesday\n"))
    assert longer.new == 3
    assert any("1 stand here already" in notice and "may stand here twice" in notice for notice in longer.notices)
    assert not any("may stand here twice" in n for n in study.add(notes(tmp_path, "- Somebody at the desk who knows my name\n")).notices)


def test_what_several_people_wrote_together_is_said_by_each_of_them() -> None:
    study = Study()
    study.add(talk(turn("Ana", LONG, others=(("Ben", "Ben"), ("", "A friend")))))
    (c,) = study.corpus
    assert c.signed == ("Ana", "Ben", "A friend")
    assert len(set(c.said_by)) == 3


def test_a_reply_finds_what_it_answers_where_the_file_has_no_ids() -> None:
    study = Study()
    study.add(talk(turn("Ana", LONG), turn("Ben", OTHER, replies_to=0)))
    first, second = study.corpus
    assert second.parent == first.id


def test_words_whose_speaker_nobody_knows_are_said_by_nobody_in_particular_and_still_counted() -> None:
    study = Study()
    study.add(talk(Item("turn", LONG, "turn", row=("", LONG), voice="not known", at="0:12:05", written_down_by="Tom")))
    (c,) = study.corpus
    assert (c.said_by, c.signed, c.at, c.written_down_by) == ((), (), "0:12:05", "Tom")


def test_what_a_reporter_wrote_of_somebody_gives_no_wish_and_no_perspective() -> None:
    study, words = Study(), "I am a carer. Please don't quote me."
    study.add(talk(turn("Ana", words), turn("Ben", words, how="reported by")))
    own, reported = study.corpus
    assert own.found
    assert not reported.found
