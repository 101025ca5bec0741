"""The strongly connected parts of a graph."""

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from checker.liveness.graph import Array


def strong_parts(worlds: int, sources: Array, targets: Array) -> Array:
    """Return for each world the number of the strongly connected part that it is in (int32)."""
    ones = np.ones(len(sources), np.int8)
    matrix = csr_array((ones, (sources, targets)), shape=(worlds, worlds))
    return np.asarray(connected_components(matrix, directed=True, connection="strong")[1])
