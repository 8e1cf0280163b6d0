"""A language of a model, besides English: kept as bytes, read when the first word of it comes.

=====================  ==============================================================================
``sh.txt``             spellings: a row for each standard word, ``=tajna tajna tajnu``; several standard
                       words are joined by ``+``
``sh.json``            concepts of phrases, and the terms, in the order of the columns
``sh.safetensors``     weights, as those of English
=====================  ==============================================================================
"""

import json
from array import array
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from grooming_risk.errors import ArtifactError
from grooming_risk.labels import HEADS
from grooming_risk.model.checks import WRONG_CONTENT, check_lexicon, distinct_strings
from grooming_risk.model.sealed import canonical_json
from grooming_risk.model.tensors import dump_tensors, is_bounded, load_tensors
from grooming_risk.text.language import Language, Outline, marked, unmarked
from grooming_risk.text.lexicon import Lexicon

FILES: Final = {"spelling": "{}.txt", "words": "{}.json", "weights": "{}.safetensors"}
"""Files of a language in the folder ``languages`` of a model, by part."""

_STANDARD: Final = "="
_JOINED: Final = "+"


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
    >>> spelling = {"sliku": ("sh:slika",), "nmg": ("sh:ne", "sh:moci")}
    >>> language = Language("sh", ("sr",), Lexicon({"sh:slika": "picture"}, spelling, {}, {}, {}), {"ж": "z"}, "")
    >>> learnt = LearntLanguage(language, ["sh:slika"], array("f", [2.0]), [array("f", [1.0])] * len(HEADS))
    >>> stored = StoredLanguage.of(learnt)
    >>> stored.learnt() == learnt, "sliku" in stored.outline.written
    (True, True)
    """

    code: str
    codes: tuple[str, ...]  # of BCP 47
    letters: Mapping[str, str]
    script: str
    spelling: bytes
    words: bytes
    weights: bytes

    @classmethod
    def of(cls, learnt: LearntLanguage) -> "StoredLanguage":
        """Return a learnt language as bytes."""
        language = learnt.language
        written: dict[str, list[str]] = {}
        for spelling, words in language.lexicon.spelling.items():
            written.setdefault(_JOINED.join(map(unmarked, words)), []).append(spelling)
        rows = [" ".join([_STANDARD + standard, *sorted(variants)]) for standard, variants in sorted(written.items())]
        data = {"forms": dict(sorted(language.lexicon.forms.items())), "terms": learnt.terms}
        plain = "".join(f"{row}\n" for row in rows).encode()
        weights = dump_tensors({"coef": learnt.coef, "idf": [learnt.idf]})
        settings = language.code, language.codes, language.letters, language.script
        return cls(*settings, plain, canonical_json(data) + b"\n", weights)

    @property
    def settings(self) -> dict[str, Any]:
        """What the manifest says of the language."""
        return {"codes": [*self.codes], "letters": dict(sorted(self.letters.items())), "script": self.script}

    @property
    def outline(self) -> Outline:
        """What it takes to know the language; in milliseconds."""
        return Outline(self.code, frozenset(self.spelling.decode().split()), self.letters, self.script)

    def learnt(self) -> LearntLanguage:
        """Return the language; ArtifactError where its parts do not fit each other."""
        try:
            data, tensors = json.loads(self.words), load_tensors(self.weights)
            lexicon = Lexicon(data["forms"], self._spellings(), {}, {}, {})
            check_lexicon(lexicon)
            language = Language(self.code, self.codes, lexicon, self.letters, self.script)
            learnt = LearntLanguage(language, distinct_strings(data["terms"]), tensors["idf"][0], tensors["coef"])
        except WRONG_CONTENT as error:
            raise self._error(type(error).__name__) from error
        rows = [learnt.idf, *learnt.coef]
        if len(rows) != len(HEADS) + 1 or not all(len(row) == len(learnt.terms) and is_bounded(row) for row in rows):
            raise self._error("the parts do not fit each other")
        return learnt

    def _spellings(self) -> dict[str, tuple[str, ...]]:
        spelling: dict[str, tuple[str, ...]] = {}
        for row in self.spelling.decode().splitlines():
            standard, *variants = row.split(" ")
            if standard[:1] != _STANDARD:
                raise ValueError("a row without its standard word")
            words = tuple(marked(self.code, standard[1:].replace(_JOINED, " ")))
            spelling.update(dict.fromkeys(variants, words))
        return spelling

    def _error(self, problem: str) -> ArtifactError:
        return ArtifactError(
            f"languages/{self.code}", f"the language cannot be read ({problem}); build the model again"
        )


def codes_of(languages: Sequence[StoredLanguage]) -> dict[str, list[str]]:
    """Return the codes that each language serves, by its folder."""
    return {language.code: [*language.codes] for language in languages}


def checked_settings(data: object) -> dict[str, tuple[tuple[str, ...], dict[str, str], str]]:
    """Return codes, letters and script of each language of a manifest, or raise one of `WRONG_CONTENT`."""
    if not isinstance(data, dict) or not all(len(code) == 2 and code.isalpha() for code in data):
        raise ValueError("no languages")
    return {
        code: (tuple(distinct_strings(one["codes"])), _checked_letters(one["letters"]), _checked_script(one["script"]))
        for code, one in data.items()
    }


def _checked_letters(letters: Mapping[str, str]) -> dict[str, str]:
    if not all(len(letter) == 1 and latin.isascii() and len(latin) <= 4 for letter, latin in letters.items()):
        raise ValueError("letters that stand for no Latin ones")
    return dict(letters)


def _checked_script(script: str) -> str:
    """Return a range of letters; it becomes part of a regular expression."""
    if script and not (len(script) == 3 and script[1] == "-" and "\x7f" < script[0] < script[2]):
        raise ValueError("a script that is no range of letters")
    return script
