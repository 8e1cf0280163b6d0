"""Other scorers of messages that people use today. Only benchmarks run them."""

from competitors import bare_words, compiled, keywords, ours, profanity, same_model, subwords, words
from competitors.competitor import Competitor, Missing, gather

FIELD = {
    "grooming_risk": ours.make,
    "word TF-IDF + logistic regression": words.make,
    "keyword list": keywords.make,
    "alt-profanity-check": profanity.make,
    "fastText": subwords.make,
}
"""What is compared for quality and speed."""

SPEED = {
    "grooming_risk": ours.make,
    "grooming_risk, compiled": compiled.make,
    "scikit-learn": same_model.calibrated_chain,
    "scikit-learn, folded": same_model.folded_chain,
    "alt-profanity-check": profanity.make,
    "fastText": subwords.make,
    "re.findall": bare_words.make,
}
"""What is compared for speed alone."""

__all__ = ["FIELD", "SPEED", "Competitor", "Missing", "gather"]
