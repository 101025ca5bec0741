"""The tables: numbers for the values of a system, and its reactions, each asked for once."""

from bisect import insort
from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np

from checker.compiled.faces import Faces, seen_of
from checker.compiled.fingerprint import number_of
from checker.compiled.growing import Array, Growing
from checker.compiled.kernels.program import (
    COPIES_BIT,
    DISABLED,
    GOLDEN,
    IN_FLIGHT_BIT,
    MOST_PARTS,
    NO_MESSAGE,
    PATIENT,
    UNKNOWN,
    URGENT,
    Program,
)
from checker.compiled.reaction_map import ReactionMap
from checker.compiled.room import Clashes, check_bounds, check_sends
from checker.compiled.symmetry import Renaming
from checker.encoding import holds
from checker.errors import WrongUsage
from checker.protocol import Property, System

COLUMNS = 256
"""So many events of a process have a column each, at four bytes for each local state."""


class Tables:
    """Numbers for local states, messages, events and actions, and what the model said of them.

    `locals` and `messages` give the value for a number. A local state is numbered with its process.
    """

    def __init__(self, system: System, properties: Iterable[Property], names: tuple[Renaming, ...]) -> None:
        self.system = system
        self.renamings = names
        self.locals: list[Any] = []
        self.process_of: list[int] = []
        self.messages: list[Any] = []
        self.bounds: dict[str, int] = {"in-flight": IN_FLIGHT_BIT, "copies": COPIES_BIT}
        properties = tuple(properties)
        self.views = [stated for stated in properties if stated.shape.value == "all"]
        self._steps = [stated.of for stated in properties if stated.shape.value == "step"]
        self._place = {process: place for place, process in enumerate(system.processes)}
        self._local_numbers: dict[tuple[int, Any], int] = {}
        self._message_numbers: dict[Any, int] = {}
        self._events: list[tuple[str, Any]] = []
        self._event_numbers: dict[tuple[str, Any], int] = {}
        self._columns: dict[int, int] = {}  # per process, how many columns of `dense` are in use
        self._outcome_before: list[int] = []

        permutations = len(names)
        self.actions: list[Any] = []
        self.most_parts = 1
        self.most_repeated_parts = 1  # in actions in which a process has several
        self._most_sends = 0
        self._clashes = Clashes()
        self._actions = Growing(np.int32, 5)
        self._parts = Growing(np.int32, 2)
        self._slots = Growing(np.int32)
        self._dense = Growing(np.int32, 16, fill=UNKNOWN)
        self._outcomes = Growing(np.int32, 4)
        self._taken = Growing(np.uint8)
        self._sent = Growing(np.int32)
        self._fingerprints = Growing(np.uint64, permutations)
        self._message_fingerprints = Growing(np.uint64, permutations)
        self._local_seen = Growing(np.uint8)
        static = sum(len(actions) for actions, about in system.menu if about is None)
        self._offers = Growing(np.uint64, max(1, -(-static // 64)))
        self._beginning: dict[int, list[int]] = {}  # event → the static actions that begin with it
        self._message_seen = Growing(np.uint8)
        self._steps_watched = Growing(np.uint8)
        self.faces = Faces(stated for stated in properties if stated.shape.value == "pair")
        self._faces = Growing(np.int32)
        self._view_numbers = Growing(np.uint64, len(self.views))
        self._about_actions = Growing(np.int32, max(1, sum(about is not None for _, about in system.menu)))
        self._map = ReactionMap()
        self._in_order: list[int] = []  # the numbers of the messages, in the order of the messages
        self._ranks: Array = np.zeros(1, np.int32)
        self._kinds = self._compile_menu()
        self.program = self._make_program()

    # What the tables know

    def row_of(self, world: Any, width: int) -> Array:
        """Return a world as a row."""
        row = np.full(width, NO_MESSAGE, np.int32)
        for place, local in enumerate(world.locals):
            row[place] = self._number_local(place, local)
        for place, message in enumerate(world.messages, start=len(world.locals)):
            row[place] = self._number_message(message)
        self.program = self._make_program()
        return row

    def world_of(self, row: Array) -> Any:
        """Return the world that a row stands for."""
        processes = len(self.system.processes)
        local_states = tuple(self.locals[number] for number in row[:processes])
        return self.system.world(
            local_states, tuple(self.messages[number] for number in row[processes:] if number >= 0)
        )

    def bounds_in(self, mask: int) -> tuple[str, ...]:
        """Name the bounds of a mask."""
        return tuple(sorted(name for name, bit in self.bounds.items() if mask & bit))

    def step_of(self, outcome: int) -> tuple[int, int]:
        """Return the locals before and after an outcome."""
        return self._outcome_before[outcome], int(self._outcomes.array[outcome, 0])

    def view_keys(self, view: int, rows: Array) -> Array:
        """Return for the locals of each row what a property sees of them, as the kernels reckon it."""
        numbers = self._view_numbers.array[rows, view]
        with np.errstate(over="ignore"):
            keys = numbers.sum(axis=1, dtype=np.uint64) + np.uint64(view + 1) * GOLDEN
        return np.where(keys == 0, np.uint64(1), keys)

    def is_symmetric(self, world: Any) -> bool:
        """Say whether every renaming leaves a world as it is."""
        row = self.row_of(world, len(world.locals) + len(world.messages))
        processes = len(world.locals)
        with np.errstate(over="ignore"):
            numbers = self._fingerprints.array[row[:processes]].sum(axis=0, dtype=np.uint64)
            numbers = numbers + self._message_fingerprints.array[row[processes:]].sum(axis=0, dtype=np.uint64)
        return bool((numbers == numbers[0]).all())

    # Filling them

    def fill(self, missing: Array) -> None:
        """Ask the model for the reactions (local, event) that are missing."""
        mapped = {}
        for local, event in {(int(pair[0]), int(pair[1])) for pair in missing}:
            outcome = self._react(local, event)
            if outcome == DISABLED:
                for aid in self._beginning.get(event, ()):
                    self._offers.array[local, aid // 64] &= ~np.uint64(1 << aid % 64)
            column = self._slots.array[event]
            if column >= 0:
                self._dense.array[local, column] = outcome
            else:
                mapped[local, event] = outcome
        self._map.put(mapped)
        self.program = self._make_program()

    def _react(self, local: int, event: int) -> int:
        process, asked = self._events[event]
        reaction = self.system.reaction(process, self.locals[local], asked)
        if reaction is None:
            return DISABLED
        outcome, beyond = reaction
        after = self._number_local(self._place[process], outcome.local)
        mask = sum(self._bit(name) for name in beyond)
        check_bounds(self.bounds)
        self._most_sends = max(self._most_sends, len(outcome.sends))
        check_sends(self._most_sends, self.most_parts)
        first = self._sent.size
        for message in outcome.sends:
            self._sent.append(self._number_message(message))
        self._outcome_before.append(local)
        self._taken.append(0)
        return self._outcomes.append((after, mask, first, self._sent.size))

    def _bit(self, bound: str) -> int:
        return self.bounds.setdefault(bound, 1 << len(self.bounds))

    def _number_local(self, place: int, local: Any) -> int:
        number = self._local_numbers.get((place, local))
        if number is not None:
            return number
        number = self._local_numbers[place, local] = len(self.locals)
        process = self.system.processes[place]
        self.locals.append(local)
        self.process_of.append(place)
        self._fingerprints.append([number_of(n.process(process), n.of(local)) for n in self.renamings])
        self._clashes.check(int(self._fingerprints.array[number, 0]), (process, local))
        self._local_seen.append(0)
        self._steps_watched.append(any(isinstance(local, of) for of in self._steps))
        self._faces.append(self.faces.number(local))
        self._view_numbers.append([number_of(process, *seen_of(stated, local)) for stated in self.views])
        self._dense.append(UNKNOWN)
        self._offers.append(self._offers_of(place))
        return number

    def _offers_of(self, place: int) -> list[int]:
        """Return the bits of all static actions that begin with a process: none is known to be refused."""
        words = [0] * self._offers.array.shape[1]
        for event, beginning in self._beginning.items():
            if self._place[self._events[event][0]] == place:
                for aid in beginning:
                    words[aid // 64] |= 1 << aid % 64
        return words

    def _number_message(self, message: Any) -> int:
        number = self._message_numbers.get(message)
        if number is not None:
            return number
        number = self._message_numbers[message] = len(self.messages)
        self.messages.append(message)
        insort(self._in_order, number, key=lambda n: self.system.order(self.messages[n]))
        self._message_fingerprints.append([number_of(n.of(message)) for n in self.renamings])
        self._clashes.check(int(self._message_fingerprints.array[number, 0]), message)
        self._message_seen.append(0)
        made = [about(message) for _, about in self.system.menu if about is not None]
        self._about_actions.append([self._number_action(a) if a is not None else -1 for a in made] or -1)
        return number

    def _number_action(self, action: Any) -> int:
        first = self._parts.size
        processes = [process for process, _ in action.parts]
        if len(processes) > MOST_PARTS:
            raise WrongUsage(f"an action has {len(processes)} parts; the compiled engine takes {MOST_PARTS}")
        for process, event in action.parts:
            self._parts.append((self._place[process], self._number_event(process, event, action.message)))
        message = NO_MESSAGE if action.message is None else self._message_numbers[action.message]
        self.actions.append(action)
        repeats = len(set(processes)) < len(processes)
        self.most_parts = max(self.most_parts, len(processes))
        if repeats:
            self.most_repeated_parts = max(self.most_repeated_parts, len(processes))
        check_sends(self._most_sends, self.most_parts)
        return self._actions.append((first, self._parts.size, message, action.consumes, repeats))

    def _number_event(self, process: str, event: Hashable, message: Any) -> int:
        number = self._event_numbers.get((process, event))
        if number is not None:
            return number
        number = self._event_numbers[process, event] = len(self._events)
        self._events.append((process, event))
        # Each gets a column, but what holds a message is one of many: where the columns end, it goes to
        # the map, which costs more to look into.
        column = self._columns.get(self._place[process], 0)
        if column >= COLUMNS and message is not None and holds(event, message):
            column = -1
        else:
            self._columns[self._place[process]] = column + 1
            self._dense.widen(column + 1)
        self._slots.append(column)
        return number

    def _compile_menu(self) -> Array:
        kinds, about_index = [], 0
        for kind, (static, about) in zip(self.system.kinds, self.system.menu, strict=True):
            pace = URGENT if kind.urgent else PATIENT if kind.patient else 0
            if about is None:
                numbers = [self._number_action(action) for action in static]
                for number in numbers:
                    first_event = int(self._parts.array[self._actions.array[number, 0], 1])
                    self._beginning.setdefault(first_event, []).append(number)
                first = numbers[0] if numbers else 0
                kinds.append((-1, first, first + len(numbers), pace))
            else:
                kinds.append((about_index, 0, 0, pace))
                about_index += 1
        return np.array(kinds, np.int32).reshape(-1, 4)

    def _make_program(self) -> Program:
        network = self.system.network
        return Program(
            kinds=self._kinds,
            about=self._about_actions.array,
            actions=self._actions.array,
            parts=self._parts.array,
            offers=self._offers.array,
            slots=self._slots.array,
            dense=self._dense.array,
            map_keys=self._map.keys,
            map_values=self._map.values,
            outcomes=self._outcomes.array,
            taken=self._taken.array,
            sent=self._sent.array,
            rank=self._ranked(),
            local_numbers=self._fingerprints.array,
            message_numbers=self._message_fingerprints.array,
            local_seen=self._local_seen.array,
            message_seen=self._message_seen.array,
            steps_watched=self._steps_watched.array,
            faces=self._faces.array,
            views=self._view_numbers.array,
            processes=len(self.system.processes),
            bag=network.bag,
            capacity=-1 if network.capacity is None else network.capacity,
            copies=-1 if network.copies is None else network.copies,
        )

    def _ranked(self) -> Array:
        if len(self._ranks) != len(self.messages):
            self._ranks = np.zeros(len(self.messages), np.int32)
            self._ranks[self._in_order] = np.arange(len(self._in_order), dtype=np.int32)
        return self._ranks
