"""Liveness: whether what is promised comes about in every fair run, on the graph of an exhausted space.

A `graph` is all worlds and steps as arrays; `fair` finds the parts of it in which a fair run can stay for
ever; `lasso` makes of one the run to show: a stem, and a loop that is repeated for ever. `keep` asks, for
each promise, whether a fair run can stay where it is not kept.
"""
