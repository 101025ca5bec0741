"""A phrasebook: how it translates, and that the Chinese one knows what a Raft group does."""

import re
from pathlib import Path

import pytest
from pages import TRACES, story_at

from checker.catalogue import phrases
from checker.phrasebook import Phrasebook
from checker.render.words import CHINESE, JOINT
from checker.zoo import exhibits
from properties.chinese import CHINESE as KNOWN

BOOK = Phrasebook(phrases(CHINESE), JOINT)

KEPT = {"environment", "voters", "joint", "and"}
"""English words that stay: names, and what a label has of a configuration."""


def in_english(text: str) -> set[str]:
    """Return what is left of English in a text, besides names, and the words that Chinese readers use."""
    return set(re.findall(r"\b[a-z]{2,}\b", text))


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        ("anna comes", "anna kommt"),
        ("anna says: bert goes", "anna sagt: bert geht"),
        ("anna says: nobody knows", "anna sagt: nobody knows"),
        ("anna, bert and carl meet", "anna/bert/carl treffen sich"),
        ("anna meet", "anna treffen sich"),
        ("anna has \\x (term 1)", "anna hat \\x (term 1)"),
        ("all is well", "alles ist gut"),
        ("dora sees bert", "dora sieht bert"),
        ("dora and carl sees bert", None),
    ],
)
def test_translation(sentence: str, meaning: str | None) -> None:
    """Blanks are filled, what is in them is translated, and lists are joined as the language does."""
    book = Phrasebook(
        {
            "all is well": "alles ist gut",
            "{who} comes": "{who} kommt",
            "{who} says: {what}": "{who} sagt: {what}",
            "{who} goes": "{who} geht",
            "{who+} meet": "{who} treffen sich",
            "{who} has {what}": "{who} hat {what}",
            "{who:word} sees {whom}": "{who} sieht {whom}",
        },
        joint="/",
    )
    assert meaning == book.translated(sentence)


@pytest.mark.parametrize("sentence", ["", "something else", "come", "all is wel", " all is well"])
def test_what_no_phrase_fits(sentence: str) -> None:
    """What no phrase fits, in full, has no translation."""
    assert (
        Phrasebook({"all is well": "alles ist gut", "{who} comes": "{who} kommt"}).translated(sentence)
        is None
    )


def test_the_first_phrase_that_fits() -> None:
    """Of two phrases that fit, the first is taken; one without blanks goes before."""
    book = Phrasebook({"{who} comes": "first", "{one} {other}": "second", "anna comes": "whole"})
    assert ("whole", "first", "second") == tuple(map(book.translated, ("anna comes", "bert comes", "a b")))


def test_a_phrase_that_fits_itself() -> None:
    """A phrase that fits what is in its own blank comes to an end."""
    assert Phrasebook({"not {what}": "nicht {what}"}).translated("not " * 20 + "so") is not None


def test_no_space_between_wide_letters() -> None:
    """Between two Chinese letters there is no space, beside a name there is."""
    assert "n1 的清單 n2" == Phrasebook({"{a} of {b}": "{b} 的 {a}", "list n2": "清單 n2"}).translated(
        "list n2 of n1"
    )


@pytest.mark.parametrize(
    "name", sorted(one.name for one in exhibits() if one.scenario.name.startswith("raft"))
)
def test_raft_in_chinese(name: str) -> None:
    """Every step of a Raft group is told in Chinese, with every message; only names are left of English."""
    story = story_at(name)
    for said in (
        *(moment.sentence for moment in story.moments[1:]),
        *(moment.kind.replace("-", " ") for moment in story.moments[1:]),
        *(text for flight in story.flights for text in (flight.text, flight.label)),
        story.finding,
    ):
        chinese = BOOK.translated(said)
        assert chinese is not None, said
        assert in_english(chinese) <= KEPT, chinese


def test_a_whole_page_in_chinese() -> None:
    """A page says in Chinese what the mistake is, its rule, the property, and how it came about."""
    story = story_at("vote-twice")
    for said in (story.mistake, story.rule_sentence, story.property_sentence, story.sentence, story.account):
        assert said
        assert BOOK.translated(said) is not None, said


def test_every_phrase_has_its_blanks() -> None:
    """A translation has the blanks of its phrase, and is not the phrase."""
    for sentence, meaning in KNOWN.items():
        blanks = [
            {blank.rstrip("+") for blank in re.findall(r"\{(\w+\+?)\}", text)} for text in (sentence, meaning)
        ]
        assert blanks[1] <= blanks[0], sentence
        assert re.search("[\u3000-\u9fff\uff00-\uffef]", meaning), sentence


def test_no_phrase_is_in_two_tables() -> None:
    """A phrase stands in one place: what a later table says of it would be lost, or win, unseen."""
    folder = Path(TRACES.parent, "properties", "chinese")
    told = re.findall(
        r'^    "(.+?)": ',
        "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.stem != "runs"),
        re.MULTILINE,
    )
    assert sorted(told) == sorted(set(told))
    assert len(told) + 1 == len(KNOWN)
