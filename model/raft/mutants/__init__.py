"""Raft with one rule wrong: mistakes that people really made.

One file for each of the things that they got wrong: `votes`, `logs`, `commitment`, `disks`, `offices`,
`membership`.
Each is a subclass that overrides one rule; it tells the mistake, and what comes of it.
"""
