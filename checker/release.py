"""Which release this is: who made it, which version it has, and of which year it is.

The year is that of the version's heading in CHANGELOG.md, and not the clock's: a citation is for ever.
"""

from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata

NAME = "seatrial"
AUTHOR = "The seatrial project"
YEAR = 2026


def author() -> str:
    """Return who made this release, as its package says."""
    found = _metadata()
    return AUTHOR if found is None else str(found.json.get("author") or AUTHOR)


def version() -> str | None:
    """Return the version; None of a checkout that is not installed."""
    found = _metadata()
    return None if found is None else found["Version"]


def program() -> str:
    """Return the program with its version, where that is known."""
    number = version()
    return NAME if number is None else f"{NAME} {number}"


def _metadata() -> PackageMetadata | None:
    try:
        return metadata(NAME)
    except PackageNotFoundError:
        return None
