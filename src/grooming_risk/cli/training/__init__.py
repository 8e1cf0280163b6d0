"""Commands that build the corpus, train models and take reviews."""
