"""A trace as a story: all that a renderer tells of it, in words, and of no protocol in particular.

`checker.storyteller.story_of` makes one of a replayed trace. A moment is the world after a step, with the
step that led to it; moment 0 is the initial world, so moment k is the one after step k. A *flight* is one
copy of a message, from its sending to its end.
"""

from collections.abc import Mapping
from typing import Literal

from attrs import frozen

Ending = Literal["received", "lost", "still"]


@frozen
class Process:
    """A process: its id, a name for readers, and whether it is the *background*, as an environment is.

    What is in the background acts in many steps (it pays for a crash, it lets a message pass) and is no part
    of what it acts on.
    """

    id: str
    name: str
    background: bool = False


@frozen
class Field:
    """A field of a process that matters, its value in words, and whether this step changed it.

    One that `is_gone` the process had before the step, and has no longer; at the next moment it is not told.
    """

    name: str
    value: str
    changed: bool = False
    is_gone: bool = False


@frozen
class State:
    """A process at a moment: one line, its fields, and whether it is down (crashed, dead).

    Where `is_raw`, somebody wrote the line and nobody chose the fields: the line says what matters.
    """

    process: str
    summary: str
    fields: tuple[Field, ...]
    down: bool = False
    is_raw: bool = False

    @property
    def values(self) -> dict[str, str]:
        """The fields that the process has, by their names."""
        return {field.name: field.value for field in self.fields if not field.is_gone}

    @property
    def changed(self) -> bool:
        """Say whether the step that led here changed a field of it."""
        return any(field.changed for field in self.fields)


@frozen
class Standing:
    """How a property stands at a moment: does it hold so far, and what does it object?

    `kind` is ``always``, ``step``, ``sometimes`` (a witness: `holds` says whether it was seen so far) or
    ``promise`` (`holds` says whether nothing is lacking at this moment; only a loop breaks a promise).
    `finding` is what it says at this moment, else what it last said; `since` is the first moment at
    which it said anything.
    """

    property: str
    kind: str
    holds: bool
    finding: str | None = None
    since: int | None = None


@frozen
class Application:
    """The rule with the mistake was asked, and answered other than the right rule would have.

    `arguments` are names and values in words. `right` is what the right rule answers to the same.
    """

    process: str
    rule: str
    arguments: tuple[tuple[str, str], ...]
    wrong: str
    right: str


@frozen
class Flight:
    """One copy of a message: ``m1`` is the first that was sent.

    `source` and `destination` are what its envelope says; `sender` is the process whose step sent it
    (None: it was there in the beginning), which is another where one sends in another's name. It is in
    flight after the moment `sent_after`, until the moment `ended_at` (None: at the end it still is). A
    copy that the network made is a `copy_of` another, from the moment `copied_at` on; it was sent when
    that was sent.
    """

    id: str
    label: str
    text: str
    source: str
    destination: str
    sender: str | None
    sent_after: int
    ended_at: int | None = None
    ending: Ending = "still"
    copy_of: str | None = None
    copied_at: int | None = None


@frozen
class Moment:
    """The world after a step, and the step that led to it; of the initial moment, `kind` is ``initial``.

    `acts` are the processes that the step is about: those that change, send, or take the message, in the
    order in which they do; those in the background only where nobody else does, and nobody where the
    network by itself loses a message, or copies one. `assents` are the others
    that had to take part. Of messages, by the ids of flights: `received` arrived; `lost` vanished;
    `duplicated` was copied, and is in flight still; `read` was acted on, and is in flight still; `sent`
    were sent, `resent` are such as were in flight already (a network that is a set keeps one).

    `states` has every process, in the order of `Story.processes`. `cuts` are the links that are cut at
    this moment: two processes between which nothing passes, or one that reaches nobody. `same_as` is the
    first moment at which the world was exactly what it is now, messages included; None if it is new.
    """

    number: int
    sentence: str
    kind: str
    acts: tuple[str, ...]
    states: tuple[State, ...]
    standings: tuple[Standing, ...]
    assents: tuple[str, ...] = ()
    received: str | None = None
    lost: str | None = None
    duplicated: str | None = None
    read: str | None = None
    sent: tuple[str, ...] = ()
    resent: tuple[str, ...] = ()
    applied: tuple[Application, ...] = ()
    cuts: tuple[tuple[str, ...], ...] = ()
    same_as: int | None = None

    def state(self, process: str) -> State:
        """Return a process as it is at this moment; raises KeyError if there is none of that id."""
        for state in self.states:
            if state.process == process:
                return state
        raise KeyError(process)

    def standing(self, name: str) -> Standing | None:
        """Return how a property stands; None if there is none of that name."""
        return next((one for one in self.standings if one.property == name), None)


@frozen
class Withheld:
    """What the right rules let happen at a moment, and the mutant's do not: the action's sentence.

    `applied` are the answers of the rule that keep it from happening.
    """

    number: int
    sentence: str
    applied: tuple[Application, ...]


NONE = "none"
"""What is said of a field that a process does not have."""


@frozen
class Contrast:
    """Something about a process in which two runs differ: with the mistake, and as it should be."""

    process: str
    what: str
    wrong: str
    right: str


@frozen
class Parting:
    """The healthy protocol under the same actions: where the two runs part, and how it goes on.

    `at` is the first moment that differs: the mutant's step is not enabled, or leads elsewhere. `moments`
    are the healthy run's from there on, numbered as the mutant's; there are none where its step `at` is
    not enabled. `contrasts` say in what the two runs differ at that moment. `flights` are all of the
    healthy run. `stopped_at` is the first step that the healthy
    protocol does not take, and `why`; None if it takes them all.
    """

    at: int
    moments: tuple[Moment, ...]
    flights: tuple[Flight, ...]
    contrasts: tuple[Contrast, ...] = ()
    stopped_at: int | None = None
    why: str | None = None


@frozen
class Story:
    """A trace, told for any renderer.

    `finding` is what went wrong, in a sentence without its full stop; `is_there` says whether it still
    does so on the model as it is now, and where not, `why_gone`. An `account` says more of how it came
    about, in a sentence, where the scenario's description has one. The `mistake` and the rule are of the
    mutant, if there is one; all texts are empty where nothing is written down. `rule_right` and
    `rule_wrong` are the lines of its source.

    With a `loop` it is a lasso: after its last moment it is as at the moment `loop`, the same but for what
    `returns` says, and goes on so for ever; if `loop` is the last moment, nothing happens any more. `fair`
    says whether the promise could assume the fairness that it states, `undetermined` whether only a bound
    keeps the run from being one that breaks it. What is `withheld` in the loop of a mutant is what the right
    rules would go on to do. `command` makes the trace again. What is not there has no `loop`.
    """

    id: str
    scenario: str
    sentence: str
    parameters: Mapping[str, int | str | None]
    mutant: str | None
    mistake: str | None
    mistake_cites: str
    rule: str | None
    rule_sentence: str
    rule_cites: str
    rule_right: tuple[str, ...]
    rule_wrong: tuple[str, ...]
    property: str
    property_sentence: str
    property_cites: str
    property_kind: str
    finding: str
    account: str
    is_there: bool
    why_gone: str | None
    undetermined: bool
    processes: tuple[Process, ...]
    moments: tuple[Moment, ...]
    flights: tuple[Flight, ...]
    loop: int | None
    returns: str | None
    fair: bool
    command: str
    parting: Parting | None = None
    withheld: tuple[Withheld, ...] = ()

    def steps(self) -> tuple[Moment, ...]:
        """Return the moments that a step led to: all but the initial one."""
        return self.moments[1:]

    def flight(self, identity: str) -> Flight:
        """Return a flight by its id; raises KeyError if there is none."""
        for flight in self.flights:
            if flight.id == identity:
                return flight
        raise KeyError(identity)

    def name(self, process: str) -> str:
        """Return the name of a process for readers."""
        return next((one.name for one in self.processes if one.id == process), process)
