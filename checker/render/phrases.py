"""What every renderer says in the same words: what a step breaks, where the mistake was made, how it ends."""

from collections.abc import Iterator

from checker.story import NONE, Application, Contrast, Moment, Standing, Story
from checker.verdict import DEADLOCK

_WRITTEN = "When it was written, the file said"
"""How what a trace's run does not show is told: nobody here knows whether it ever was so."""


def apart(story: Story) -> Iterator[str]:
    """Say of each link that is cut from the beginning whom it would join."""
    for ends in story.moments[0].cuts:
        names = " and ".join(map(story.name, ends))
        yield f"{names} cannot reach {'each other' if len(ends) > 1 else 'anybody'}"


def breaks(moment: Moment) -> Iterator[Standing]:
    """Yield the properties that held until this moment, and no longer do."""
    for standing in moment.standings:
        if standing.kind in {"always", "step"} and standing.since == moment.number:
            yield standing


def broken(standing: Standing) -> str:
    """Say that a property is broken from a moment on, and what it objects to."""
    return f"from here {standing.property} is broken: {standing.finding}"


def mistake(applied: Application) -> str:
    """Say what the wrong rule answered, and what the right one would have."""
    asked = f" ({', '.join(f'{name} {value}' for name, value in applied.arguments)})"
    asked = asked if applied.arguments else ""
    return f"the mistake: {applied.rule}{asked} says {applied.wrong}; the right rule says {applied.right}"


def contrast(one: Contrast) -> str:
    """Say in what a process differs from what it would be without the mistake."""
    colon = ":" if one.right == NONE else ""  # "elected in terms: none", but "role candidate"
    return f"{one.process}: {one.what}{colon} {one.right} (with the mistake: {one.wrong})"


def parts(story: Story) -> str | None:
    """Say where the healthy protocol parts from a run; None if it does not."""
    parting = story.parting
    if parting is None:
        return None
    if not parting.moments:
        return f"the healthy protocol does not take step {parting.at}: {parting.why}"
    where = f"at step {parting.at}" if parting.at else "in the beginning"
    return f"the healthy protocol, led through the same steps, parts from this run {where}"


def goes_on(story: Story) -> str | None:
    """Say how far the healthy protocol takes the same steps once it has parted; None if it never did."""
    parting = story.parting
    if parting is None or not parting.moments:
        return None
    if parting.stopped_at is not None:
        return f"it does not take step {parting.stopped_at}: {parting.why}"
    last = parting.at + len(parting.moments) - 1
    if parting.at == last:
        on = "that is the last step"
    else:
        on = "from there on it is in other states, but takes the steps that are left, too"
    held = _objections(story)
    return on if held is None else f"{on}, and {held}"


def _objections(story: Story) -> str | None:
    """Say how the property stands at the end of the healthy run; None if only a loop could tell."""
    assert story.parting is not None
    standing = story.parting.moments[-1].standing(story.property)
    if standing is None or standing.kind not in {"always", "step"}:
        return None
    return f"{story.property} holds" if standing.holds else f"{story.property} is broken there, too"


def returns(loop: int | None, steps: int, differs: str | None) -> str | None:
    """Say how a lasso goes on after its last step; None if it is no lasso."""
    if loop is None:
        return None
    if loop == steps:
        return "and then nothing happens any more: nothing is owed that could be done"
    where = f"as after step {loop}" if loop else "as in the beginning"
    same = f"the same but for {differs}" if differs else "exactly"
    return f"it is {where}, {same}, and goes on so for ever"


def withheld(story: Story) -> Iterator[str]:
    """Say what the right rules would go on to do in a loop, and which answers of the rule forbid it."""
    if not story.withheld:
        return
    first, *more = dict.fromkeys(one.sentence for one in story.withheld)
    others = f" ({len(more)} more: {'; '.join(more)})" if more else ""
    yield f"with the right rule it would go on: {first}{others}"
    yield from dict.fromkeys(mistake(asked) for one in story.withheld for asked in one.applied)


def opening(kind: str, loop: int | None, *, is_there: bool = True) -> str:
    """Say what the sentence is that a trace begins with: its finding, or what its file says without it."""
    if not is_there:
        return _WRITTEN
    if kind == "sometimes":
        return "What is seen"
    return "What is open" if kind == "promise" and loop is None else "What went wrong"


def found(finding: str, *, is_there: bool) -> str:
    """Return what a trace found; where its run does not show it, as no more than what its file says."""
    return finding if is_there else f"{_WRITTEN[0].lower()}{_WRITTEN[1:]}: {finding}"


def title(story: Story) -> str:
    """Return what a trace is headed with: its id, and what it found."""
    return f"{story.id}: {found(story.finding, is_there=story.is_there)}"


def violates(name: str, said: str, cites: str, kind: str, *, is_there: bool = True) -> str:
    """Say which property is violated (or, a witness, is shown), with its sentence and where that is from.

    Of what is not there, only what it is about is said.
    """
    if name == DEADLOCK:
        return f"{'' if is_there else 'it is about '}a deadlock, in the state after the last step"
    verb = {"promise": "promised as", "sometimes": "shows"}.get(kind, "violates")
    verb = verb if is_there else "it is about"
    return f"{verb} {name}: “{said}”{cited(cites)}" if said else f"{verb} {name}"


def shows(name: str, kind: str, loop: int | None) -> str:
    """Say what a run does to what it is about: it violates a property, shows a witness, breaks a promise."""
    if name == DEADLOCK:
        return "ends in a deadlock"
    if kind == "sometimes":
        return f"shows the witness {name}"
    if kind == "promise":
        return f"breaks the promise {name}" if loop is not None else f"leaves the promise {name} undetermined"
    return f"violates {name}"


def made(mutant: str, rule: str, said: str, cites: str) -> str:
    """Say in which rule the mistake is, and what it is if that is written down."""
    told = f": {said}" if said else ""
    return f"the mistake, {mutant}, is in the rule {rule}{told}{cited(cites)}"


def gone(story: Story) -> str | None:
    """Say that what the file of a trace says is not so now; None if it is."""
    return None if story.is_there else no_longer(story.property, story.property_kind, story.why_gone)


def no_longer(name: str, kind: str, why_gone: str | None) -> str:
    """Say how the model is now, where a trace does not show what its file says of a property."""
    return f"On the model as it is now, {holds(name, kind) if why_gone is None else why_gone}."


def holds(name: str, kind: str) -> str:
    """Say that what a run once showed of a property it shows no longer."""
    if name == DEADLOCK:
        return "there is no deadlock"
    return f"{name} is not seen" if kind == "sometimes" else f"{name} holds"


def sentence(text: str) -> str:
    """Return words as a sentence of its own; one that begins with an identifier has no capital."""
    first = text.split(maxsplit=1)[0]
    capital = text[0].upper() if first.rstrip(",:").isalpha() else text[0]
    return f"{capital}{text[1:]}{'' if text.endswith(('.', '!', '?', '”')) else '.'}"


def cited(source: str) -> str:
    """Return a source in brackets; nothing if there is none."""
    return f" ({source})" if source else ""
