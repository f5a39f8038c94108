"""study.suggest and study.draft: the sorter suggests, keeps no words, and moves nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from copro_text.demo import corpora
from copro_text.errors import NotPossible, SorterError
from copro_text.study import Study
from tests.small import wxr

ANN = [("Ann", f"The bus to the clinic does not run on {day}, so I wait at the stop.") for day in ("Monday", "Tuesday", "Friday", "Sunday")]
BO = [
    ("Bo", f"They pay {pay} for a day of my time and I fill in a form to claim the money.") for pay in ("nothing", "ten pounds", "a voucher", "late")
]
CY = [("Cy", f"The letter was full of {what} and jargon that nobody at home could read.") for what in ("long words", "acronyms", "codes", "Latin")]
TALK = [(f"{name} {i}", text) for i in range(3) for name, text in ANN + BO + CY]


@pytest.fixture
def talk(tmp_path: Path) -> Study:
    """Three things said by many: buses, pay, words."""
    varied = [(name, f"{text} {extra}") for (name, text), extra in zip(TALK, EXTRAS, strict=True)]
    (tmp_path / "talk.xml").write_text(wxr(varied), "utf-8")
    study = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    study.add(tmp_path / "talk.xml", progress=False)
    return study


EXTRAS = [f"{word} {i}." for i, word in enumerate(["Honestly", "Again", "Every week", "My sister says so too", "It rained", "No wonder"] * 6)]


def folder(study: Study) -> dict[str, bytes]:
    return {p.relative_to(study.path).as_posix(): p.read_bytes() for p in study.path.rglob("*") if p.is_file()}


def test_the_same_study_and_seed_give_the_same_run(talk: Study) -> None:
    first = talk.suggest(seed=7, progress=False)
    kept = folder(talk)
    again = Study(talk.path).suggest(seed=7, progress=False)
    assert first.run == again.run
    assert folder(talk) == kept


def test_a_run_holds_no_words(talk: Study) -> None:
    piles = talk.suggest(progress=False)
    assert len(piles) >= 2
    run = next((talk.path / "clusters").rglob("run.json")).read_text("utf-8")
    spoken = {word for c in talk.session.corpus for word in re.findall(r"[a-z]{5,}", c.text.lower())}
    assert {word for word in spoken if re.search(rf"\b{word}\b", run.lower())} <= {"words", "letter"}  # words of the settings themselves


def test_a_second_suggest_hears_nothing_anew(talk: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    talk.suggest(progress=False)
    from copro_text.clusters import VectorCache

    added: list[int] = []
    monkeypatch.setattr(VectorCache, "add", lambda self, model, texts, vectors: added.append(len(texts)))
    Study(talk.path).suggest(seed=8, progress=False)
    assert added == []


def test_every_passage_is_in_a_pile_or_listed_as_not_placed(talk: Study) -> None:
    piles = talk.suggest(progress=False)
    told = [e for pile in piles for e in pile.excerpts] + list(piles.could_not_place)
    assert sorted(told) == sorted(talk.session.corpus.contributions[c].whole.id for c in talk.contributions.index)


def test_suggesting_and_drafting_leave_everything_not_yet_read(talk: Study) -> None:
    talk.suggest(progress=False)
    table = talk.draft()
    assert table["draft"].all()
    assert table["suggested"].sum() > 0
    assert talk.status["not_yet_read"] == talk.status["contributions"]
    assert talk.placings.empty


def test_drafting_twice_from_the_same_piles_is_refused(talk: Study) -> None:
    talk.suggest(progress=False)
    talk.draft()
    with pytest.raises(NotPossible, match="already"):
        talk.draft()


def test_drafting_before_the_sorter_was_asked_says_what_to_do(talk: Study) -> None:
    with pytest.raises(NotPossible, match="suggest"):
        talk.draft()
    with pytest.raises(NotPossible, match="suggest"):
        _ = talk.piles


def test_a_confirmed_pile_is_bulk_and_what_a_person_placed_is_not_suggested(talk: Study) -> None:
    talk.suggest(progress=False)
    codes = list(talk.draft().index)
    suggested = talk.suggestions
    one = suggested[codes[0]][0]
    talk.place(one, codes[1])
    assert one not in talk.suggestions[codes[0]]
    count = len(talk.suggestions[codes[0]])
    talk.confirm_pile(codes[0], because="we read them together")
    row = talk.codebook.loc[codes[0]]
    assert (row["placed"], row["in_bulk"], row["suggested"]) == (count, count, 0)
    assert talk.codebook.loc[codes[1], "in_bulk"] == 0
    talk.undo()
    assert len(talk.suggestions[codes[0]]) == count


def test_a_refused_suggestion_is_not_made_again_there(talk: Study) -> None:
    talk.suggest(progress=False)
    code = next(iter(talk.draft().index))
    one = talk.suggestions[code][0]
    talk.remove(one, code)
    assert one not in talk.suggestions[code]


def test_asking_again_moves_no_name_and_no_placing(talk: Study) -> None:
    talk.suggest(seed=7, progress=False)
    code = next(iter(talk.draft().index))
    talk.rename(code, "Ours")
    talk.place(list(talk.suggestions[code])[:2], code)
    placed = talk.placings.drop(columns="text")
    talk.suggest(seed=99, progress=False)
    talk.draft()
    assert talk.placings.drop(columns="text").equals(placed)
    assert talk.codebook.loc[code, "label"] == "Ours"


def test_moving_the_level_moves_no_name_and_no_placing_and_opens_whole_piles(talk: Study) -> None:
    few = talk.suggest(level=2, progress=False)
    code = next(iter(talk.draft().index))
    talk.rename(code, "Ours")
    talk.place(list(talk.suggestions[code])[:2], code)
    placed, suggested = talk.placings.drop(columns="text"), talk.suggestions[code]
    many = talk.suggest(level="fine", progress=False)
    assert len(few) == 2 < len(many)
    assert talk.placings.drop(columns="text").equals(placed)
    assert talk.codebook.loc[code, "label"] == "Ours"
    assert talk.suggestions[code] == suggested
    with pytest.raises(SorterError, match="no level"):
        talk.suggest(level="deep", progress=False)


def test_a_topic_model_has_the_piles_that_are_shown_and_none_of_what_is_held(talk: Study) -> None:
    with pytest.raises(NotPossible, match="not been asked"):
        talk.topic_model()
    before = sum(pile.texts for pile in talk.suggest(progress=False))
    talk.hold(next(iter(talk.piles)).excerpts[0].partition(".")[0])
    logs = folder(talk)
    topics = talk.topic_model().get_topic_info().set_index("Topic").query("Topic >= 0")
    assert sorted(zip(topics["CustomName"], topics["Count"], strict=True)) == sorted((pile.title, pile.texts) for pile in talk.piles)
    assert topics["Count"].sum() < before
    assert folder(talk) == logs
    talk.hold([id_ for id_ in talk.contributions.index if id_ not in talk.session.book.held])
    with pytest.raises(NotPossible, match="may be shown now"):
        talk.topic_model()


def test_a_topic_model_has_nobodys_name_among_its_words(tmp_path: Path) -> None:
    named = [(f"{name} Quillwort", f"{text} {extra} so Zebedee Quillwort said.") for (name, text), extra in zip(TALK, EXTRAS, strict=True)]
    (tmp_path / "talk.xml").write_text(wxr(named), "utf-8")
    talk = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    talk.add(tmp_path / "talk.xml", progress=False)
    talk.suggest(progress=False)
    model = talk.topic_model()
    told = " ".join(word for topic in set(model.topics_) for word, _ in model.get_topic(topic) or ())
    assert "bus" in told
    assert "quillwort" not in told and "zebedee" not in told


def test_each_pile_says_in_words_whether_it_comes_back_and_whether_it_is_one_of_language(tmp_path: Path) -> None:
    welsh = [(f"Person {i}", f"Mae'r bws yn hwyr iawn {extra}") for i, extra in enumerate(["bob dydd", "eto", "ac oer", "ar y bryn"] * 3)]
    english = [(name, f"{text} {extra}") for (name, text), extra in zip(TALK, EXTRAS, strict=True)]
    (tmp_path / "talk.xml").write_text(wxr([*english, *welsh]), "utf-8")
    talk = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    talk.add(tmp_path / "talk.xml", progress=False)
    found = talk.suggest(progress=False)
    remarks = [pile.remark for pile in found]
    assert all("when some of what was said is left out" in remark for remark in remarks)
    assert any("for their language" in remark for remark in remarks)
    assert not all("for their language" in remark for remark in remarks)
    assert all(remark in repr(found) and remark in found._repr_html_() for remark in remarks)
    assert not any(digit in "".join(remarks) for digit in "0123456789%")


def test_what_may_not_be_used_or_is_held_or_set_aside_is_not_shown_to_the_sorter(talk: Study) -> None:
    ids = list(talk.contributions.index)
    who = talk.session.corpus.contributions[ids[3]].said_by[0]
    talk.confirm(who, "use", "no", because="asked us by telephone")
    talk.hold(ids[10])
    talk.set_aside(ids[11], because="off the point")
    talk.suggest(progress=False)
    sorted_ = {e.split(".")[0] for e in talk.clusters.index}
    theirs = {c.id for c in talk.session.corpus.by(who)}
    assert not sorted_ & (theirs | {ids[10], ids[11]})
    assert len(sorted_) == len(ids) - len(theirs | {ids[10], ids[11]})


def test_it_can_sort_by_paragraph_or_sentence(talk: Study) -> None:
    assert len(talk.suggest(unit="sentence", progress=False).run.piles) >= 1
    assert len(talk.clusters) > len(talk.contributions)
    with pytest.raises(NotPossible):
        talk.suggest(unit="page", progress=False)


def test_without_a_model_it_sorts_by_words_alone_and_says_so(talk: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    from copro_text import clusters
    from copro_text.errors import ModelMissing

    def none(*_given: object) -> None:
        raise ModelMissing("No model.")

    monkeypatch.setattr(clusters, "find_model", none)
    assert "words alone" in talk.suggest(progress=False).run.remark


def test_int8_is_said_by_the_run_and_learning_and_piles_stay_with_it(talk: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = talk.suggest(progress=False).run
    rounded = talk.suggest(progress=False, precision="int8").run
    assert "precision" not in whole.settings
    assert rounded.settings["precision"] == "int8"
    assert "int8" in rounded.remark
    assert "int8" not in whole.remark

    def never(*_: object) -> None:
        raise AssertionError("heard anew")

    monkeypatch.setattr("copro_text.clusters.embed.load", never)
    assert talk.suggest(progress=False, precision="int8").run.run == rounded.run
    talk.next(2)


def test_the_invented_consultation_gives_five_to_fifteen_piles(tmp_path: Path) -> None:
    study = Study.new(tmp_path / "s", question="What is co-production, and what isn't it?", analyst="Maya")
    study.add(corpora() / "blog" / "export.xml", progress=False)
    piles = study.suggest(progress=False)
    assert 5 <= len(piles) <= 15
    titles = [pile.title for pile in piles]
    assert len(set(titles)) == len(titles)
    assert not any("mail address" in title.lower() for title in titles)


def test_what_people_say_about_their_words_gives_no_draft_title_and_no_keyword(tmp_path: Path) -> None:
    wishes = ["Please don't quote me.", "Credit me as zebediah quock."]
    said = [(f"{name} {i}", f"{text} {wishes[i % 2]}") for i, (name, text) in enumerate(TALK)]
    (tmp_path / "talk.xml").write_text(wxr(said), "utf-8")
    study = Study.new(tmp_path / "s", question="What gets in the way?", analyst="Maya")
    study.add(tmp_path / "talk.xml", progress=False)
    found = " ".join(" ".join([pile.title, *pile.keywords]) for pile in study.suggest(progress=False)).lower()
    assert found
    assert not {word for word in ("quote", "credit", "zebediah", "quock") if word in found}


def test_what_the_sorter_did_not_see_is_told_with_the_reason(talk: Study, tmp_path: Path) -> None:
    assert "The sorter saw" not in repr(talk.suggest(progress=False))
    ids = list(talk.contributions.index)
    talk.hold(ids[1])
    talk.set_aside(ids[2:4], because="about something else")
    everything = [(name, f"{text} {extra}") for (name, text), extra in zip(TALK, EXTRAS, strict=True)] + [("Eli", "Please don't use this.")]
    (tmp_path / "more.xml").write_text(wxr(everything), "utf-8")
    talk.add(tmp_path / "more.xml", progress=False)
    n = len(talk.contributions)
    said = repr(talk.suggest(progress=False))
    assert f"The sorter saw {n - 4} of {n} contributions; of the others 1 held, 2 set aside, 1 asked us not to use their words." in said
    talk.note("One more thing.")
    assert "1 came in since" in repr(talk.piles)
