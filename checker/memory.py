"""How much memory the program uses: now, and at most so far, in bytes."""

import os
import resource
import sys
from pathlib import Path

_STATM = Path("/proc/self/statm")


def peak_bytes() -> int:
    """Return the most memory that was ever resident."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def resident_bytes() -> int:
    """Return the memory that is resident now; where the system does not tell, the peak."""
    try:
        return int(_STATM.read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return peak_bytes()
