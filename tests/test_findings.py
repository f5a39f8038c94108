"""What people say of themselves and of their words."""

import pytest

from copro_text.corpus import Found
from copro_text.readers.findings import analyse, findings


def found(text: str, about: str) -> list[tuple[str, str]]:
    return [(f.answer, text[slice(*f.value)] if f.value else "") for f in findings(text) if f.about == about]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I'm a carer for my dad, and that is why I write.", ["carer for my dad"]),
        ("I am a nurse and, since last year, patient.", ["nurse", "patient"]),
        ("Retired teacher, kidney patient. Nobody rang.", ["Retired teacher", "kidney patient"]),
        ("As a physio I was taught otherwise.", ["physio"]),
        ("I am Deaf. They booked nobody.", ["I am Deaf"]),
        ("I work in a care home and we are tired.", ["I work in a care home"]),
        ("My husband has Parkinson's and I gave up three Thursdays.", ["My husband has Parkinson's"]),
        ("I’ve been a volunteer at the hospice for years.", ["volunteer at the hospice for years"]),
    ],
)
def test_perspectives_are_found_in_peoples_own_words(text: str, words: list[str]) -> None:
    assert [value for _, value in found(text, "perspective")] == words


@pytest.mark.parametrize(
    "text",
    [
        "She said I'm a nurse and should know.",
        'He wrote "I am a carer" on the board.',
        "I'm a bit tired of it.",
        "If I were a doctor I would know.",
        "As a result nothing changed.",
        "The nurse asked us. Nurses listen.",
        "I'm a great believer in soup.",
        "Nurse Amira rang me.",
    ],
)
def test_what_others_say_and_turns_of_phrase_are_no_perspective(text: str) -> None:
    assert found(text, "perspective") == []


@pytest.mark.parametrize(
    "text",
    [
        "Please don't quote me.",
        "pls dont quote this",
        "Please don’t quote any of this bit.",
        "Not for quoting please.",
        "I'd rather not be quoted.",
        "I would rather you didn't publish this.",
        "No quoting, thanks.",
        "Keep my words out of the report please.",
        "I don't want my words printed.",
        "This is off the record.",
        "I wouldn't like that to be quoted.",
        "If there's one thing you don't want quoted, it's what I said.",
        "If you don't want me quoted, say so.",
        "If it's all the same I don't want it quoted, tell them.",
        "It hurts us both, so don't put it in.",
        "Change my name or don't put it in.",
    ],
)
def test_a_wish_not_to_be_quoted_is_found_and_is_no_wish_not_to_be_used(text: str) -> None:
    assert found(text, "quote") == [("no", "")]
    assert found(text, "use") == []


@pytest.mark.parametrize(
    "text",
    [
        "Please don't quote the trust's policy at me.",
        "Don't quote me the rules.",
        "Quote me on that!",
        "They quoted me £40.",
        "They quote me.",
        "They can quote me all they like and do nothing.",
        "Nobody would quote me.",
        "If you quote me, ask first.",
        "Why quote me?",
        "Quote me a price.",
        "Quote me happy.",
        "To quote me, it was awful.",
        "Ask before you quote me.",
        "Did they quote me?",
        'She said "quote me" and laughed.',
        "You need my permission to quote me.",
        "They have permission to quote this.",
        "Is it fine to quote me?",
        "If you would rather not be quoted, just say so.",
        "Patients would rather not be quoted.",
        "If there's a thing you don't want quoted, say so now or in a month.",
        "If there is anything you wouldn't want printed, please tell us.",
        "Both halves, please, or don't put it in at all.",
        "I doubt I'd like that to be quoted.",
        "I doubt I'd love that quoted.",
        "I don't think I'd like that quoted.",
    ],
)
def test_what_sounds_like_a_wish_about_quoting_but_is_none(text: str) -> None:
    assert found(text, "quote") == []


@pytest.mark.parametrize(
    "text",
    [
        "You can quote me.",
        "Happy to be quoted.",
        "Feel free to quote this.",
        "I don't mind being quoted.",
        "You may quote any of it.",
        "Quote me.",
        "We waited. Quote me!",
        "quote me",
        "Yes, quote me.",
        "By all means quote me.",
        "Quote me, and spell it right.",
        "Quote any of this.",
        "It's fine to quote me.",
        "Feel free to quote.",
        "You have my permission to quote this.",
        "I give permission to be quoted.",
        "I give you permission to quote me.",
        "I agree to be quoted.",
        "You are allowed to quote me.",
        "My words can be quoted.",
        "I'd like that to be quoted, please.",
        "Um. I would love this quoted.",
    ],
)
def test_leave_to_quote_is_found(text: str) -> None:
    assert found(text, "quote") == [("yes", "")]


def test_not_happy_to_be_quoted_is_a_no() -> None:
    assert found("I'm not happy to be quoted.", "quote") == [("no", "")]


@pytest.mark.parametrize(
    "text", ["Please don't use this.", "I'd rather you didn't use my comment.", "Please delete my comment.", "Leave mine out.", "Not for use."]
)
def test_a_wish_not_to_be_used_is_found(text: str) -> None:
    assert found(text, "use") == [("no", "")]


def test_do_not_use_the_word_is_no_wish_about_ones_own_words() -> None:
    assert found("Please don't use this as an excuse. Do not use the word hub.", "use") == []


def test_reword_but_do_not_quote_is_two_wishes() -> None:
    text = "Please don't quote me, but paraphrase it if you like."
    assert found(text, "quote") == [("no", "")] and found(text, "reword") == [("yes", "")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("We sat there. Credit me as J. Okafor.", "J. Okafor"),
        ("We sat there. T Vaughan", "T Vaughan"),
        ("It was fine. I'd like to be credited as Sam (she/her) from Halden Bay.", "Sam (she/her) from Halden Bay"),
        ("It rained. Mrs E. Dunn, if you need a name.", "Mrs E. Dunn"),
        ("Long story.\n\nR. Quill-Hart", "R. Quill-Hart"),
        ("It was cold. Name: Rosa Pike", "Rosa Pike"),
        ("You may print my name, Robert Dale.", "Robert Dale"),
        ("All of it, with my name on it, Cy Lane, L-A-N-E. Only let me see it first.", "Cy Lane"),
        ("Credit me as J-P. Martel.", "J-P. Martel"),
        ("It rained. Name-A. Lee", "A. Lee"),
        ("It rained. Credit me please -A. Lee", "A. Lee"),
        ("Please credit us as Table 4, the Telephone, all of us together.", "Table 4, the Telephone"),
        ("You may print my name, I sat in Room 3, Robert Dale.", "Robert Dale"),
    ],
)
def test_the_name_to_be_credited_is_found_as_it_was_asked_for(text: str, name: str) -> None:
    assert found(text, "name") == [("yes", name)]


def test_an_author_is_named_and_an_author() -> None:
    text = "We made it. I would like to be an author: P. Noor."
    assert found(text, "author") == [("yes", "P. Noor")] == found(text, "name")


@pytest.mark.parametrize(
    "text",
    [
        "I have to give credit to the ward sister.",
        "Credit where it's due.",
        "What it does to Universal Credit nobody knows.",
        "They took all the credit.",
        "My name was on the list in Tarn Street.",
        "If you would like to be credited, leave your initials.",
        "She said she wanted to be credited.",
    ],
)
def test_credit_of_other_kinds_is_no_wish_to_be_named(text: str) -> None:
    assert found(text, "name") == []


@pytest.mark.parametrize(
    "text",
    [
        "Anonymous please.",
        "Please keep me anonymous.",
        "Don't use my name.",
        "No name please.",
        "I'd rather not be named.",
        "I would like to stay anonymous.",
        "Leave my name off.",
    ],
)
def test_a_wish_not_to_be_named_is_found(text: str) -> None:
    assert found(text, "name") == [("no", "")]


def test_the_sentence_that_says_so_is_shown() -> None:
    text = "We waited.\n\nPlease don't quote me. Thanks."
    (only,) = [f for f in findings(text) if f.about == "quote"]
    assert only.sentence and text[slice(*only.sentence)] == "Please don't quote me."


def test_not_to_use_a_name_is_not_to_use_the_words_less() -> None:
    assert [(f.about, f.answer) for f in findings("Please don't use my name after all.")] == [("name", "no")]
    assert ("use", "no") in [(f.about, f.answer) for f in findings("Please don't use my words.")]


@pytest.mark.parametrize("to", ["Dear Chief Executive,", "Dear Chief Executive,\n", "Dear Doctor,", "Dear nurses and carers,"])
def test_whom_a_letter_is_written_to_is_nobodys_perspective(to: str) -> None:
    assert [f for f in found_in(f"{to} please keep the day centre open for us all.") if f.about == "perspective"] == []
    assert [f.about for f in found_in("Dear all, retired nurse with asthma. Please keep the day centre open.")] == ["perspective"]


def found_in(text: str) -> list[Found]:
    ((_, _, found),) = analyse([text])
    return list(found)
