"""The synthetic corpus: hand-written lines, messages and composed conversations."""
