"""What the checker needs of a command that conducts studies: structure, as in `checker.protocol`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol

from checker.study import Study


class Option(Protocol):
    """An option of studies: see `properties.timed_options.Option`."""

    @property
    def name(self) -> str: ...
    @property
    def metavar(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def read(self) -> Callable[[str], Mapping[str, Any]]: ...
    @property
    def several(self) -> bool: ...
    @property
    def values(self) -> Sequence[str]: ...


class StudyCommand(Protocol):
    """A command that conducts studies: see `properties.timed_options.StudyCommand`."""

    @property
    def name(self) -> str: ...
    @property
    def short(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def studies(self) -> Mapping[str, tuple[Study, Sequence[Option]]]: ...
