"""What came of one piece of a claim's evidence."""

from enum import Enum
from typing import Any

from attrs import frozen

from checker.case import Case
from checker.claim_shape import Words
from checker.smt import Proof
from checker.study import Conducted
from checker.trace import Trace
from checker.verdict import Result


class Unmoved(Enum):
    """Why a mutant that is asked for has nothing to do with a piece of evidence."""

    RULELESS = "ruleless"
    """It follows the rules of no protocol: a lemma on the model's functions, or a count of numbers."""
    OTHER_RULES = "other-rules"
    """It is asked of another protocol than the mutant's."""


@frozen
class Answer:
    """What came of one piece of evidence; `speaks` is True for the claim, False against it, None if open.

    `finding` is what was found: an objection, a counterexample, or why the answer is open. A count and
    trials have the `mutant` that they were made of, if any; a search has it in its case.
    """

    evidence: Any
    speaks: bool | None
    finding: str | None = None
    case: Case | None = None
    result: Result | None = None
    trace: Trace | None = None
    proof: Proof | None = None
    conducted: Conducted | None = None
    measured: Words | None = None
    mutant: type | None = None
    unmoved: Unmoved | None = None

    @property
    def interrupted(self) -> bool:
        return self.result is not None and self.result.interrupted
