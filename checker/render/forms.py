"""The formats in which a trace is shown, by name: each is one renderer, and none of them knows a protocol."""

from collections.abc import Callable

from checker.output import dump
from checker.render.as_test import trace_pytest
from checker.render.dot import trace_dot
from checker.render.itf import trace_itf
from checker.render.markdown import trace_markdown
from checker.render.mermaid import trace_mermaid
from checker.render.shiviz import trace_shiviz
from checker.replay import Replay, replay
from checker.story import Story
from checker.storyteller import story_of
from checker.trace import Trace


def shown(trace: Trace, form: str, language: str | None = None) -> str:
    """Return a trace in one of the `FORMS`; a page opens in the language, None is that of the reader."""
    again = replay(trace)
    if form == "html":
        return _html(story_of(again), again, language)
    return FORMS[form](story_of(again), again)


def _html(story: Story, _: Replay, language: str | None = None) -> str:
    # The templates are loaded only where a page is made.
    from checker.render.html import trace_html  # noqa: PLC0415

    return trace_html(story, language=language)


FORMS: dict[str, Callable[[Story, Replay], str]] = {
    "markdown": trace_markdown,
    "mermaid": lambda story, _: trace_mermaid(story),
    "itf": lambda _, again: dump(trace_itf(again)),
    "shiviz": lambda story, _: trace_shiviz(story),
    "dot": lambda story, _: trace_dot(story),
    "pytest": lambda _, again: trace_pytest(again),
    "html": _html,
}
