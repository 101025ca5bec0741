"""Engines that explore any model of the kind that `checker.protocol` describes.

This package knows no Raft and no Kubernetes: it imports neither `model` nor `properties`. The
scenarios come to it by an entry point (`checker.catalogue`).
"""
