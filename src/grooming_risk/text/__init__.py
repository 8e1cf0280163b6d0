"""Message to terms: folding, tokens, concepts, n-grams, windows. Standard library only."""
