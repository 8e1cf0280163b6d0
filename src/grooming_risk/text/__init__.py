"""From a message to terms, on the standard library: folding, tokens, concepts, n-grams, windows."""
