"""A phrasebook: how it translates; and how much of what the models say the Chinese one has."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from pages import TRACES, story_at
from tongues import FUNCTION_WORDS

from checker.catalogue import complete, find_scenario, scenarios
from checker.describing import Describer
from checker.errors import WrongUsage
from checker.phrasebook import Phrasebook, spaced
from checker.protocol import Scenario
from checker.render.claim_words import LABELS
from checker.render.words import CHINESE, book_of, words_of
from checker.replay import replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import load
from checker.zoo import exhibits
from properties.chinese import CHINESE as KNOWN

BOOK = book_of(CHINESE)

KEPT = {"apiserver", "no", "op"}
"""English words that stay: names, and what a leader stores of itself, a no-op."""


def in_english(text: str) -> set[str]:
    """Return what is left of English in a text, besides names, and the words that Chinese readers use."""
    return set(re.findall(r"\b[a-z]{2,}\b", text))


GERMAN = {
    "all is well": "alles ist gut",
    "anna": "Anna",
    "{who} comes": "{who} kommt",
    "{who} says: {what:phrase}": "{who} sagt: {what}",
    "{who} goes": "{who} geht",
    "{who+} meet": "{who} treffen sich",
    "{who} has {log:code}": "{who} hat {log}",
    "{who} has {n#} of {m#}": "{who} hat {n} von {m}",
    "{who} is asked: {items:phrases}": "{who} wird gefragt: {items}",
    "thing {what}, of {n#} parts": "Ding {what} mit {n} Teilen",
    "thing {what}": "Ding {what}",
    "{who} does not take {event:word}": "{who} nimmt {event} nicht",
    "update {rest:cut}": "ersetze {rest}",
}
"""Phrases with blanks of every kind."""


@pytest.mark.parametrize(
    ("sentence", "meaning"),
    [
        ("n1 comes", "n1 kommt"),
        ("anna comes", "Anna kommt"),
        ("bert comes", None),  # a name without a digit that the book does not have
        ("n1 or n2 comes", None),
        ("n1 says: n2 goes", "n1 sagt: n2 geht"),
        ("n1 says: n2 says: all is well", "n1 sagt: n2 sagt: alles ist gut"),
        ("n1 says: nobody knows", None),
        ("n1, n2 and n3 meet", "n1/n2/n3 treffen sich"),
        ("n1 meet", "n1 treffen sich"),
        ("n1, nobody and n3 meet", None),
        ("n1 has {n1, n2} [1:v1]", "n1 hat {n1, n2} [1:v1]"),
        ("n1 has {n1, nothing}", None),
        ("n1 has {n1", None),  # what opens is closed in it
        ("w1/1 has 1,024 of 2.5", "w1/1 hat 1,024 von 2.5"),
        ("n1 has none of 2", None),
        ("n1 is asked: thing a, of 2 parts, thing b", "n1 wird gefragt: Ding a mit 2 Teilen/Ding b"),
        ("n1 is asked: thing a, something", None),
        ("n1 does not take LoseContact", "n1 nimmt LoseContact nicht"),
        ("n1 does not take it all", None),
        ("update what is th…", "ersetze …"),
        ("n1 has {n1}, …", None),  # what was cut short is no code: who knows how it went on
        ("update what is there", None),
        ("all is well", "alles ist gut"),
        ("{n1, n2}", "{n1, n2}"),
        ("", None),
        ("all is wel", None),
        (" all is well", None),
    ],
)
def test_translation(sentence: str, meaning: str | None) -> None:
    """Each blank takes what is of its kind; a sentence is said as a whole, or not at all."""
    assert meaning == Phrasebook(GERMAN, joint="/").translated(sentence)


def test_a_clause_is_no_name() -> None:
    """What stands for a name takes no words beside it: a sentence of two clauses is not half said."""
    book = Phrasebook(
        {"{who} leads": "{who} 是 Leader", "{one} and {other} lead": "{one} 與 {other} 是 Leader"}
    )
    assert "n1 與 n2 是 Leader" == book.translated("n1 and n2 lead")
    assert book.translated("n1 stands in term 2, while n2 leads") is None
    assert book.translated("n1 leads term 1 and n2 lead") is None


def test_the_first_phrase_that_fits() -> None:
    """Of two phrases that fit, the first is taken; one without blanks goes before."""
    book = Phrasebook({"{who} comes": "first", "{one} or {other}": "second", "n1 comes": "whole"})
    assert ("whole", "first", "second") == tuple(map(book.translated, ("n1 comes", "n2 comes", "a or b")))


def test_another_reading_is_tried() -> None:
    """Where a part has no phrase, a later phrase may fit the whole; and a blank may end at a later place."""
    book = Phrasebook(
        {
            "not {what:phrase}": "nicht {what}",
            "not {what:code}, ever": "niemals {what}",
            "{what:phrase} from {who}": "{what} von {who}",
            "it from n1": "dieses",
        }
    )
    assert "niemals n1" == book.translated("not n1, ever")
    assert "dieses von n2" == book.translated("it from n1 from n2")
    assert book.translated("it from n2 from n1") is None


@pytest.mark.parametrize(
    ("phrase", "objection"),
    [
        ("{one}{other}", "two blanks side by side; expected a word between"),
        ("{what:phrase}", "would fit itself for ever; expected a word beside"),
        ("{what:phrases}", "would fit itself for ever; expected a word beside"),
        ("so {what:thing}", "there is no kind of blank 'thing'; expected one of: name, names, number, code"),
        (
            "so {what}",
            "the meaning '{who} ist so' has the blank who; expected one of its phrase: what",
        ),
    ],
)
def test_phrases_that_cannot_be_read(phrase: str, objection: str) -> None:
    """A phrase that no sentence could be held against is refused, in one sentence."""
    with pytest.raises(WrongUsage, match=re.escape(objection)):
        Phrasebook({phrase: "{who} ist so"})


def test_spaces() -> None:
    """Between two Chinese letters there is no space; between one and a name there is, written or not."""
    book = Phrasebook({"{a} of {b}": "{b}的{a}", "list n2": "清單", "set": "集合"})
    assert "n1 的集合" == book.translated("set of n1")
    assert ("Leader 是 n1，{n1} 有 2 個", "中文 and 英") == (
        spaced("Leader是n1，{n1}有2個"),
        spaced("中 文 and 英"),
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


def sentences_of(story: Story) -> Iterator[str | None]:
    """Yield every sentence that a page tells, those of the run without the mistake among them."""
    parting = story.parting
    yield from (story.finding, story.account, story.mistake, story.rule_sentence, story.property_sentence)
    yield from (story.sentence, story.returns, parting.why if parting else None)
    for moment in (*story.moments[1:], *(parting.moments if parting else ())):
        yield from (moment.sentence, moment.kind.replace("-", " "))
        yield from (standing.finding for standing in moment.standings)
    for flight in (*story.flights, *(parting.flights if parting else ())):
        yield from (flight.text, flight.label)


def values_of(story: Story) -> Iterator[str]:
    """Yield what a page shows of processes, and of what the broken rule was asked and answered."""
    for moment in (*story.moments, *(story.parting.moments if story.parting else ())):
        for state in moment.states:
            yield state.summary
            yield from (text for field in state.fields for text in (field.name, field.value))
        for asked in moment.applied:
            yield from (asked.wrong, asked.right, *(value for _, value in asked.arguments))


COVERAGE = {"sentences": 956, "values": 682}
"""How many different sentences and values the committed traces have: each of them has a translation."""


def test_coverage() -> None:
    """Every sentence of every committed trace is said in Chinese, and so is every value."""
    stories = [story_of(replay(load(path))) for path in sorted(TRACES.glob("*/*.json"))]
    told = {
        "sentences": {said for story in stories for said in sentences_of(story) if said},
        "values": {said for story in stories for said in values_of(story) if said},
    }
    assert {name: [] for name in told} == {
        name: sorted(said for said in texts if BOOK.translated(said) is None) for name, texts in told.items()
    }
    assert COVERAGE == {name: len(texts) for name, texts in told.items()}


def told_on_the_way(scenario: Scenario, steps: int) -> Iterator[str]:
    """Yield what a walk of a scenario says, drawn from a fixed seed: each kind of action is as likely."""
    describer, drawn = Describer(scenario), Random(7)  # noqa: S311  # no secret
    names = {parameter.name for parameter in scenario.parameters}
    faults = {name: 1 for name in ("crashes", "losses", "duplicates", "cuts") if name in names}
    system = scenario.build(complete(scenario, faults), None)
    world = system.initial()
    for _ in range(steps):
        offered = [(action, after) for action, after, beyond in system.actions(world) if not beyond]
        if not offered:
            return
        kind = drawn.choice(sorted({action.kind for action, _ in offered}))
        action, after = drawn.choice([one for one in offered if one[0].kind == kind])
        yield from (str(action), action.kind.replace("-", " "))
        if action.message is not None:
            yield from (str(action.message), describer.label(action.message))
        for process, new, old in zip(system.processes, after.locals, world.locals, strict=True):
            state = describer.state(process, new, old)
            yield state.summary
            yield from (text for field in state.fields for text in (field.name, field.value))
        world = after


@pytest.mark.parametrize("name", sorted(one.name for one in scenarios()))
def test_what_may_happen_is_said_in_chinese(name: str) -> None:
    """What happens in a scenario, whether or not a committed trace has it, is said in Chinese."""
    said = set(told_on_the_way(find_scenario(name), 12))
    assert [] == sorted(text for text in said if text and BOOK.translated(text) is None)


def test_what_the_catalogue_states() -> None:
    """Every scenario, property, rule and mistake of the catalogue is said in Chinese, and every parameter."""
    said = {
        text
        for scenario in scenarios()
        for text in (
            scenario.sentence,
            *(stated.sentence for stated in (*scenario.properties, *scenario.promises)),
            *(hunt.mutant.sentence for hunt in scenario.hunts),
            *(parameter.name for parameter in scenario.parameters),
        )
    }
    assert [] == sorted(text for text in said if BOOK.translated(text) is None)


MAINLAND = (
    *(
        "網絡",
        "信息",
        "數據",
        "服務器",
        "默認",
        "超時",
        "集群",
        "內存",
        "硬盤",
        "文件夾",
        "代碼",
        "軟件",
        "硬件",
    ),
    *(
        "接口",
        "線程",
        "進程",
        "隊列",
        "緩存",
        "字符串",
        "調試",
        "運行",
        "創建",
        "響應",
        "日誌",
        "數組",
        "客戶端",
    ),
    *("宕機", "心跳包", "選主", "協議", "端口", "缺省", "打印", "屏幕", "搜索", "模塊", "視頻"),
)
"""What is said otherwise in Taiwan: 網路, 訊息, 資料, 伺服器, 預設, 逾時, 叢集, 記憶體, 磁碟, 資料夾, …"""

SIMPLIFIED = "说发这与节务现个为会从数据组过还连运执调关开应无领选举时态软络经让规则错误轮转机动设"
"""Some letters that are written otherwise in Taiwan."""


@pytest.mark.parametrize("name", ["phrases", "pages", "claims"])
def test_it_is_the_chinese_of_taiwan(name: str) -> None:
    """No word is one of the mainland's, no letter is simplified, and marks are full-width beside Chinese."""
    labels = attrs.asdict(LABELS["zh-TW"]).values()
    texts = {
        "phrases": KNOWN.values(),
        "pages": [chinese for _, chinese in words_of().values()],
        "claims": [one for label in labels for one in _texts_in(label)],
    }[name]
    for text in texts:
        assert [] == [term for term in MAINLAND if term in text], text
        assert set() == set(text) & set(SIMPLIFIED), text
        assert not re.search("[\u3400-\u9fff][,;!?]|[,;!?][\u3400-\u9fff]", text), text
        assert not re.search("[\u3400-\u9fff][A-Za-z0-9]|[A-Za-z0-9][\u3400-\u9fff]", text), text
        assert not re.search("[\u3400-\u9fff\uff01-\uff5e\u3001-\u3011] [\u3400-\u9fff]", text), text


def _texts_in(value: Any) -> Iterator[str]:
    """Yield the texts of a value: itself, or what it has."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for one in value.values() for text in _texts_in(one))
    elif isinstance(value, tuple):
        yield from (text for one in value for text in _texts_in(one))


def test_every_phrase_has_its_blanks() -> None:
    """A translation has the blanks of its phrase, and is not the phrase."""
    for sentence, meaning in KNOWN.items():
        blanks = set(re.findall(r"\{(\w+)(?:\+|#|:\w+)?\}", sentence))
        assert set(re.findall(r"\{(\w+)\}", meaning)) <= blanks, sentence
        assert not FUNCTION_WORDS.search(re.sub(r"\{\w+\}", "", meaning)), sentence


def test_no_phrase_is_in_two_tables() -> None:
    """A phrase stands in one place: what a later table says of it would be lost, or win, unseen."""
    folder = Path(TRACES.parent, "properties", "chinese")
    told = re.findall(
        r'^    "(.+?)": ',
        "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py")),
        re.MULTILINE,
    )
    assert sorted(told) == sorted(set(told))
    assert len(told) == len(KNOWN)
