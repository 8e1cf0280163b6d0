"""Scores files at scale: an output part for each input file, in several processes or on a cluster.

`run` is the entry: `score_files`.
"""
