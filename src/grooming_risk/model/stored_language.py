"""A language of a model, besides English: kept as bytes, read when the first word of it comes."""

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from grooming_risk.errors import ArtifactError
from grooming_risk.labels import HEADS
from grooming_risk.model.checks import WRONG_CONTENT, check_lexicon, distinct_strings
from grooming_risk.model.sealed import canonical_json
from grooming_risk.model.tensors import dump_tensors, is_bounded, load_tensors
from grooming_risk.text.language import Language

FILES: Final = {"words": "{}.json", "weights": "{}.safetensors"}
"""Files of a language in the folder ``languages`` of a model, by part."""


class LearntLanguage(NamedTuple):
    """A language with what was learnt of it."""

    language: Language
    terms: list[str]  # of marked words, in the order of the columns
    idf: "array[float]"
    coef: "list[array[float]]"  # a row for each head


class StoredLanguage(NamedTuple):
    """A language as bytes.

    Examples
    --------
    >>> from grooming_risk.text.lexicon import Lexicon
    >>> language = Language("sh", ("sr",), Lexicon({"sh:slika": "picture"}, {}, {}, {}, {}), {}, "")
    >>> learnt = LearntLanguage(language, ["sh:slika"], array("f", [2.0]), [array("f", [1.0])] * len(HEADS))
    >>> StoredLanguage.of(learnt).learnt() == learnt
    True
    """

    code: str
    codes: tuple[str, ...]  # of BCP 47
    words: bytes
    weights: bytes

    @classmethod
    def of(cls, learnt: LearntLanguage) -> "StoredLanguage":
        """Return a learnt language as bytes."""
        language = learnt.language
        words = canonical_json({**language.to_json(), "terms": learnt.terms}) + b"\n"
        weights = dump_tensors({"coef": learnt.coef, "idf": [learnt.idf]})
        return cls(language.code, language.codes, words, weights)

    def learnt(self) -> LearntLanguage:
        """Return the language; ArtifactError where its parts do not fit each other."""
        try:
            data, tensors = json.loads(self.words), load_tensors(self.weights)
            learnt = LearntLanguage(
                Language.from_json(self.code, data), distinct_strings(data["terms"]), tensors["idf"][0], tensors["coef"]
            )
            check_lexicon(learnt.language.lexicon)
        except WRONG_CONTENT as error:
            raise self._error(type(error).__name__) from error
        rows = [learnt.idf, *learnt.coef]
        if len(rows) != len(HEADS) + 1 or not all(len(row) == len(learnt.terms) and is_bounded(row) for row in rows):
            raise self._error("the parts do not fit each other")
        return learnt

    def _error(self, problem: str) -> ArtifactError:
        return ArtifactError(
            f"languages/{self.code}", f"the language cannot be read ({problem}); build the model again"
        )


def codes_of(languages: Sequence[StoredLanguage]) -> dict[str, list[str]]:
    """Return the codes that each language serves, by its folder."""
    return {language.code: [*language.codes] for language in languages}


def checked_codes(data: object) -> Mapping[str, tuple[str, ...]]:
    """Return what `codes_of` returned, or raise one of `WRONG_CONTENT`."""
    if not isinstance(data, dict) or not all(len(code) == 2 and code.isalpha() for code in data):
        raise ValueError("no languages")
    found: dict[str, Any] = {code: tuple(distinct_strings(codes)) for code, codes in data.items()}
    return found
