"""The model folder: what training writes and scoring reads. Nothing in it can run code.

=======================  ==========================================================================
``manifest.json``        format version, heads, thresholds, calibration, settings, figures, checksums;
                         the conversation model
``terms.json``           the terms, in the order of the columns
``lexicon.json``         concepts, spellings, disguises, and the dictionary learnt from the corpus
``weights.safetensors``  float32: ``idf`` (1 row), ``coef`` (a row for each head)
``README.md``            the model card, for people
``site.json``            not of the model: thresholds of a site, where it has set some (see `site`)
=======================  ==========================================================================

Changing the format
-------------------
1. Any change of a file's name, layout or meaning raises `FORMAT_VERSION` by one, in the same commit.
2. `read_artifact` refuses every other version; to go on reading an old one, add a reader for it under a name of its own
   and a test that reads a folder written in that version.
3. Rebuild ``models/default`` with ``grooming-risk train`` and say so in CHANGELOG.md under "Model".
"""

import json
from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from grooming_risk.errors import ArtifactError
from grooming_risk.io.atomic_write import write_whole
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, PATTERNS
from grooming_risk.model.conversation_rule import NO_RULE, ConversationRule
from grooming_risk.model.logistic import log_odds, sigmoid
from grooming_risk.model.sealed import SealedJson, canonical_json, sha256_of
from grooming_risk.model.tensors import dump_tensors, load_tensors
from grooming_risk.text.analyzer import BLOCKS, Analyzer, Settings
from grooming_risk.text.lexicon import Lexicon

FORMAT_VERSION: Final = 4

RECOMMENDED: Final = ("high_precision", "high_recall")
"""Thresholds that a model recommends for each pattern, besides the one it finds by."""

_AGAIN: Final = "install the model again or rebuild it with: grooming-risk train"
_MANIFEST: Final = "manifest.json"
_FORM: Final = SealedJson("model", FORMAT_VERSION, "manifest_sha256", _AGAIN, end=b"\n")
_FILES: Final = ("terms.json", "lexicon.json", "weights.safetensors")


@dataclass(frozen=True, slots=True)
class Artifact:
    """A trained model as plain data.

    Attributes
    ----------
    lexicon : Lexicon
        Concepts, spellings and disguises the model was trained with.
    dictionary : list of str
        Words learnt from the corpus.
    settings : Settings
        What the analyzer makes terms of.
    terms : list of str, length n_terms
        Terms in the order of the columns.
    idf : array of float, length n_terms
        Weight of each term, block factor included.
    unknown : mapping of str to float
        Block to the weight of an unknown term in it.
    coef : list of array of float, one of length n_terms for each head in `HEADS`
        Linear weights.
    intercept, slope, offset : list of float, one for each head
        A head's decision is ``coef . row + intercept``; its log-odds are ``slope * decision + offset``.
    thresholds : mapping
        ``"levels"``: low, medium, high to a risk; ``"disclosure"``: a probability; ``"patterns"``: each pattern to a
        probability; ``"recommended"``: each pattern to two more, ``"high_precision"`` and ``"high_recall"``.
    conversation : ConversationRule
        How the risk of an author grows over a conversation.
    info : mapping
        Corpus and settings hashes, figures, library versions: for people, not for scoring.
    sha256 : str
        Checksum of the manifest it was read from, by which a site file knows its model; empty before it is written.
    """

    lexicon: Lexicon
    dictionary: list[str]
    settings: Settings
    terms: list[str]
    idf: "array[float]"
    unknown: Mapping[str, float]
    coef: "list[array[float]]"
    intercept: list[float]
    slope: list[float]
    offset: list[float]
    thresholds: Mapping[str, Any]
    info: Mapping[str, Any]
    conversation: ConversationRule = NO_RULE
    sha256: str = ""

    def analyzer(self, extra: Lexicon | None = None) -> Analyzer:
        """Return the analyzer the model was trained with; the words of an extra lexicon come on top."""
        lexicon = self.lexicon.merged(extra) if extra else self.lexicon
        return Analyzer(lexicon, self.dictionary, self.settings)

    def at_base_rate(self, rate: float) -> "Artifact":
        """Return the model with probabilities for another base rate; what reaches a threshold stays the same.

        Parameters
        ----------
        rate : float in (0, 1)
            Share of grooming messages that risk and patterns are stated for. Disclosure keeps its own.

        Raises
        ------
        ValueError
            `rate` is not a number in (0, 1).
        """
        if isinstance(rate, bool) or not isinstance(rate, int | float) or not 0 < rate < 1:
            raise ValueError(f"the base rate must be a number in (0, 1), not {rate!r}")
        shift = log_odds(rate) - log_odds(self.base_rate)
        offset = [value + shift * (head != DISCLOSURE) for head, value in zip(HEADS, self.offset, strict=True)]
        mix = {**self.info.get("mix", {}), "grooming": float(rate)}
        return replace(
            self,
            offset=offset,
            thresholds=shifted(self.thresholds, shift),
            conversation=self.conversation._replace(offset=self.conversation.offset - shift),
            info={**self.info, "mix": mix},
        )

    @property
    def base_rate(self) -> float:
        """Share of grooming messages that probabilities are stated for."""
        return float(self.info.get("mix", {}).get("grooming", 0.5))


def shifted(thresholds: Mapping[str, Any], shift: float) -> dict[str, Any]:
    """Return thresholds moved on the scale of log-odds; that of disclosure stays."""
    return {
        name: value
        if name == DISCLOSURE
        else shifted(value, shift)
        if isinstance(value, Mapping)
        else sigmoid(log_odds(value) + shift)
        for name, value in thresholds.items()
    }


def write_artifact(artifact: Artifact, folder: str | Path, card: str) -> None:
    """Write a model folder; the same model gives the same bytes.

    Parameters
    ----------
    artifact : Artifact
        The model.
    folder : path or str
        Made if absent; files of an older model in it are replaced.
    card : str
        The model card, in Markdown.
    """
    target = Path(folder)
    contents = {
        "terms.json": _line(artifact.terms),
        "lexicon.json": _line({"dictionary": artifact.dictionary, **artifact.lexicon.to_json()}),
        "weights.safetensors": dump_tensors({"coef": artifact.coef, "idf": [artifact.idf]}),
    }
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
        "files": {name: sha256_of(content) for name, content in contents.items()},
    }
    contents[_MANIFEST] = (
        json.dumps(_FORM.seal(manifest), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    ).encode()
    contents["README.md"] = card.encode()
    for name, content in contents.items():
        write_whole(target / name, content)


def read_artifact(folder: str | Path) -> Artifact:
    """Read and check a model folder.

    Parameters
    ----------
    folder : path or str
        What `write_artifact` wrote.

    Returns
    -------
    Artifact
        The model.

    Raises
    ------
    ArtifactError
        A file is missing, cut or altered, or the format version is not this one's.
    """
    source = Path(folder)
    manifest = _FORM.read(source / _MANIFEST)
    contents = {name: _read_checked(source / name, manifest["files"].get(name, "")) for name in _FILES}
    try:
        lexicon = json.loads(contents["lexicon.json"])
        tensors = load_tensors(contents["weights.safetensors"])
        artifact = Artifact(
            lexicon=Lexicon.from_json(lexicon),
            dictionary=lexicon["dictionary"],
            settings=Settings(**manifest["settings"]).checked(),
            terms=json.loads(contents["terms.json"]),
            idf=tensors["idf"][0],
            unknown={block: float(manifest["unknown"][block]) for block in BLOCKS},
            coef=tensors["coef"],
            intercept=manifest["intercept"],
            slope=manifest["slope"],
            offset=manifest["offset"],
            thresholds=manifest["thresholds"],
            info=manifest["info"],
            conversation=ConversationRule.from_json(manifest["conversation"]),
            sha256=manifest[_FORM.checksum],
        )
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ArtifactError(source, f"a part of the model cannot be read ({type(error).__name__}); {_AGAIN}") from error
    _check_shapes(artifact, source)
    return artifact


def _read_checked(path: Path, stated: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ArtifactError(path, f"cannot be read ({error.strerror}); {_AGAIN}") from None
    if sha256_of(content) != stated:
        raise ArtifactError(path, f"cut short or altered (wrong checksum); {_AGAIN}")
    return content


def _check_shapes(artifact: Artifact, source: Path) -> None:
    width = len(artifact.terms)
    rows = [artifact.idf, *artifact.coef]
    lists = (artifact.coef, artifact.intercept, artifact.slope, artifact.offset)
    if (
        any(len(row) != width for row in rows)
        or any(len(numbers) != len(HEADS) for numbers in lists)
        or not _are_thresholds(artifact.thresholds)
    ):
        raise ArtifactError(source, f"the parts of the model do not fit each other; {_AGAIN}")


def _are_thresholds(thresholds: Mapping[str, Any]) -> bool:
    levels, patterns, recommended = (thresholds.get(kind, {}) for kind in ("levels", "patterns", "recommended"))
    numbers = [*levels.values(), *patterns.values(), thresholds.get(DISCLOSURE)]
    numbers += [value for pair in recommended.values() if set(pair) == set(RECOMMENDED) for value in pair.values()]
    return (
        set(levels) == set(LEVELS[1:])
        and set(patterns) == set(recommended) == set(PATTERNS)
        and len(numbers) == len(levels) + len(patterns) + 1 + len(RECOMMENDED) * len(recommended)
        and all(isinstance(number, float) and 0 < number <= 1 for number in numbers)
    )


def _line(data: object) -> bytes:
    return canonical_json(data) + b"\n"
