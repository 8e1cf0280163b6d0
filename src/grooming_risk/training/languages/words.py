"""Makes a language from its folder: its forms by a lemmatizer, its commonest words from frequencies."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from grooming_risk.errors import DataError, missing_extra
from grooming_risk.text.fold import fold
from grooming_risk.text.language import SETTINGS, Language, Source, mark_of, marked, read_language_folder, unmarked
from grooming_risk.text.lexicon import SPELLING, Lexicon, add_phrase

COMMON: Final = 12_000
"""Commonest words of a language that a model keeps, with their forms."""

_WORD: Final = re.compile(r"[^\W\d_]+")
_BETWEEN: Final = "\\"
_FORMS: Final = 12  # of a word of the lexicon, at most


def make_language(folder: str | Path, texts: Iterable[str] = (), *, concepts: Collection[str] = ()) -> Language:
    """Make a language of its folder.

    Every word is kept with its dictionary form, which is its standard word: words of phrases, their other forms, the
    commonest words of the language, and those of training texts. Where two phrases have the same dictionary forms, the
    first counts.

    Parameters
    ----------
    folder : path or str
        Language folder; see `grooming_risk.text.language`.
    texts : iterable of str
        Texts of the language, whose words count as known.
    concepts : collection of str
        Concepts that the model knows; none given, any.

    Raises
    ------
    DataError
        The folder breaks its format, or a concept is unknown.
    MissingExtraError
        A package with word forms or frequencies is not installed.
    """
    source = read_language_folder(folder)
    forms = _Forms(source)
    phrases = _phrases(source, forms, concepts)
    spelling = {
        variant: tuple(marked(source.code, forms.standard(source.latin(word))))
        for word in reversed([*dict.fromkeys(forms.written(phrases, texts))])  # so that the first one counts
        for variant in forms.variants(word)
    }
    for variant, words in source.spelling.items():
        if len(variant.split()) != 1:
            raise DataError(Path(folder) / SPELLING, None, f"the variant {variant!r} has several words; give one word")
        spelling[variant] = tuple(marked(source.code, " ".join(forms.standard(word) for word in words)))
    lexicon = Lexicon(phrases, {variant: words for variant, words in spelling.items() if words}, {}, {}, {})
    codes = tuple(source.settings["codes"])
    return Language(source.code, codes, lexicon, source.letters, str(source.settings.get("script", "")))


def _phrases(source: Source, forms: _Forms, concepts: Collection[str]) -> dict[str, str]:
    """Return the concept of each phrase, in standard words."""
    written: dict[str, str] = {}
    phrases: dict[str, str] = {}
    for one in source.phrases:
        if concepts and one.concept not in concepts:
            near = "".join(f"; did you mean {name!r}?" for name in get_close_matches(one.concept, concepts, 1))
            raise DataError(one.path, one.row, f"no concept {one.concept!r} in English; a model shares concepts{near}")
        add_phrase(written, source.latin(one.phrase), one)
        standard = marked(source.code, forms.standard_phrase(one.phrase))
        if any(map(mark_of, standard)):  # signs and classes alone are those of English
            phrases.setdefault(" ".join(standard), one.concept)
    return phrases


def frequencies_of(folder: str | Path) -> Mapping[str, float]:
    """Return the share of each word in texts of a language, the commonest first; none where no package has them."""
    return _frequencies(str(read_language_folder(folder).settings.get("frequencies", "")))


class _Forms:
    """The forms of a language."""

    def __init__(self, source: Source) -> None:
        self._source = source
        kept = set(map(source.latin, source.settings.get("keep", ())))
        self._lemmas, self._of_lemma = _lemmas(str(source.settings.get("lemmas", "")), source.latin, kept)
        self._common = _frequencies(str(source.settings.get("frequencies", "")))
        self._has_no_blanks = bool(source.settings.get("script"))
        self._digraphs = {fold(letter): found for letter, found in source.settings.get("digraphs", {}).items()}

    def standard(self, latin: str) -> str:
        """Return the standard words of a word in folded Latin letters."""
        words = self._source.spelling.get(latin) or (latin,)
        return " ".join(self._lemmas.get(word, word) for word in words)

    def standard_phrase(self, written: str) -> str:
        return " ".join(map(self.standard, self._source.latin(written).split()))

    def written(self, phrases: Iterable[str], texts: Iterable[str]) -> Iterator[str]:
        """Yield the words to keep, as they are written."""
        for one in self._source.phrases:
            yield from one.phrase.casefold().split()
        for phrase in phrases:
            for word in phrase.split():
                yield from self._of_lemma.get(unmarked(word), ())[:_FORMS]
        if not self._has_no_blanks:
            for text in texts:
                yield from filter(self._is_own, _WORD.findall(text.casefold()))
        yield from islice(filter(self._is_own, self._common), COMMON)

    def _is_own(self, word: str) -> bool:
        """Return whether a word is no English one: it is commoner in the language, or no lemmatizer knows it there."""
        if self._has_no_blanks:
            return not word.isascii()
        own, english = self._common, _frequencies("en")
        return word.isalpha() and (own.get(word, 0.0) >= english.get(word, 0.0) or (
            not own and self._source.latin(word) in self._lemmas))  # fmt: skip

    def variants(self, word: str) -> set[str]:
        """Return the spellings of a word in folded Latin letters, with digraphs for letters of its own."""
        folded = word.casefold()
        spelled = {self._source.latin(folded)}
        for places in range(2):
            table = {letter: found[places] for letter, found in self._digraphs.items() if len(found) > places}
            spelled.add(self._source.latin(folded.translate(str.maketrans(table))))
        return {one for one in spelled if one[:1].isalnum() and " " not in one}


def _lemmas(
    name: str, latin: Callable[[str], str], kept: Container[str]
) -> tuple[Mapping[str, str], Mapping[str, list[str]]]:
    """Return the dictionary form of each form in folded Latin letters, and the forms of each; empty without a name.

    Forms to keep are their own dictionary forms.
    """
    lemmas: dict[str, str] = {}
    forms: dict[str, list[str]] = {}
    if name:
        table = _simplemma(name)
        ordered = sorted(table, key=lambda one: (not one.islower(), len(one), one))  # names give way to words
        spelled = zip(_each(ordered, latin), _each([table[form] for form in ordered], latin), strict=True)
        for form, (written, standard) in zip(ordered, spelled, strict=True):
            if written not in kept and standard[:1].isalnum() and lemmas.setdefault(written, standard) == standard:
                forms.setdefault(standard, []).append(form)
    return lemmas, forms


def _each(words: Sequence[str], latin: Callable[[str], str]) -> list[str]:
    """Return each word in folded Latin letters; all at once, as there are hundreds of thousands."""
    found = latin(_BETWEEN.join(words)).split(_BETWEEN)
    return found if len(found) == len(words) else [*map(latin, words)]


@cache
def _simplemma(name: str) -> Mapping[str, str]:
    try:
        from simplemma.strategies.dictionaries import DefaultDictionaryFactory
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    try:
        found: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary(name)
    except ValueError:
        raise DataError(SETTINGS, None, f'simplemma has no language {name!r}; write lemmas = ""') from None
    return found


@cache
def _frequencies(name: str) -> Mapping[str, float]:
    """Return the share of each word in texts of a language, the commonest first; none without a name."""
    try:
        if name == "thai":
            from pythainlp.corpus import tnc

            counts = tnc.unigram_word_freqs()
            total = sum(counts.values())
            return {word: counts[word] / total for word in sorted(counts, key=lambda word: (-counts[word], word))}
        if name:
            from wordfreq import get_frequency_dict

            return dict(get_frequency_dict(name))
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    except LookupError:
        raise DataError(SETTINGS, None, f'wordfreq has no language {name!r}; write frequencies = ""') from None
    return {}
