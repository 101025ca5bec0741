"""Write the pages of docs/ that repeat what the code says: run it after a change to rules or properties."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

DOCS = Path(__file__).resolve().parent

# The pages are of the checkout that the script is in, whatever is installed.
sys.path.insert(0, str(DOCS.parent))

from checker import zoo
from checker.catalogue import claims, section_titles
from checker.claims import Court, Settled
from checker.render.claim_words import Speaker
from checker.render.claims_markdown import claims_page
from checker.render.claims_plot import chart_of, plot
from checker.render.words import book_of
from model.raft.membership import JointConsensus, Membership, SingleChange
from model.raft.no_op import NoOp
from model.raft.prompt import Prompt
from model.raft.rules import Raft
from model.raft.stability import CheckQuorum, PreVote
from model.rules import Rule, rules_of, sentence_of
from properties.catalogue import LEMMAS
from properties.raft import RAFT_SCENARIOS
from properties.raft_progress_scenarios import PROGRESS_SCENARIOS
from properties.statement import Hunt, Property, Scenario

VARIANTS: tuple[type[Raft], ...] = (
    NoOp,
    Prompt,
    CheckQuorum,
    PreVote,
    Membership,
    SingleChange,
    JointConsensus,
)


def raft_page() -> str:
    """Return the page on Raft: its rules, its mutants, and what must hold."""
    return "\n".join(_raft_lines()) + "\n"


def lemmas_page() -> str:
    """Return the page on the lemmas."""
    return "\n".join(_lemma_lines()) + "\n"


def zoo_page() -> str:
    """Return the page on the zoo: as it is, with its tables of mutants written anew."""
    page = (DOCS / "zoo.md").read_text(encoding="utf-8")
    for name, lines in (("mutants", _zoo_lines()), ("walks", _walk_lines())):
        before, begin, rest = page.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- end of {name} -->")
        page = "\n".join([f"{before}{begin.rstrip()}", *lines, f"{end}{after}"])
    return page


ARTICLE = {"en": "claims.md", "zh-TW": "claims.zh-TW.md"}


def article_pages(settled: Iterable[Settled] | None = None) -> dict[str, str]:
    """Return the article, settled, in each language, and its plots: the same run told twice."""
    court = Court()
    told = [court.settle(claim) for claim in claims()] if settled is None else list(settled)
    pages = {}
    for language, name in ARTICLE.items():
        charts = {one.claim.id: chart for one in told if (chart := chart_of(one.claim)) is not None}
        files = {claim: f"{claim}{'' if language == 'en' else f'.{language}'}.svg" for claim in charts}
        speaker = Speaker(language, book_of(language))
        pages[name] = claims_page(told, speaker, section_titles(), files)
        pages |= {files[claim]: plot(chart, language) for claim, chart in charts.items()}
    return pages


# Those on the zoo and on the article are not among them: they take as long as what they tell of.
PAGES = {"raft.md": raft_page, "lemmas.md": lemmas_page}


def _raft_lines() -> Iterator[str]:
    yield "# Raft: its rules, its properties, its mistakes"
    yield "\n*Written by `docs/generate.py` from the code; do not edit.*"
    yield "\n## The rules\n"
    yield "Every decision of the protocol is a method of the class `Raft` in `model/raft/rules.py`. § and"
    yield "Figure are those of the extended Raft paper; the dissertation is Ongaro's.\n"
    yield from _rules(rules_of(Raft).values())
    yield "\n## Variants\n"
    yield "Each is a subclass that overrides rules, and may have some of its own."
    for protocol in VARIANTS:
        yield f"\n### {protocol.__name__}\n"
        yield f"{sentence_of(protocol)} (`{protocol.__module__.replace('.', '/')}.py`)\n"
        yield from _rules(rules_of(protocol)[name] for name in rules_of(protocol) if name in vars(protocol))
    for title, kinds in (("What must hold", ("always", "step")), ("What must be seen", ("sometimes",))):
        yield f"\n## {title}\n"
        yield "Those of the variants are of the scenarios on the variants.\n"
        yield from _table(("property", "what it says", "source"), _rows(_stated(), kinds))
    yield "\n## Scenarios\n"
    yield from _table(
        ("scenario", "what it is about", "protocol"),
        ((f"`{one.name}`", one.sentence, f"`{_name(one.protocol)}`") for one in RAFT_SCENARIOS),
    )
    yield "\n## Mistakes\n"
    yield "Each is a subclass in `model/raft/mutants/` that overrides one rule.\n"
    yield from _mistakes("killed by", RAFT_SCENARIOS)
    yield "\nThese break no safety property; the promise that each breaks is one of progress.\n"
    yield from _mistakes("breaks", PROGRESS_SCENARIOS)


def _mistakes(how: str, scenarios: Iterable[Scenario]) -> Iterator[str]:
    yield from _table(
        ("mutant", "the mistake", "the rule", how, "in", "source"),
        (
            (
                f"`{hunt.mutant.name}`",
                hunt.mutant.sentence,
                f"`{hunt.mutant.rule}`",
                hunt.killed_by,
                f"`{scenario.name}`",
                hunt.mutant.cites,
            )
            for scenario, hunt in _hunts(scenarios)
        ),
    )


def _zoo_lines() -> Iterator[str]:
    rows = []
    for found in map(zoo.hunt, zoo.exhibits()):
        assert found.trace is not None, f"{found.exhibit.name} is not shown"
        mutant, star = found.exhibit.hunt.mutant, "" if found.shortest else "*"
        rows.append(
            (
                f"`{mutant.name}`",
                f"`{mutant.rule}`",
                found.exhibit.hunt.killed_by,
                f"`{found.exhibit.found_as}`",
                f"{len(found.trace.actions)}{star}",
                f"{found.report.result.states:,}",
                mutant.cites,
            )
        )
    yield from _table(("mutant", "the rule", "violates", "in", "steps", "states", "source"), rows)


def _walk_lines() -> Iterator[str]:
    rows = []
    for exhibit in zoo.exhibits():
        if exhibit.promise is not None:
            continue
        walked = zoo.walk(exhibit, 0)
        assert walked.trace is not None, f"{exhibit.name} is not found"
        weights = ", ".join(f"{kind} {factor:g}" for kind, factor in exhibit.hunt.weights.items())
        star = "" if walked.shortened.shortest else "*"
        rows.append(
            (
                f"`{exhibit.name}`",
                f"{walked.simulation.runs:,}",
                f"{walked.simulation.steps:,}",
                f"{walked.shortened.found}",
                f"{walked.shortened.shrunk}",
                f"{len(walked.trace.actions)}{star}",
                weights or "-",
            )
        )
    yield from _table(("mutant", "runs", "steps", "failed after", "shrunk to", "told in", "weights"), rows)


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    yield from _table(
        ("rule", "what it says", "source"), ((f"`{rule.name}`", rule.sentence, rule.cites) for rule in rules)
    )


def _stated() -> tuple[Property, ...]:
    return tuple({one.name: one for scenario in RAFT_SCENARIOS for one in scenario.properties}.values())


def _hunts(scenarios: Iterable[Scenario]) -> Iterator[tuple[Scenario, Hunt]]:
    told = set()
    for scenario in scenarios:
        for hunt in scenario.hunts:
            if hunt.mutant.name not in told:
                told.add(hunt.mutant.name)
                yield scenario, hunt


def _name(protocol: type | None) -> str:
    assert protocol is not None, "a scenario on Raft has a protocol"
    return protocol.__name__


def _lemma_lines() -> Iterator[str]:
    yield "# What holds for every number of members"
    yield "\n*Written by `docs/generate.py` from the code; do not edit.*\n"
    yield "`seatrial prove` proves each with Z3, or shows the counterexample. They speak of the very"
    yield "functions in `model/raft/quorum.py` that the model calls, evaluated on a number without a value.\n"
    yield from _table(
        ("lemma", "what it says", "expected", "source"),
        ((f"`{lemma.name}`", lemma.sentence, lemma.expected, lemma.cites) for lemma in LEMMAS),
    )


def _rows(stated: Iterable[Property], kinds: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return ((f"`{one.name}`", one.sentence, one.cites) for one in stated if one.kind.value in kinds)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield "| " + " | ".join(head) + " |"
    yield "|" + "---|" * len(head)
    for row in rows:
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |"


if __name__ == "__main__":
    for name, page in {**PAGES, "zoo.md": zoo_page}.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
    for name, text in article_pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")
