"""Shortest ways in a graph, breadth first, in machine code."""

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def nearest(starts, targets, allowed, begin, begin_levels, stop, came_by):
    """Return the first world with `stop` on a shortest way within `allowed`, or -1.

    The ways begin in the worlds `begin`, which are in the order of their `begin_levels`: so long is the
    way to them already. Writes into `came_by` the number of the step by which each world was reached, -2
    where a way begins; it must be -1 everywhere before.
    """
    frontier = np.empty(allowed.shape[0], np.int32)
    following = np.empty(allowed.shape[0], np.int32)
    size = 0
    beginning = 0
    level = 0
    while size > 0 or beginning < begin.shape[0]:
        if size == 0:
            level = begin_levels[beginning]
        while beginning < begin.shape[0] and begin_levels[beginning] <= level:
            world = begin[beginning]
            beginning += 1
            if allowed[world] and came_by[world] == -1:
                came_by[world] = -2
                frontier[size] = world
                size += 1
        more = 0
        for i in range(size):
            if stop[frontier[i]]:
                return frontier[i]
        for i in range(size):
            world = frontier[i]
            for step in range(starts[world], starts[world + 1]):
                target = targets[step]
                if allowed[target] and came_by[target] == -1:
                    came_by[target] = step
                    following[more] = target
                    more += 1
        frontier, following = following, frontier
        size = more
        level += 1
    return -1
