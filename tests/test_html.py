"""The page of a trace: self-contained, small, well-formed, escaped, and the same each time."""

import json
import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256
from typing import Any

import pytest
from attrs import evolve
from pages import TRACES, Read, long_story, page_of, site, story_at
from postmen import letters_story
from stories import told, trace_of
from tongues import FUNCTION_WORDS, HAN, spoken

from checker.catalogue import complete, find_scenario
from checker.render.excerpt import LONG, only_the_difference
from checker.render.html import trace_html
from checker.render.words import CHINESE, book_of, words_of
from checker.replay import Replay, replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import load, make_trace
from checker.verdict import Violation
from properties.raft_progress import a_leader_is_elected

LONGEST = "partial-connectivity-livelock"
"""The trace with the most steps, 34; it is a lasso."""

NAMES = (
    "vote-twice",  # a plain violation
    LONGEST,
    "candidate-ignores-same-term-append",  # a lasso, too
    "duplicate-votes-counted",  # with duplicates
    "ack-before-fsync",  # with a crash
    "trust-cache-after-restart",  # of a cluster, with a crash
    "remove-without-kubelet",  # of a cluster, with a worker cut off
    "prevote-raises-term",  # of one step
)

HOSTILE = (
    """</script><script>alert(1)</script><b onclick='x'>"&amp;{{ 7 * 7 }}{% raw %}<!--\u2028\x00\x1b[31m"""
)


def data_of(page: str) -> dict[str, object]:
    """Return what the page's script reads."""
    found = re.search(r'<script type="application/json" id="story">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    content = json.loads(found[1])
    assert isinstance(content, dict)
    return content


@pytest.mark.parametrize("name", NAMES)
def test_size(name: str) -> None:
    """Even the longest trace makes a page of less than 300 KB."""
    assert len(page_of(name).encode()) < 300_000


def test_thirty_steps_of_seven_servers() -> None:
    """Thirty steps of a large group, not shrunk, make a page of less than 300 KB, too."""
    assert len(trace_html(long_story(30)).encode()) < 300_000


def test_the_largest_of_all() -> None:
    """No committed trace makes a page of 300 KB, and the one with most steps is told in full."""
    assert 35 == len(story_at(LONGEST).moments)
    assert max(len(page_of(path.stem).encode()) for path in (TRACES / "zoo").glob("*.json")) < 300_000


@pytest.mark.parametrize("name", NAMES)
def test_well_formed(name: str) -> None:
    """Every element ends, every id is one, and what points to something points to what is there."""
    read = Read(page_of(name))
    for _, given in read.elements:
        for label in (given.get("aria-labelledby") or "").split():
            assert label in read.ids
        target = given.get("href")
        if target is not None:
            assert target.startswith("#")
            assert target[1:] in read.ids


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_fetched(name: str) -> None:
    """The page names no other file, and its policy lets it fetch nothing and run no script but its own."""
    page = page_of(name)
    read = Read(page)
    loading = {"src", "srcset", "data", "action", "background", "poster", "xlink:href", "style"}
    assert set() == {name for _, given in read.elements for name in given} & loading
    assert {"link", "img", "iframe", "object", "base", "form"} & {tag for tag, _ in read.elements} == set()
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert not re.search(r"url\(|@import", style)
    (policy,) = [one["content"] for one in read.all("meta") if one.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none'; ")
    for text in (style, re.findall(r"<script>(.*?)</script>", page, re.DOTALL)[0]):
        assert f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" in policy


@pytest.mark.parametrize("name", NAMES)
def test_without_a_script(name: str) -> None:
    """Every step is in the page as text, with its sentence, each value that changed, and what was sent."""
    story, read = story_at(name), Read(page_of(name))
    assert [f"step-{moment.number}" for moment in story.moments] == [
        given["id"] for given in read.all("li") if given.get("id")
    ]
    for moment in story.moments[1:]:
        assert moment.sentence in read.text
        for state in moment.states:
            changed = [field.value for field in state.fields if field.changed and not field.is_gone]
            if state.is_raw and state.changed:
                changed = [state.summary]
            assert [value for value in changed if value not in read.text and len(value) < LONG] == []
        for flight in map(story.flight, moment.sent):
            assert flight.text in read.text
        for asked in moment.applied:
            assert asked.rule in read.text
            assert asked.right in read.text
    assert story.finding in read.text
    assert story.property_sentence in read.text
    assert story.command in read.text
    assert story.mistake is not None
    assert story.mistake in read.text


def test_diagram() -> None:
    """A lane a process that takes part, an arrow a message, a row a moment; a mark where the rule errs."""
    page, story = page_of("vote-twice"), story_at("vote-twice")
    drawing = page[page.index('<section class="stage"') : page.index('<ul class="legend">')]
    assert ["n1", "n2", "n3"] == re.findall(r'<text class="name"[^>]*>(\w+)', drawing)
    assert len(story.flights) == drawing.count('<g class="flight ')
    assert len(story.moments) == drawing.count('<g class="row">')
    assert ['data-at="5"'] == re.findall(r'class="mark wrong" (data-at="\d+")', drawing)
    assert 1 == drawing.count('class="broken"')


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("duplicate-votes-counted", 'class="flight copy"'),
        ("ack-before-fsync", 'class="lane down"'),
        ("ack-before-fsync", 'class="mark cross"'),
        (LONGEST, 'class="returns"'),
        (LONGEST, 'class="looped"'),
    ],
)
def test_what_goes_wrong_is_drawn(name: str, drawn: str) -> None:
    """Duplicates, crashes and loops are drawn, and only where there are some."""
    assert drawn in page_of(name)
    assert drawn not in page_of("vote-twice")


def test_a_lost_letter_is_drawn() -> None:
    """In a system of a user: a loss ends an arrow with a cross, and is told."""
    page = trace_html(letters_story())
    assert 'class="flight lost"' in page
    assert 'class="mark cross" data-at="4"' in page
    assert "lost: hello 2 from anna to bert" in Read(page).text


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        (None, "x " * 40, (None, "x " * 40)),
        ("short", "shorter", ("short", "shorter")),
        (f"{'x ' * 30}a {'y ' * 30}", f"{'x ' * 30}b c {'y ' * 30}", ("… x a y …", "… x b c y …")),
        (f"a {'x ' * 30}", f"b {'x ' * 30}", ("a x …", "b x …")),
        (f"{'x ' * 30}a", f"{'x ' * 30}a b", ("… a", "… a b")),
        (f"{'x ' * 30}, a b c", f"{'x ' * 30}, d b e", ("… , a b c", "… , d b e")),
    ],
)
def test_only_the_difference(
    before: str | None, after: str | None, told: tuple[str | None, str | None]
) -> None:
    """Of two long values is told what differs between them, with a word on each side."""
    assert told == only_the_difference(before, after)


def cut_story() -> Story:
    """Tell a run of a healthy group: a link is cut, a message is lost, a server crashes, and all heals."""
    scenario = find_scenario("raft-partition")
    parameters = complete(scenario, {"cuts": 1, "losses": 1, "crashes": 1, "in-flight": None})
    system = scenario.build(parameters, None)
    world, run = system.initial(), list[Any]()
    for begins in (
        "n1 times out",
        "the link between n1 and n3 is cut",
        "lost: ",
        "n2 crashes",
        "the link",
        "n2 re",
    ):
        action, world, _ = next(one for one in system.actions(world) if str(one[0]).startswith(begins))
        run.append(action)
    violation = Violation("election-safety", "nothing is wrong", tuple(run))
    trace = make_trace("raft-partition", parameters, None, system, violation)
    return story_of(Replay(trace, scenario, system, tuple(run), "nothing is wrong", len(run)))


def test_a_cut_link_is_drawn() -> None:
    """A cut and its healing are lines between two lanes; a crash and a loss are crosses, each at its step."""
    page = trace_html(cut_story())
    assert 'class="mark cut" data-at="2"' in page
    assert 'class="mark healed" data-at="5"' in page
    assert ["2", "3", "4"] == sorted(re.findall(r'class="mark cross" data-at="(\d)"', page))
    assert "n1 \u2013 n3 cut off from each other" in Read(page).text
    assert "n1 \u2013 n3 linked again" in Read(page).text
    assert "n2 is up again" in Read(page).text


def test_what_is_cut_from_the_beginning_is_drawn() -> None:
    """A link that is cut before the run is drawn at its beginning, and its ends are named."""
    page = page_of(LONGEST)
    assert 'class="mark cut" data-at="0"' in page
    assert "link cut" in Read(page).text
    assert "n1 and n2 cannot reach each other. n1 與 n2 無法互相連線。" in Read(page).text
    assert "cannot reach" not in Read(page_of("vote-twice")).text


def test_a_lasso_says_where_it_returns() -> None:
    """The loop's first step is announced, and the last step names the one after which all is as before."""
    text = Read(page_of(LONGEST)).text
    assert "↻ What follows is repeated for ever." in text
    assert "↻ It is as after step" in text
    assert "every current term + 2" in text


def test_without_a_script_the_panel_is_of_the_end() -> None:
    """The panel says of which moment it is; a promise that the loop breaks is broken, not owed."""
    assert "after step 6" in Read(page_of("vote-twice")).text
    text = Read(page_of(LONGEST)).text
    assert "broken: owed for ever" in text
    assert "broken: owed for ever" not in Read(trace_html(evolve(story_at(LONGEST), loop=None))).text


def test_a_lasso_in_chinese() -> None:
    """Where a lasso returns, and what it breaks, are sentences in Chinese, too."""
    page = page_of(LONGEST)
    link = '<a href="#step-[0-9]+">[0-9]+</a>'
    said = f"此時的狀態與第 {link} 步之後相同，只差任期加 2，如此永遠循環。"
    assert re.search(said, page)
    assert "軌跡" not in page
    book = book_of(CHINESE)
    assert "最終會選出一個 Leader。" == book.translated(a_leader_is_elected.sentence)
    assert "建立物件 a：已確認" == book.translated("[[create thing a, acknowledged]]")


def test_one_step_is_no_steps() -> None:
    """A run of one step has a step."""
    story = story_of(replay(load(TRACES / "claims" / "heartbeats.json")))
    assert "· 1 step 步" in Read(trace_html(story)).text


def test_a_run_that_comes_to_a_stop() -> None:
    """A lasso of which nothing is repeated says that nothing happens any more, and draws no loop."""
    story = story_at(LONGEST)
    page = trace_html(evolve(story, loop=story.moments[-1].number))
    assert "From here on nothing happens any more." in Read(page).text
    assert "It is as after step" not in Read(page).text
    assert 'class="returns" d="M14' not in page


def test_a_deadlock() -> None:
    """A deadlock is told at its last step; where no message is sent, none is in the legend."""
    page = trace_html(told(trace_of("dining:scenario", "dining:LeftFirst", deadlock=True, seats=2)))
    last = page[page.index('id="step-2"') :]
    assert "deadlock" in last
    assert "No action is enabled." in Read(page).text
    assert "↻" not in page
    assert '<g class="flight' not in page


def test_a_trace_that_shows_nothing_any_more() -> None:
    """Where the model no longer does what a trace shows, the page says so first."""
    story = evolve(story_at("vote-twice"), is_there=False)
    text = Read(trace_html(story)).text
    assert "When it was written, the file said: n1 and n3 were both elected in term 1." in text
    assert "On the model as it is now, election-safety holds." in text
    assert "This violates" not in text
    assert 'class="broken"' not in trace_html(story)


def test_two_runs() -> None:
    """From the step at which they part, the run is beside that of the right protocol."""
    text = Read(page_of("vote-twice")).text
    _, _, beside = text.partition("Where the right protocol goes another way")
    assert "RequestVoteResponse(term 1, granted)" in beside
    assert "RequestVoteResponse(term 1, refused)" in beside
    assert "This step cannot be taken" in beside
    assert "Where the right protocol goes another way" not in Read(trace_html(letters_story())).text


def test_the_script_s_data_add_up() -> None:
    """From the first state, step by step, the script comes to the last."""
    story, content = story_at("ack-before-fsync"), data_of(page_of("ack-before-fsync"))
    state: list[list[str | None]] = content["start"]  # type: ignore[assignment]
    for delta in content["deltas"]:  # type: ignore[attr-defined]
        assert delta == sorted(delta)
        for process, field, value in delta:
            assert state[process][field] != value
            state[process][field] = value
    for values, one in zip(state, story.moments[-1].states, strict=True):
        there = [value for value in values if value is not None]
        assert sorted(one.values.values()) == sorted(there)


def test_hostile_texts() -> None:
    """Whatever a model calls its things is text, and nothing else: no element, no script, no template."""
    story = letters_story(f"a{HOSTILE}", f"b{HOSTILE}", f"t{HOSTILE}")
    page = trace_html(story)
    read = Read(page)
    assert 2 == len(read.all("script"))
    assert [] == read.all("b onclick") + [given for _, given in read.elements if "onclick" in given]
    assert "{{ 7 * 7 }}" in read.text
    assert "</script><script>alert(1)" in read.text
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", page)
    assert "\u2028" not in page[page.index('id="story"') :]
    assert data_of(page)["title"]


def test_half_of_a_surrogate_pair_is_written() -> None:
    """A text that no encoding has becomes one that UTF-8 has."""
    page = trace_html(evolve(letters_story(), finding="half \ud800 of it"))
    assert "half \ufffd of it" in page
    page.encode()


def digest() -> str:
    """Return what is short, and the same only if two pages are the same."""
    both = page_of("ack-before-fsync") + page_of("remove-without-kubelet")
    return sha256(both.encode()).hexdigest()


def test_the_same_each_time() -> None:
    """The page is the same, byte for byte, whatever Python makes of the hashes of texts."""
    said = {
        subprocess.run(
            [sys.executable, "-c", "from test_html import digest; print(digest())"],
            cwd=TRACES.parent / "tests",
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(TRACES.parent)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1")
    }
    assert {f"{digest()}\n"} == said


@pytest.mark.xdist_group("gallery")
def test_no_text_is_half_of_each_language() -> None:
    """On no page has Chinese an English word in it, but names and code; nor English a Chinese one."""
    for name, page in site().files.items():
        chinese, english = spoken(page)
        assert [] == sorted({text for text in chinese if FUNCTION_WORDS.search(text)}), name
        assert [] == sorted({text for text in english if HAN.search(text)}), name
        assert len(chinese) > 100, name
        assert {text for text in english if not text.startswith("(")} == {"English"}, name


@pytest.mark.parametrize(
    ("said", "is_half"),
    [
        ("n1 stands in term 2, while n2 是任期 1 的 Leader", True),
        ("n1 是任期 1 and n2 leads term 2 at the same time 的 Leader", True),
        ("a 已回覆確認，b-with-the-log 也是", False),
        ("Follower 收到 a", False),
        ("a server 當選", True),
    ],
)
def test_what_is_half_english(said: str, is_half: bool) -> None:  # noqa: FBT001  # what is expected
    """An English word in a Chinese text is seen; names, one of which is “a”, are none."""
    assert is_half is bool(FUNCTION_WORDS.search(said))
    (chinese, english) = spoken(f'<html lang="en"><p><span class="en" lang="en">so</span>{said}</p></html>')
    assert (chinese, english) == ([said], [])


def test_what_is_marked() -> None:
    """What is marked as English is, and what the script writes without a translation; code is neither."""
    data = {
        "words": {},
        "meanings": {"up": "好", "so so": None},
        "lines": ["up", "so so", "n1"],
        "standings": [["always", "0", {"0": ["it is", "是"]}]],
    }
    page = (
        '<html lang="en"><cite lang="en">it <b>is</b></cite><code>of the</code><span lang="zh-Hant">好</span>'
        '<script type="application/json" id="story">'
        f"{json.dumps(data, separators=(',', ':'))}</script></html>"
    )
    assert (["好", "好", "n1", "是"], ["it", "is", "so so"]) == spoken(page)


def test_words_of_the_page() -> None:
    """Each word of the page itself is there in English and in Chinese, and each is used."""
    sources = "".join(
        (TRACES.parent / "checker" / "render" / "page" / name).read_text(encoding="utf-8")
        for name in (
            "trace.html.jinja",
            "macros.jinja",
            "diagram.svg.jinja",
            "gallery.html.jinja",
            "script.js",
        )
    )
    view = "".join(
        (TRACES.parent / "checker" / "render" / name).read_text(encoding="utf-8")
        for name in ("view.py", "words.py", "gallery.py")
    )
    for name, (english, chinese) in words_of().items():
        assert english
        assert re.search("[\u3000-\u9fff\uff00-\uffef]", chinese), name
        assert re.search(rf"[\"']{name}[\"']", sources + view), f"nobody says {name}"
