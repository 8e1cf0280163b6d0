"""Teaching a model languages besides English: words from folders, weights from lines."""
