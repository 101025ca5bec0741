"""The compiled engine: the reference search again, over integers, in machine code.

Each local state, message and action of a system gets a small number the first time that it is met
(`tables`); a world is a row of numbers; each reaction is asked of the model once and looked up ever
after. The `kernels` turn rows into rows; `search` drives them level by level, calling the model only
for what the tables lack. Fingerprints derive from content (`fingerprint`), so that they are the same
on every machine, and a `symmetry` is a second set of them.
"""
