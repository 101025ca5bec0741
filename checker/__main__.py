"""``python -m checker`` is ``seatrial``."""

import sys


def main() -> None:
    """Run the command line. A Ctrl-C while it is being loaded, which takes a moment, is no crash either."""
    try:
        from checker.cli import main as run  # noqa: PLC0415  # what is loaded here can be interrupted

        run()
    except KeyboardInterrupt:
        sys.stderr.write("seatrial: interrupted\n")
        sys.exit(130)


if __name__ == "__main__":
    main()
