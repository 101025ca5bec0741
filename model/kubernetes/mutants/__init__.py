"""Kubernetes with one rule wrong: mistakes that people really made, in the code or at the keyboard.

One file for each part that gets it wrong: `store`, `apiserver`, `node`, `control`. Each is a subclass that
overrides one rule; it tells the mistake, and what comes of it.
"""
