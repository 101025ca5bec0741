"""``python -m checker`` is ``seatrial``."""

from checker.cli import main

main()
