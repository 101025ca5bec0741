"""The page of a trace in a real browser: stepping, keys, links, languages, themes, small screens, readers.

They need Playwright, `pip install 'seatrial[browser]'`, and a Chromium of the system (on Debian `apt-get
install chromium`), which may be named in ``SEATRIAL_BROWSER``. Where one of the two is missing they are
skipped.
"""

import os
import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from pages import TRACES, long_story, page_of, story_at
from postmen import letters_story

from checker.gallery import site_of, write_site
from checker.render.html import trace_html

playwright = pytest.importorskip(
    "playwright.sync_api", reason="Playwright is not installed: pip install 'seatrial[browser]'"
)

BROWSER = os.environ.get("SEATRIAL_BROWSER") or next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)

pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="there is no Chromium: apt-get install chromium, or name one in SEATRIAL_BROWSER"
)

PLAIN, LASSO, CLUSTER = "vote-twice", "partial-connectivity-livelock", "trust-cache-after-restart"
USERS = "postmen"
ABSENT = "\u2013"
NAMES = (PLAIN, LASSO, CLUSTER, USERS)

each_page = pytest.mark.parametrize("name", NAMES)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the pages to a folder."""
    folder = tmp_path_factory.mktemp("pages")
    for name in NAMES:
        page = trace_html(letters_story()) if name == USERS else page_of(name)
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    write_site(site_of(TRACES), folder / "site")
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Start the browser, without a window."""
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield browser
        browser.close()


class Reader:
    """A reader with a browser window; whatever the page complains of, or would fetch, is noted."""

    def __init__(self, browser: Any, folder: Path, **wishes: Any) -> None:
        self.folder = folder
        self.complaints: list[str] = []
        self.context = browser.new_context(
            **{
                "viewport": {"width": 1280, "height": 900},
                "locale": "en-GB",
                "reduced_motion": "reduce",
                **wishes,
            }
        )
        self.page = self.context.new_page()
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", self._note)

    def _note(self, request: Any) -> None:
        if not request.url.startswith(self.folder.as_uri()):
            self.complaints.append(f"fetches {request.url}")

    def opens(self, name: str, fragment: str = "") -> Any:
        self.page.goto(f"{(self.folder / f'{name}.html').as_uri()}{fragment}")
        return self.page

    @property
    def step(self) -> int:
        """The step that is shown: one, and the slider, the counter and the diagram agree."""
        (number,) = self.page.locator(".step:visible h3 > :first-child").all_inner_texts()
        assert number == self.page.locator("#slider").input_value()
        assert self.page.locator("#where").inner_text().startswith(f"{number} /")
        assert number == self.page.locator(".stage .row.now .number").text_content()
        return int(number)

    @property
    def sentence(self) -> str:
        return str(self.page.locator(".step.now .sentence").inner_text())


@pytest.fixture
def reader(browser: Any, folder: Path) -> Iterator[Reader]:
    """Open a window; at the end, nothing was complained of and nothing fetched."""
    reader = Reader(browser, folder)
    yield reader
    assert reader.complaints == []
    reader.context.close()


def window(browser: Any, folder: Path, **wishes: Any) -> Reader:
    """Open a window of another kind."""
    return Reader(browser, folder, **wishes)


# Stepping


@each_page
def test_from_the_first_step_to_the_last(reader: Reader, name: str) -> None:
    """The buttons lead through every step, in order, and each shows its own sentence; then they are off."""
    page = reader.opens(name)
    story = letters_story() if name == USERS else story_at(name)
    seen = []
    assert page.get_by_role("button", name="One step back").is_disabled()
    for _ in story.moments[1:]:
        page.get_by_role("button", name="One step on").click()
        seen.append(reader.sentence)
    assert [moment.sentence for moment in story.moments[1:]] == seen
    assert page.get_by_role("button", name="One step on").is_disabled()
    assert page.get_by_role("button", name="Last step").is_disabled()
    page.get_by_role("button", name="One step back").click()
    assert len(story.moments) - 2 == reader.step
    page.get_by_role("button", name="First step").click()
    assert 0 == reader.step
    page.get_by_role("button", name="Last step").click()
    assert len(story.moments) - 1 == reader.step


def test_keys(reader: Reader) -> None:
    """The arrow keys, Home and End step, without a click before; beyond the ends nothing happens."""
    page = reader.opens(PLAIN)
    walked = []
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "End", "ArrowRight", "Home", "ArrowLeft"):
        page.keyboard.press(key)
        walked.append(reader.step)
    assert [1, 2, 1, 6, 6, 0, 0] == walked
    page.keyboard.press("Control+ArrowRight")
    assert 0 == reader.step


def test_slider(reader: Reader) -> None:
    """The slider steps, by its own keys once each, and says where it is."""
    page = reader.opens(PLAIN)
    slider = page.get_by_role("slider", name="Step")
    slider.fill("4")
    assert 4 == reader.step
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert 5 == reader.step
    page.keyboard.press("Home")
    assert 0 == reader.step
    assert "Step 0 of 6" == slider.get_attribute("aria-valuetext")


def test_links_to_a_step(reader: Reader) -> None:
    """A link to a step opens it; where one is, is in the address, and the way back is short."""
    page = reader.opens(PLAIN, "#step-4")
    assert 4 == reader.step
    page.keyboard.press("ArrowRight")
    assert page.url.endswith("#step-5")
    page.evaluate("location.hash = '#step-2'")
    page.wait_for_function("document.querySelector('#where').textContent.startsWith('2 ')")
    assert 2 == reader.step
    page.goto("about:blank")
    page.go_back()
    assert 2 == reader.step


@pytest.mark.parametrize("fragment", ["#step-", "#step-x", "#stage", "#step--1", "#nothing"])
def test_links_to_nothing(reader: Reader, fragment: str) -> None:
    """A link to no step opens the first."""
    reader.opens(PLAIN, fragment)
    assert 0 == reader.step


def test_links_beyond_the_end(reader: Reader) -> None:
    """A link to a step that is not there opens the last."""
    reader.opens(PLAIN, "#step-99")
    assert 6 == reader.step


def test_rows_of_the_diagram(reader: Reader) -> None:
    """A click on a row of the diagram goes there, and so does the link of a lasso to where it returns."""
    page = reader.opens(PLAIN)
    page.locator(".stage .row a").nth(5).click()
    assert 5 == reader.step
    story = story_at(LASSO)
    page = reader.opens(LASSO, "#step-34")
    page.locator(".step.now .loop a").click()
    assert story.loop == reader.step


@pytest.mark.parametrize("name", [LASSO, CLUSTER])
def test_the_row_is_in_view(reader: Reader, name: str) -> None:
    """However long the diagram, the row of the step that is shown is in view."""
    page = reader.opens(name)
    for key in ("End", "Home", "ArrowRight"):
        page.keyboard.press(key)
        box = page.locator(".stage .scroller").bounding_box()
        row = page.locator(".stage .row.now .number").bounding_box()
        assert box["y"] <= row["y"]
        assert row["y"] + row["height"] <= box["y"] + box["height"]


# What a step shows


def test_the_state(reader: Reader) -> None:
    """After each step, each process is in the state that it is in; what the step changed is marked."""
    story, page = story_at("vote-twice"), reader.opens(PLAIN)
    page.get_by_role("checkbox", name="show what never changes").check()
    for moment in story.moments:
        for state in moment.states:
            place = [one.id for one in story.processes].index(state.process)
            head = page.locator(f'[data-head="{place}"]')
            assert story.name(state.process) == head.inner_text()
            cells = page.locator(f'td[data-cell^="{place}."]')
            shown = [text for text in cells.all_inner_texts() if text != ABSENT]
            assert sorted(shown) == sorted(field.value for field in state.fields)
            marked = page.locator(f'td[data-cell^="{place}."] mark').all_inner_texts()
            assert {field.value for field in state.fields if field.changed} <= set(marked)
        page.keyboard.press("ArrowRight")


def test_the_properties(reader: Reader) -> None:
    """A property holds until the step in which it breaks, which says why; a sight is seen when it is."""
    page = reader.opens(PLAIN)

    def standing(name: str) -> list[str]:
        return re.sub(r"\s+", " ", page.locator("li[data-property]", has_text=name).inner_text()).split(
            " ", 2
        )

    for expected in (True, True, True, True, True, True, False):
        assert ("✓" if expected else "✗") == standing("election-safety")[0]
        page.keyboard.press("ArrowRight")
    assert "n1 and n3 were both elected in term 1" in standing("election-safety")[2]
    assert ("✓", "✗") == (standing("log-matching")[0], standing("one-vote-per-term")[0])
    assert "✓" == standing("leader-elected")[0]
    page.keyboard.press("Home")
    assert "○" == standing("leader-elected")[0]


def test_the_mistake_is_told_where_it_is_made(reader: Reader) -> None:
    """The step in which the broken rule decides says what it was asked, and what was right."""
    page = reader.opens(PLAIN, "#step-5")
    told = page.locator(".step.now .callout").first.inner_text()
    for words in ("Here the broken rule decides", "vote_is_free", "candidate", "n3", "yes", "no"):
        assert words in told
    page.keyboard.press("ArrowLeft")
    assert 0 == page.locator(".step.now .callout").count()


def test_what_is_yet_to_come_is_pale(reader: Reader) -> None:
    """What has not happened yet is in the diagram, and pale."""
    page = reader.opens(PLAIN)
    arrows = page.locator(".stage .scroller .flight")
    assert arrows.count() == page.locator(".stage .scroller .flight.ahead").count() > 0
    page.keyboard.press("End")
    assert 0 == page.locator(".stage .scroller .ahead").count()


# Languages and themes


def test_languages(reader: Reader) -> None:
    """The page speaks English and Chinese, and says to a screen reader which; it remembers the choice."""
    page = reader.opens(PLAIN, "#step-3")
    assert "Step by step" == page.locator("h2:visible").nth(1).inner_text()
    page.get_by_role("button", name="繁體中文").click()
    assert ("zh-Hant", "true") == (
        page.locator("html").get_attribute("lang"),
        page.get_by_role("button", name="繁體中文").get_attribute("aria-pressed"),
    )
    assert "逐步演示" == page.locator("h2:visible").nth(1).inner_text()
    assert page.get_by_role("button", name="下一步").is_enabled()
    assert "第 3 步\uff0c共 6 步" == page.locator("#slider").get_attribute("aria-valuetext")
    assert 0 == page.locator(".en:visible").count()
    english = page.locator("body [lang=en]:visible").all_inner_texts()
    assert not [text for text in english if re.search("[\u4e00-\u9fff]", text)]
    page.reload()
    assert "zh-Hant" == page.locator("html").get_attribute("lang")
    page.get_by_role("button", name="English").click()
    assert "Step by step" == page.locator("h2:visible").nth(1).inner_text()
    assert 0 == page.locator(".zh:visible").count()


def test_a_chinese_browser(browser: Any, folder: Path) -> None:
    """Where the browser speaks Chinese, so does the page, from its first sight."""
    reader = window(browser, folder, locale="zh-TW")
    page = reader.opens(LASSO)
    assert "zh-Hant" == page.locator("html").get_attribute("lang")
    assert reader.complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_themes(browser: Any, folder: Path, scheme: str) -> None:
    """The page is as dark as the system wants it; once a button was pressed, as the reader wants it."""
    reader = window(browser, folder, color_scheme=scheme)
    page = reader.opens(PLAIN)
    toggle = page.get_by_role("button", name="Dark")

    def is_dark() -> bool:
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(map(int, re.findall(r"\d+", colour)[:3])) < 200

    assert ((scheme == "dark"), str(scheme == "dark").lower()) == (
        is_dark(),
        toggle.get_attribute("aria-pressed"),
    )
    toggle.click()
    assert ((scheme != "dark"), str(scheme != "dark").lower()) == (
        is_dark(),
        toggle.get_attribute("aria-pressed"),
    )
    page.reload()
    assert (scheme != "dark") is is_dark()
    assert reader.complaints == []


# Other readers


@each_page
@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_overflows(browser: Any, folder: Path, name: str, width: int) -> None:
    """On a telephone, a tablet, a desk: no step makes the page wider than the screen."""
    reader = window(browser, folder, viewport={"width": width, "height": 844})
    page = reader.opens(name)
    page.get_by_role("checkbox", name="show what never changes").check()
    for _ in range(int(page.locator("#slider").get_attribute("max") or 0) + 1):
        assert width >= page.evaluate("document.documentElement.scrollWidth")
        page.keyboard.press("ArrowRight")
    assert reader.complaints == []


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_run_overflows_nothing(browser: Any, folder: Path, width: int) -> None:
    """A run of 200 steps of seven servers is no wider than the screen, and is stepped through at once."""
    (folder / "long.html").write_text(trace_html(long_story(200)), encoding="utf-8")
    reader = window(browser, folder, viewport={"width": width, "height": 844})
    page = reader.opens("long", "#step-150")
    assert 150 == reader.step
    page.keyboard.press("End")
    assert 200 == reader.step
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    assert reader.complaints == []


def test_controls_on_a_telephone(browser: Any, folder: Path) -> None:
    """On a telephone the controls stay in sight, large enough for a thumb."""
    reader = window(browser, folder, viewport={"width": 390, "height": 844}, has_touch=True)
    page = reader.opens(PLAIN)
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    box = page.get_by_role("button", name="One step on").bounding_box()
    assert box["height"] >= 40
    assert box["width"] >= 40
    assert box["y"] + box["height"] <= 844
    page.get_by_role("button", name="One step on").tap()
    assert 1 == reader.step


def test_keyboard_only(reader: Reader) -> None:
    """With the Tab key alone one comes to everything, sees where one is, and is caught nowhere."""
    page = reader.opens(PLAIN)
    reached = []
    for _ in range(60):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const one = document.activeElement;
                const style = getComputedStyle(one);
                const name = one.id || one.dataset.speak || one.className || one.tagName;
                return [name, style.outlineStyle, style.outlineWidth];
            }"""
        )
        if told[0] == "BODY" or told[0] in [name for name, *_ in reached[:1]]:
            break
        reached.append(told)
    names = [name for name, *_ in reached]
    assert "skip" == names[0]
    for wanted in ("en", "zh-Hant", "theme", "scroller", "on", "end", "slider", "unmoved"):
        assert wanted in names
    assert names.index("scroller") < names.index("on") < names.index("unmoved")
    assert [name for name, style, size in reached if style == "none" or size == "0px"] == []
    page.get_by_role("button", name="Last step").focus()
    page.keyboard.press("Enter")
    assert 6 == reader.step
    assert "back" == page.evaluate("document.activeElement.id"), "the focus is not lost with the button"


def test_a_screen_reader(reader: Reader) -> None:
    """Landmarks, headings, names of controls; and each step is spoken."""
    page = reader.opens(PLAIN)
    for role in ("banner", "main", "contentinfo"):
        assert 1 == page.get_by_role(role).count()
    for name in (
        "The mistake",
        "Step by step",
        "Where the right protocol goes another way",
        "What must hold",
    ):
        assert 1 == page.get_by_role("region", name=name, exact=True).count()
    levels = page.evaluate(
        "Array.from(document.querySelectorAll('h1, h2, h3'), (one) => Number(one.tagName[1]))"
    )
    assert 1 == levels.count(1)
    assert all(after - before <= 1 for before, after in pairwise(levels))
    tree = page.locator("body").aria_snapshot()
    assert not re.findall(r"- (?:button|link|slider|checkbox)(?: \[[^\]]*\])*:?$", tree, re.MULTILINE)
    assert 'group "Stepping"' in tree
    assert "polite" == page.locator("#spoken").get_attribute("aria-live")
    page.keyboard.press("ArrowRight")
    assert "Step 1 of 6: n1 times out and stands for election" == page.locator("#spoken").inner_text()


def contrasts(page: Any) -> list[tuple[float, str]]:
    """Return how each text that is shown stands out from what is behind it, as WCAG has it, least first."""
    found = page.evaluate(
        """() => {
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const rgba = (colour) => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = colour;
                canvas.fillRect(0, 0, 1, 1);
                return Array.from(canvas.getImageData(0, 0, 1, 1).data);
            };
            const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
                .map((part) => (part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4))
                .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], 0);
            const behind = (one) => {
                for (let at = one; at; at = at.parentElement) {
                    const colour = rgba(getComputedStyle(at).backgroundColor);
                    if (colour[3] === 255) return colour;
                }
                return [255, 255, 255];
            };
            const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            const all = [];
            while (walker.nextNode()) {
                const one = walker.currentNode.parentElement;
                const apart = one.closest('svg, script, style, :disabled, .hidden, .skip');
                const text = walker.currentNode.textContent.trim();
                if (!text || apart || !one.checkVisibility()) continue;
                const [a, b] = [light(rgba(getComputedStyle(one).color)), light(behind(one))];
                all.push([(Math.max(a, b) + .05) / (Math.min(a, b) + .05), text]);
            }
            return all;
        }"""
    )
    return sorted((ratio, text) for ratio, text in found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", [PLAIN, LASSO])
def test_contrast(browser: Any, folder: Path, name: str, scheme: str) -> None:
    """Every text stands out from its ground by 4.5 to 1, in both themes, at the step in which it breaks."""
    reader = window(browser, folder, color_scheme=scheme)
    page = reader.opens(name)
    page.keyboard.press("End")
    least, text = contrasts(page)[0]
    assert least >= 4.5, text


def test_without_a_script(browser: Any, folder: Path) -> None:
    """Without a script the page is the list of all steps, each in full, and the links lead to them."""
    reader = window(browser, folder, java_script_enabled=False)
    page = reader.opens(PLAIN)
    assert 7 == page.locator(".step:visible").count()
    assert not page.locator("#slider").is_visible()
    assert not page.locator("#theme").is_visible()
    page.locator(".stage .row a").nth(5).click()
    assert page.url.endswith("#step-5")


def test_on_paper(reader: Reader) -> None:
    """Printed, every step is there, whatever step was shown, on white, without the controls."""
    page = reader.opens(CLUSTER)
    page.get_by_role("button", name="Dark").click()
    page.emulate_media(media="print")
    assert len(story_at(CLUSTER).moments) == page.locator(".step:visible").count()
    assert not page.locator(".controls").is_visible()
    assert "rgb(255, 255, 255)" == page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert page.pdf().startswith(b"%PDF")


def panel(page: Any, name: str) -> list[str]:
    """Return what the panel says of a property: its sign, how it stands, and what is said of it."""
    item = page.locator(".properties li", has_text=name)
    return [item.locator(part).text_content() for part in (".sign", ".standing", ".finding")]


@pytest.mark.parametrize("how", ["medium", "events"])
def test_the_panel_on_paper(reader: Reader, how: str) -> None:
    """Printed, the panel tells how things stand after the last step, and says so; then it is as before."""
    page = reader.opens(PLAIN)
    before = panel(page, "election-safety")
    assert ["✓", "holds", ""] == before
    assert "at the start" == page.locator(".moment").inner_text()
    if how == "medium":
        page.emulate_media(media="print")
    else:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.get_by_text("after step 6", exact=True).wait_for()
    assert ["✗", "broken", story_at(PLAIN).finding] == panel(page, "election-safety")
    if how == "medium":
        page.emulate_media(media="screen")
    else:
        page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.get_by_text("at the start", exact=True).wait_for()
    assert before == panel(page, "election-safety")
    page.keyboard.press("ArrowRight")
    assert "after step 1" == page.locator(".moment").inner_text()


def test_a_promise_that_a_loop_breaks(reader: Reader) -> None:
    """Where the loop closes the panel says that the promise is broken, whatever it lacks at that moment."""
    story = story_at(LASSO)
    page = reader.opens(LASSO, f"#step-{story.moments[-1].number}")
    assert ["✗", "broken", "broken: owed for ever"] == panel(page, story.property)
    page.keyboard.press("ArrowLeft")
    assert "✗" not in panel(page, story.property)


def test_the_language_that_a_page_opens_in(reader: Reader, folder: Path) -> None:
    """A page that was made in Chinese opens in Chinese, whatever the browser speaks; and can be changed."""
    made = trace_html(letters_story(), language="zh-Hant")
    (folder / "chinese.html").write_text(made, encoding="utf-8")
    page = reader.opens("chinese")
    assert "zh-Hant" == page.evaluate("document.documentElement.lang")
    page.get_by_role("button", name="English").click()
    assert "en" == page.evaluate("document.documentElement.lang")


def test_what_moves(browser: Any, folder: Path) -> None:
    """Who wants no motion gets none."""
    page = window(browser, folder, reduced_motion="reduce").opens(PLAIN)
    duration = "getComputedStyle(document.querySelector('.stage .flight')).transitionDuration"
    assert "0s" == page.evaluate(duration)
    assert "0.15s" == window(browser, folder, reduced_motion="no-preference").opens(PLAIN).evaluate(duration)


def test_a_user_s_own_system(reader: Reader) -> None:
    """In a system of a user of two processes the loss is told, and drawn, at its step."""
    page = reader.opens(USERS, "#step-4")
    assert "lost: hello 2 from anna to bert" == reader.sentence
    assert 1 == page.locator(".stage .scroller .cross.now").count()
    assert ["anna", "bert"] == page.locator(".heads .name").all_text_contents()


# The gallery


def test_the_gallery(reader: Reader) -> None:
    """From the index a click on a card leads to its page, and from there a link back."""
    page = reader.opens("site/index")
    page.locator("article", has_text="duplicate-votes-counted").click()
    page.wait_for_url("**/duplicate-votes-counted.html")
    page.keyboard.press("End")
    assert 8 == reader.step
    page.get_by_role("link", name="All traces").click()
    page.wait_for_url("**/index.html")
    page.get_by_role("button", name="繁體中文").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("執行過程")
    page.get_by_role("link", name="vote-twice", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/vote-twice.html")
    assert "zh-Hant" == page.locator("html").get_attribute("lang"), "the choice goes with the reader"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_index(browser: Any, folder: Path, width: int, scheme: str) -> None:
    """The index is no wider than the screen, its pictures stay in their frames, and it can be read."""
    reader = window(browser, folder, viewport={"width": width, "height": 844}, color_scheme=scheme)
    page = reader.opens("site/index")
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    spills = """() => Array.from(document.querySelectorAll('.picture'), (frame) => {
        const [outer, inner] = [frame, frame.firstElementChild].map((one) => one.getBoundingClientRect());
        return inner.top < outer.top || inner.bottom > outer.bottom || inner.width > outer.width;
    }).filter(Boolean).length"""
    assert 0 == page.evaluate(spills)
    least, text = contrasts(page)[0]
    assert least >= 4.5, text
    assert reader.complaints == []
