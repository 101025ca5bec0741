"""A trace as one page of HTML that needs nothing else: a diagram to step through, and all that it shows.

The page is made of `page/trace.html.jinja`, with style, script and data inlined; it asks no network, and its
content security policy forbids it to. Everything is escaped; without a script the page is the list of steps.
A sentence is shown in English, and in Chinese where a phrasebook has it.
"""

import json
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from checker.render.diagram import fitting
from checker.render.phrases import gone
from checker.render.ruling import Ruling
from checker.render.view import Page
from checker.render.words import Said, apart, read, words_of
from checker.rule_source import within
from checker.story import Story

CODE = 62
"""How many letters a line of a rule may have: two of them stand side by side."""

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What no HTML page may hold: control characters, and halves of surrogate pairs."""


def trace_html(
    story: Story, index: str | None = None, claim: Ruling | None = None, language: str | None = None
) -> str:
    """Return a story as a page of HTML that needs no other file; `index` is a page to lead back to.

    Where the run was made for a `claim`, the page is about that, and tells of no other property.
    The page opens in the `language`, ``en`` or `CHINESE`; None is that of the reader.
    """
    template = environment().get_template("trace.html.jinja")
    return template.render(
        page=Page(story, claim),
        story=story,
        claim=claim,
        language=language,
        index=index,
        gone=gone(story),
        **inlined(),
    )


def inlined() -> Mapping[str, Any]:
    """Return what each page has inlined: the style, the script, and the policy that allows these two only."""
    style, script = read("style.css"), read("script.js")
    allowed = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'"
    return {
        "style": Markup(style),  # noqa: S704  # a file of this package, and so is the next
        "script": Markup(script),  # noqa: S704
        "policy": allowed,
    }


@cache
def environment() -> Environment:
    """Return the templates, which escape whatever they are given."""
    made = Environment(
        loader=FunctionLoader(read),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_as_text,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["word"] = lambda name: Said(*words_of()[name])
    made.globals["apart"] = apart
    made.filters["fitting"] = fitting
    made.filters["json"] = _json
    made.filters["broken"] = lambda lines: "\n".join(within(lines, CODE))
    return made


def _json(value: Any) -> Markup:
    """Return JSON that may stand in a script element: no text in it ends the element or begins a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(_NO_TEXT.sub("\ufffd", text))  # noqa: S704  # nothing in it can end the script element


def _as_text(value: Any) -> Any:
    if isinstance(value, str) and not isinstance(value, Markup):
        return _NO_TEXT.sub("\ufffd", value)
    return value


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
