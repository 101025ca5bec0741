"""The committed traces: each replays, and is as short as its hunt; and the gallery that is made of them."""

import json
import re
import shutil
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pages
import pytest
from attrs import evolve
from console import Ran, assert_refused, typed
from pages import TRACES, Read

from checker.catalogue import claims
from checker.claims import Court, Standing
from checker.errors import WrongUsage
from checker.gallery import site_of
from checker.gallery_command import VERDICTS, hunted, settled
from checker.render.claim_words import LABELS
from checker.render.lines import counted
from checker.replay import replay
from checker.trace import Trace, load, trace_id
from checker.zoo import exhibits

Run = Callable[..., Ran]

EXHIBITS = {exhibit.name: exhibit for exhibit in exhibits()}

MANY = 65_000
"""A hunt that looks at more states than these is searched again by ``make deep`` only."""


def pinned() -> dict[str, tuple[int, int]]:
    """Return of each mutant how many steps its hunt has, and how many states: as `docs/zoo.md` says."""
    page = (TRACES.parent / "docs" / "zoo.md").read_text(encoding="utf-8")
    table = page.partition("<!-- mutants -->")[2].partition("<!-- end of mutants -->")[0]
    rows = [[cell.strip(" `*") for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()[2:]]
    return {row[0]: (int(row[4]), int(row[5].replace(",", ""))) for row in rows}


PINNED = pinned()
QUICK = [name for name, (_, states) in PINNED.items() if states <= MANY]
SLOW = [name for name in PINNED if name not in QUICK]

CLAIMED = sorted(path.stem for path in (TRACES / "claims").iterdir())

each_mutant = pytest.mark.parametrize("name", EXHIBITS)


@cache
def committed(name: str) -> Trace:
    """Return the committed trace of a mutant."""
    return load(TRACES / "zoo" / f"{name}.json")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    """Run a command in this process, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return partial(typed, capsys)


# The traces


def test_every_mutant_has_one() -> None:
    """There is one trace for each mutant that is hunted, and no other; and its length is pinned."""
    assert sorted(EXHIBITS) == sorted(path.stem for path in (TRACES / "zoo").iterdir())
    assert set(EXHIBITS) == set(PINNED)


@each_mutant
def test_it_is_of_the_hunt(name: str) -> None:
    """It is of the scenario, the parameters and the property of the hunt."""
    trace, exhibit = committed(name), EXHIBITS[name]
    assert (exhibit.found_as, name, exhibit.hunt.killed_by) == (trace.scenario, trace.mutant, trace.property)
    assert dict(exhibit.parameters) == trace.parameters


@each_mutant
def test_it_replays(name: str) -> None:
    """It still violates what it says, in its last step; and what its file tells is what a replay tells."""
    again = replay(committed(name))
    assert again.finding is not None
    assert len(again.run) == again.seen_after
    assert again.trace == committed(name)


@each_mutant
def test_it_is_as_short_as_it_can_be(name: str) -> None:
    """It has as many steps as the shortest run that its hunt finds, which is pinned."""
    assert PINNED[name][0] == len(committed(name).actions)


@pytest.mark.parametrize("name", QUICK)
def test_the_hunt_finds_it_again(name: str) -> None:
    """The hunt ends with this very file."""
    assert (TRACES / "zoo" / f"{name}.json").read_text(encoding="utf-8") == hunted(EXHIBITS[name])


@pytest.mark.deep
@pytest.mark.parametrize("name", SLOW)
def test_a_long_hunt_finds_it_again(name: str) -> None:
    """The hunts that take long end with these very files, too."""
    assert (TRACES / "zoo" / f"{name}.json").read_text(encoding="utf-8") == hunted(EXHIBITS[name])


def test_the_docs_name_the_long_hunts() -> None:
    """The page says which hunts only ``make deep`` repeats, and up to how many states the others look at."""
    page = (TRACES.parent / "docs" / "gallery.md").read_text(encoding="utf-8")
    said = page.partition("**The slow hunts**")[2].partition("**are repeated by")[0]
    assert sorted(SLOW) == sorted(re.findall(r"`([\w-]+)`", said))
    assert f"up to\n{MANY:,} states" in page


@pytest.mark.xdist_group("claims")
def test_the_claims_settle_so_again(court: Court) -> None:
    """To settle the claims anew ends with these very files, and these verdicts; each of them replays."""
    paths = [*(TRACES / "claims").iterdir(), TRACES / VERDICTS]
    files = {path.relative_to(TRACES).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    assert files == dict(settled(court))
    for name in CLAIMED:
        trace = load(TRACES / "claims" / f"{name}.json")
        assert replay(trace).finding == trace.finding, name


# The site


@pytest.mark.xdist_group("gallery")
def test_the_index_leads_to_every_page(run: Run, tmp_path: Path) -> None:
    """The command writes an index, and a page for each trace; every link leads to one of them."""
    ran = run("gallery", tmp_path / "site", "--traces", TRACES)
    assert (0, "") == (ran.code, ran.err)
    assert re.fullmatch(rf"{len(EXHIBITS) + len(CLAIMED)} traces in \d+ rooms: .*/site/index.html\n", ran.out)
    written = {path.name for path in (tmp_path / "site").iterdir()}
    assert {"index.html", *(f"{name}.html" for name in (*EXHIBITS, *CLAIMED))} == written
    made = {
        name: (tmp_path / "site" / name).read_text(encoding="utf-8").removesuffix("\n") for name in written
    }
    assert pages.site().files == made, "the same each time"
    index = Read((tmp_path / "site" / "index.html").read_text(encoding="utf-8"))
    assert written - {"index.html"} == {one["href"] for one in index.all("a")} - {"#rooms"}
    page = Read((tmp_path / "site" / "vote-twice.html").read_text(encoding="utf-8"))
    assert "index.html" in [one["href"] for one in page.all("a")]


@pytest.mark.xdist_group("gallery")
def test_the_index() -> None:
    """Each mutant is there with its picture, its mistake, what goes wrong, the property and the steps."""
    site = pages.site()
    index = Read(site.files["index.html"])
    assert len(EXHIBITS) + len(CLAIMED) == len(
        [one for one in index.all("svg") if "thumbnail" in (one.get("class") or "")]
    )
    for name, exhibit in EXHIBITS.items():
        trace = committed(name)
        assert exhibit.hunt.mutant.sentence in index.text
        assert f"{trace.property} · {counted(len(trace.actions), 'step')}" in index.text
        assert trace.finding[1:] in index.text, "its first letter may be a capital"
    for claim in claims():
        assert (claim.id in CLAIMED) == (claim.statement.said("en") in index.text), claim.id
    assert ("Claims", len(CLAIMED)) == (site.rooms[-1].title, len(site.rooms[-1].pieces))
    assert "Mistakes in who gets a vote, and in counting votes" == site.rooms[0].title
    assert "quorum-half" == site.rooms[0].pieces[0].name
    assert not re.search(r'(src|style)="|url\(|@import', site.files["index.html"])


@pytest.mark.xdist_group("gallery")
def test_a_claim_has_its_verdict() -> None:
    """Of a claim, index and page say the statement, the verdict and what is so, in both languages."""
    site, verdicts = pages.site(), json.loads((TRACES / VERDICTS).read_text(encoding="utf-8"))
    index = Read(site.files["index.html"]).text
    for claim in (claim for claim in claims() if claim.id in CLAIMED):
        text = Read(site.files[f"{claim.id}.html"]).text
        verdict = verdicts[claim.id]["verdict"]
        english, chinese = (LABELS[language].verdicts[Standing(verdict)] for language in ("en", "zh-TW"))
        said = f"{english} {chinese} {claim.statement.said('en')} {claim.statement.said('zh-TW')}"
        assert said in index, claim.id
        assert f"{english} {chinese} " in text.partition("Step by step")[0], claim.id
        for words in (claim.statement, claim.correct):
            assert words.said("en") in text, claim.id
            assert words.said("zh-TW") in text, claim.id


@pytest.mark.xdist_group("gallery")
def test_the_page_of_a_claim_tells_what_is_asked() -> None:
    """It shows the one property that is asked, cites nobody for it, and does not call it violated."""
    page = pages.site().files["must-be-odd.html"]
    text = Read(page).text
    assert "This violates" not in text
    assert "What must hold" not in text
    assert "This run shows that" in text
    assert "No entry is ever committed. 從來沒有任何項目被提交。 (" not in text
    items = re.findall(r'data-property="\d+">.*?<span class="what">([\w-]+)', page)
    assert ["nothing-is-committed"] == items
    assert '<body class="claim">' in page
    assert '<body class="claim">' not in pages.site().files["vote-twice.html"]


def test_a_claim_that_nobody_settled(tmp_path: Path) -> None:
    """Without the file of verdicts no verdict is shown; a file that says none is refused."""
    (tmp_path / "claims").mkdir()
    shutil.copy(TRACES / "claims" / "must-be-odd.json", tmp_path / "claims")
    page = site_of(tmp_path).files["must-be-odd.html"]
    assert 'class="verdict' not in page
    assert '<body class="claim">' in page
    for wrong in ("[]", "{", '{"must-be-odd": {"verdict": "perhaps", "correct_holds": true}}'):
        (tmp_path / VERDICTS).write_text(wrong, encoding="utf-8")
        with pytest.raises(WrongUsage, match="what became of must-be-odd; expected"):
            site_of(tmp_path)


def test_a_claim_s_trace_in_chinese(run: Run) -> None:
    """The page of a claim's run opens in the language that is asked for; formats without it are refused."""
    asked = ("claims", "heartbeats", "--lang", "zh-TW", "--format")
    ran = run(*asked, "html")
    assert 0 == ran.code
    assert '<html lang="zh-Hant" data-lang="zh-Hant" data-opens>' in ran.out
    for form in ("mermaid", "itf", "shiviz", "dot", "pytest"):
        assert_refused(run(*asked, form), f"--format {form} is in English only", "expected --lang en")


def test_other_traces_have_a_room_of_their_own(run: Run, tmp_path: Path) -> None:
    """Traces without a mutant are in a room that has the name of their folder, after the mutants."""
    folder = tmp_path / "traces" / "what-is-claimed"
    folder.mkdir(parents=True)
    shutil.copy(TRACES / "zoo" / "vote-twice.json", tmp_path / "traces")
    assert 13 == run("check", "raft-partial", "-o", folder / "leader-for-ever.json").code
    assert 0 == run("gallery", "site").code
    site = site_of(Path("traces"))
    assert "What is claimed" == site.rooms[-1].title
    assert ["leader-for-ever"] == [piece.name for piece in site.rooms[-1].pieces]


@pytest.mark.parametrize(
    ("hung", "title", "said"),
    [
        (("zoo/vote-twice",), "The gallery: how each mistake comes out", "A mistake is one rule"),
        (("claims/must-be-odd",), "The gallery: how claims are decided", "A claim is a statement"),
        (
            ("zoo/vote-twice", "claims/must-be-odd"),
            "The gallery: how mistakes come out, and how claims are decided",
            "A claim is a statement",
        ),
        (("runs/must-be-odd",), "The gallery: runs to step through", "Open one to step through it"),
    ],
    ids=["mistakes", "claims", "both", "runs"],
)
def test_the_heading_says_what_is_there(tmp_path: Path, hung: tuple[str, ...], title: str, said: str) -> None:
    """A gallery speaks of mistakes where there are some, of claims where there are some, and else of runs."""
    for place in hung:
        folder, name = place.split("/")
        (tmp_path / folder).mkdir()
        (found,) = TRACES.glob(f"*/{name}.json")
        shutil.copy(found, tmp_path / folder)
    index = site_of(tmp_path).files["index.html"]
    assert f"<title>{title}</title>" in index
    text = Read(index).text
    assert said in text
    assert ("mistake" in text.partition("Open one")[0].lower()) == ("zoo/vote-twice" in hung)


def test_a_trace_that_shows_nothing_any_more(run: Run, tmp_path: Path) -> None:
    """A trace that no longer violates its property is refused, by its file, and nothing is written."""
    short = committed("vote-twice")
    actions = short.actions[:-1]
    identity = trace_id(short.scenario, short.parameters, short.mutant, actions)
    (tmp_path / "traces").mkdir()
    gone = evolve(short, id=identity, actions=actions, steps=())
    (tmp_path / "traces" / "gone.json").write_text(json.dumps(gone.as_json()), encoding="utf-8")
    ran = run("gallery", "site")
    assert_refused(ran, "traces/gone.json", "shows nothing any more: election-safety holds", "expected")
    assert not (tmp_path / "site").exists()


def test_wrong_usage(run: Run, tmp_path: Path) -> None:
    """What is no folder of traces, and what is no folder to write to, is refused in a sentence."""
    assert_refused(run("gallery", "site"), "traces is no folder", "expected")
    (tmp_path / "traces").mkdir()
    assert_refused(run("gallery", "site"), "there is no trace in traces", "expected")
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert_refused(run("gallery", "file", "--traces", TRACES), "file is a file", "expected a folder")
    nowhere = tmp_path / "nowhere" / "site"
    for words in (
        ("gallery", nowhere, "--traces", TRACES),
        ("gallery", "site", "--traces", nowhere, "--hunt"),
    ):
        assert_refused(run(*words), f"{nowhere} cannot be made: there is no folder {nowhere.parent}")
    assert not nowhere.parent.exists()
    for name in ("a", "b"):
        (tmp_path / "traces" / name).mkdir()
        shutil.copy(TRACES / "zoo" / "vote-twice.json", tmp_path / "traces" / name)
    assert_refused(run("gallery", "site"), "vote-twice.html", "different names")
