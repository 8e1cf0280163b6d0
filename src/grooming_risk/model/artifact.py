"""The model folder: what training writes and scoring reads. Nothing in it can run code.

=======================  ==========================================================================
``manifest.json``        format version, heads, thresholds, calibration, settings, figures, checksums;
                         the conversation model
``terms.json``           the terms, in the order of the columns
``lexicon.json``         concepts, spellings, disguises, and the dictionary learnt from the corpus
``weights.safetensors``  float32: ``idf`` (1 row), ``coef`` (a row for each head)
``languages/``           each further language: see `stored_language`
``README.md``            the model card, for people
``site.json``            not of the model: thresholds of a site, where it has set some (see `site`)
=======================  ==========================================================================

Changing the format
-------------------
1. Any change of a file's name, layout or meaning raises `FORMAT_VERSION` by one, in the same commit.
2. `read_artifact` refuses other versions. An old one needs its own reader, and a test with a folder of that version.
3. Rebuild ``models/default`` with ``grooming-risk train`` and say so in CHANGELOG.md under "Changed".
"""

import json
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from grooming_risk.errors import ArtifactError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS
from grooming_risk.model.checks import (
    WRONG_CONTENT,
    check_lexicon,
    check_words,
    distinct_strings,
    number,
    numbered_strings,
    numbers,
    read_bounded,
)
from grooming_risk.model.conversation_rule import NO_RULE, ConversationRule
from grooming_risk.model.logistic import log_odds, sigmoid
from grooming_risk.model.sealed import SealedJson, canonical_json, sha256_of
from grooming_risk.model.stored_language import FILES, StoredLanguage, checked_settings
from grooming_risk.model.tensors import dump_tensors, is_bounded, load_tensors
from grooming_risk.text.analyzer import BLOCKS, Analyzer, Settings
from grooming_risk.text.lexicon import Lexicon
from grooming_risk.text.other_languages import OtherLanguages

FORMAT_VERSION: Final = 5

RECOMMENDED: Final = ("high_precision", "high_recall")
"""Further thresholds that a model recommends for each pattern."""

SITE_FILE: Final = "site.json"
"""A file of this name in the model folder is read by default; see `site`."""

TRIAL: Final = "for_trying_out_only"
"""Key in the ``info`` of a model that is not to be used; its value says why."""

_AGAIN: Final = "install the model again or rebuild it with: grooming-risk train"
_MANIFEST: Final = "manifest.json"
_FORM: Final = SealedJson("model", FORMAT_VERSION, "manifest_sha256", _AGAIN, end=b"\n", most=2**22)
_FILES: Final = {"terms.json": 2**24, "lexicon.json": 2**24, "weights.safetensors": 2**26}
"""Files, and how many bytes each may have: ten times those of the shipped model."""

_MOST_OF_LANGUAGE: Final = 2**24

_SMALLEST: Final = 2.0**-12  # of an idf but 0: a smaller one vanishes from the norm, and not from the sum


class Artifact(NamedTuple):
    """A trained model as plain data.

    The decision of a head is ``coef . row + intercept``, its log-odds are ``slope * decision + offset``. `thresholds`
    holds ``"levels"`` (a risk each), ``"disclosure"``, ``"patterns"`` and ``"recommended"`` (a dict for each pattern).
    """

    lexicon: Lexicon  # of the training
    dictionary: list[str]  # words learnt from the corpus
    settings: Settings
    terms: Mapping[str, int]  # the column of each, in their order
    idf: "array[float]"  # of each term, block factor included
    unknown: Mapping[str, float]  # block -> weight of an unknown term
    coef: "list[array[float]]"  # a row of n_terms for each head
    intercept: list[float]
    slope: list[float]
    offset: list[float]
    thresholds: Mapping[str, Any]
    info: Mapping[str, Any]  # hashes, metrics, library versions: for people, not for scoring
    conversation: ConversationRule = NO_RULE
    languages: tuple[StoredLanguage, ...] = ()  # besides English
    sha256: str = ""  # of the manifest, by which a site file knows its model; empty before it is written

    def analyzer(self, extra: Lexicon | None = None, others: OtherLanguages | None = None) -> Analyzer:
        """Return the analyzer of the training, with the words of an extra lexicon and other languages."""
        lexicon = self.lexicon.merged(extra) if extra else self.lexicon
        return Analyzer(lexicon, self.dictionary, self.settings, others)

    def at_base_rate(self, rate: float) -> "Artifact":
        """Return the model with risk and patterns stated for another share of grooming messages, in (0, 1).

        Thresholds move along, so that the same messages reach them. Disclosure keeps its base rate.
        """
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < 1:
            raise ValueError(f"the base rate must be a number in (0, 1), not {rate!r}")
        shift = log_odds(rate) - log_odds(self.base_rate)
        offset = [value + shift * (head != DISCLOSURE) for head, value in zip(HEADS, self.offset, strict=True)]
        mix = {**self.info.get("mix", {}), "grooming": float(rate)}
        return self._replace(
            offset=offset,
            thresholds=shifted(self.thresholds, shift),
            conversation=self.conversation._replace(offset=self.conversation.offset - shift),
            info={**self.info, "mix": mix},
        )

    @property
    def base_rate(self) -> float:
        """Share of grooming messages for which probabilities are stated."""
        return float(self.info.get("mix", {}).get("grooming", 0.5))


def shifted(thresholds: Mapping[str, Any], shift: float) -> dict[str, Any]:
    """Return thresholds with another log-odds; that of disclosure stays."""
    return {
        name: value
        if name == DISCLOSURE
        else shifted(value, shift)
        if isinstance(value, Mapping)
        else sigmoid(log_odds(value) + shift)
        for name, value in thresholds.items()
    }


def write_artifact(artifact: Artifact, folder: str | Path, card: str) -> None:
    """Write a model folder with its card in Markdown, over an older one; the same model gives the same bytes."""
    contents = {
        "terms.json": canonical_json([*artifact.terms]) + b"\n",
        "lexicon.json": canonical_json({"dictionary": artifact.dictionary, **artifact.lexicon.to_json()}) + b"\n",
        "weights.safetensors": dump_tensors({"coef": artifact.coef, "idf": [artifact.idf]}),
    }
    for language in artifact.languages:
        contents |= {name: getattr(language, part) for part, name in _language_files(language.code).items()}
    manifest = {
        "heads": list(HEADS),
        "settings": artifact.settings._asdict(),
        "unknown": dict(artifact.unknown),
        "intercept": artifact.intercept,
        "slope": artifact.slope,
        "offset": artifact.offset,
        "thresholds": artifact.thresholds,
        "conversation": artifact.conversation.to_json(),
        "info": artifact.info,
        "languages": {language.code: language.settings for language in artifact.languages},
        "files": {name: sha256_of(content) for name, content in contents.items()},
    }
    sealed = json.dumps(_FORM.seal(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    for name, content in {**contents, _MANIFEST: sealed.encode(), "README.md": card.encode()}.items():
        write_whole(Path(folder) / name, content)


def _language_files(code: str) -> dict[str, str]:
    return {part: f"languages/{name.format(code)}" for part, name in FILES.items()}


def read_artifact(folder: str | Path) -> Artifact:
    """Read a model folder; whatever is missing, cut, altered or impossible in it is an ArtifactError."""
    source = Path(folder)
    manifest = _FORM.read(source / _MANIFEST)
    try:
        artifact = _artifact(source, manifest)
        fits = _fits(artifact)
    except ArtifactError:
        raise
    except WRONG_CONTENT as error:
        raise ArtifactError(source, f"a part of the model cannot be read ({type(error).__name__}); {_AGAIN}") from error
    if not fits:
        raise ArtifactError(source, f"the parts of the model do not fit each other; {_AGAIN}")
    return artifact


def _read_languages(source: Path, manifest: Mapping[str, Any]) -> tuple[StoredLanguage, ...]:
    """Return the further languages, their checksums checked; they are read on first use."""
    return tuple([
        StoredLanguage(code, *settings, *[_read_checked(source / name, _MOST_OF_LANGUAGE, manifest["files"][name])
                                          for name in _language_files(code).values()])
        for code, settings in sorted(checked_settings(manifest["languages"]).items())
    ])  # fmt: skip


def _artifact(source: Path, manifest: Mapping[str, Any]) -> Artifact:
    """Return the checked parts of a model; another shape is one of `WRONG_CONTENT`."""
    if manifest["heads"] != [*HEADS]:
        raise ValueError("the heads of another version")
    terms = numbered_strings(json.loads(_read_part(source, manifest, "terms.json")))
    words = json.loads(_read_part(source, manifest, "lexicon.json"))
    check_words(words["dictionary"])
    tensors = load_tensors(_read_part(source, manifest, "weights.safetensors"))
    return Artifact(
        lexicon=Lexicon.from_json(words),
        dictionary=distinct_strings(words["dictionary"]),
        settings=Settings(**manifest["settings"]).checked(),
        terms=terms,
        idf=tensors["idf"][0],
        unknown={block: number(manifest["unknown"][block], 0) for block in BLOCKS},
        coef=tensors["coef"],
        intercept=numbers(manifest["intercept"], len(HEADS)),
        slope=numbers(manifest["slope"], len(HEADS)),
        offset=numbers(manifest["offset"], len(HEADS)),
        thresholds=manifest["thresholds"],
        info=manifest["info"],
        conversation=ConversationRule.from_json(manifest["conversation"]),
        languages=_read_languages(source, manifest),
        sha256=manifest[_FORM.checksum],
    )


def _read_part(source: Path, manifest: Mapping[str, Any], name: str) -> bytes:
    return _read_checked(source / name, _FILES[name], manifest["files"][name])


def _read_checked(path: Path, most: int, stated: str) -> bytes:
    try:
        content = read_bounded(path, most)
    except OSError as error:
        raise ArtifactError(path, f"cannot be read ({error.strerror}); {_AGAIN}") from None
    except ValueError as error:
        raise ArtifactError(path, f"too large for a part of a model ({error}); {_AGAIN}") from None
    if sha256_of(content) != stated:
        raise ArtifactError(path, f"cut short or altered (wrong checksum); {_AGAIN}")
    return content


def _fits(artifact: Artifact) -> bool:
    """Return whether the parts fit each other, and weights and probabilities are possible."""
    rows = [artifact.idf, *artifact.coef]
    check_lexicon(artifact.lexicon)
    return (
        all(len(row) == len(artifact.terms) and is_bounded(row) for row in rows)
        and len(artifact.coef) == len(HEADS)
        and min(filter(None, artifact.idf), default=1.0) >= _SMALLEST
        and 0 < number(artifact.base_rate) < 1
        and _are_thresholds(artifact.thresholds)
    )


def _are_thresholds(thresholds: Mapping[str, Any]) -> bool:
    levels, patterns, recommended = (thresholds.get(kind, {}) for kind in ("levels", "patterns", "recommended"))
    numbers = [*levels.values(), *patterns.values(), thresholds.get(DISCLOSURE)]
    numbers += [value for pair in recommended.values() for value in pair.values()]
    rising = [levels.get(level, 0.0) for level in LEVELS[1:]]
    return (
        set(levels) == set(LEVELS[1:])
        and rising == sorted(rising)
        and set(patterns) == set(recommended) == set(PATTERNS)
        and all(set(pair) == set(RECOMMENDED) for pair in recommended.values())
        and all(isinstance(number, float) and 0 < number <= 1 for number in numbers)
    )
