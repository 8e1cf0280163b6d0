"""The synthetic corpus: lines that people wrote, messages and conversations composed of them."""
