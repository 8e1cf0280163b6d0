"""Batch scoring of files: one output part for each input file, in several processes or on a cluster.

The entry point is `run.score_files`.
"""
