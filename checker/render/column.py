"""Processes that have the same fields, as a page tables them."""

from attrs import frozen


@frozen
class Column:
    """Processes that have the same fields, as a table: `rows` are fields, with whether they ever change."""

    processes: tuple[tuple[int, str], ...]
    rows: tuple[tuple[str, bool, tuple[tuple[int, str | None] | None, ...]], ...]
    moves: bool
    summaries: tuple[str, ...]
