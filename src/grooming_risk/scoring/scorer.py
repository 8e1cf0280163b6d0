"""Scores messages with a model folder, on the standard library alone."""

from __future__ import annotations

import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import _CacheInfo as CacheInfo
from functools import cache, cached_property, lru_cache
from os import PathLike
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from grooming_risk._resources import resource_folder
from grooming_risk.labels import DISCLOSURE, HEADS, LEVELS, RISK, Level
from grooming_risk.model.artifact import SITE_FILE, Artifact, read_artifact, shifted
from grooming_risk.model.conversation_rule import ConversationRule
from grooming_risk.model.logistic import EMPTY_LOG_ODDS, log_odds, sigmoid
from grooming_risk.model.stored_language import codes_of
from grooming_risk.scoring.heads import Heads
from grooming_risk.scoring.many import score_each, score_list
from grooming_risk.scoring.part_sums import PartSums
from grooming_risk.scoring.pause_gc import pause_gc
from grooming_risk.scoring.reading import Reading
from grooming_risk.scoring.result import Compiled, Score
from grooming_risk.scoring.sums import Sums
from grooming_risk.text.language import ENGLISH, Language, Outline
from grooming_risk.text.lexicon import read_lexicon
from grooming_risk.text.other_languages import OtherLanguages
from grooming_risk.validation import check_number, check_path, check_text, check_whole, iterable_of

if TYPE_CHECKING:
    from grooming_risk.model.site import Site
    from grooming_risk.scoring.evidence import Contributions, Evidence

_RISK: Final = HEADS.index(RISK)
_SHORT: Final = 24  # characters of a message whose risk is cached, at most
_CACHED: Final = 10_000
_LOADING: Final = Lock()


class Scorer:
    """A loaded model. `load_model` makes it.

    Parameters
    ----------
    artifact : Artifact
        The model's numbers and words.
    lexicons, site, base_rate : optional
        As `load_model` takes them; the site as a `Site`.

    Attributes
    ----------
    thresholds : mapping
        ``"levels"`` and ``"patterns"``, each a mapping of name to number.
    own_thresholds : mapping
        Thresholds of the model without a site file, at its own base rate.
    base_rate_shift : float
        Shift of the log-odds of risk and patterns by a base rate other than the model's own.
    disclosure_threshold : float in (0, 1]
        Probability of `disclosure` from which an author counts as asking for help.
    """

    def __init__(
        self,
        artifact: Artifact,
        lexicons: Sequence[str | Path] = (),
        site: Site | None = None,
        base_rate: float | None = None,
    ) -> None:
        self.own_thresholds = {kind: artifact.thresholds[kind] for kind in ("levels", "patterns")}
        self.thresholds: Mapping[str, Mapping[str, float]] = site.thresholds if site else self.own_thresholds
        rate = base_rate if base_rate is not None else site.base_rate if site else None
        self.base_rate_shift, own = 0.0, artifact.base_rate
        if rate is not None:
            artifact, self.base_rate_shift = artifact.at_base_rate(rate), log_odds(rate) - log_odds(own)
            self.thresholds = shifted(self.thresholds, self.base_rate_shift)
        own_help = site.disclosure if site else None
        self.disclosure_threshold: float = own_help.value if own_help else artifact.thresholds[DISCLOSURE]
        self.info: Mapping[str, object] = artifact.info
        self.site, self.artifact = site, artifact
        others = OtherLanguages(self._outlines, self._read_language) if artifact.languages else None
        self.analyzer = artifact.analyzer(read_lexicon(*lexicons) if lexicons else None, others)
        self.sums = Sums(artifact, self.analyzer)
        self.heads = Heads(artifact, self.analyzer, self.sums)
        self.part_sums = PartSums(self.sums, _RISK)
        self._words, self._highest = self.analyzer.tokenizer.words, self.part_sums.highest
        self._cached_risk = lru_cache(_CACHED)(self._risk)
        self._bounds = [self.thresholds["levels"][level] for level in LEVELS[1:]]

    def _outlines(self) -> list[Outline]:
        return [stored.outline for stored in self.artifact.languages]

    def _read_language(self, code: str) -> Language:
        """Return a language besides English, after its terms and phrases were added."""
        learnt = next(stored for stored in self.artifact.languages if stored.code == code).learnt()
        self.analyzer.add_phrases(learnt.language.lexicon.forms)
        self.sums.extend(learnt.language.lexicon.forms, learnt.terms, learnt.idf, learnt.coef)
        return learnt.language

    @property
    def languages(self) -> dict[str, list[str]]:
        """Languages that the model knows: each folder, and the codes of BCP 47 that it serves."""
        return {ENGLISH: [ENGLISH], **codes_of(self.artifact.languages)}

    @cached_property
    def conversation_rule(self) -> ConversationRule:
        """The rule of conversations: the model's, with the levels of the site where it has set some."""
        rule, levels = self.artifact.conversation, self.site.conversations if self.site else None
        return rule._replace(levels={name: one.value for name, one in levels.items()}) if levels else rule

    def score(self, text: str) -> Score:
        """Score one message; see `grooming_risk.score`."""
        risk = self._cached_risk(text) if len(check_text(text)) <= _SHORT else self._risk(text)
        return Score(self, text, risk, self.level(risk))

    def level(self, risk: float) -> Level:
        """Return the level of a message with this risk."""
        return LEVELS[bisect_right(self._bounds, risk)]

    @cached_property
    def compiled(self) -> Compiled | None:
        """Machine code for many messages; None where numba is missing or does not work."""
        try:
            from grooming_risk.scoring.compiled.batch_scorer import BatchScorer  # numba and NumPy, on use
        except ModuleNotFoundError:
            return None
        except ImportError as error:  # numba raises it for a NumPy that it does not support
            warnings.warn(f"numba cannot be used, so lists are read one by one: {error}", RuntimeWarning, stacklevel=2)
            return None
        return BatchScorer(self)

    def cache_info(self) -> CacheInfo:
        """Return the hits, misses, maximum size and size of the cache of short messages.

        Chat repeats "lol" and "gg" all day, so the 10,000 latest messages of up to 24 characters are cached.

        Examples
        --------
        >>> model = load_model()
        >>> _ = model.score("gg"), model.score("gg")
        >>> model.cache_info().hits, model.cache_info().misses
        (1, 1)
        """
        return self._cached_risk.cache_info()

    def cache_clear(self) -> None:
        """Empty the cache of short messages."""
        self._cached_risk.cache_clear()

    def __repr__(self) -> str:
        site = "yes" if self.site else "no"
        return f"Scorer(model={self.artifact.sha256[:12]!r}, terms={len(self.artifact.terms)}, site={site!r})"

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).copy().items() if name not in ("_cached_risk", "compiled")}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._cached_risk = lru_cache(_CACHED)(self._risk)

    def _risk(self, text: str) -> float:
        return sigmoid(self.risk_log_odds(self._words(text)))

    def score_many(self, texts: Iterable[str], *, n_jobs: int = 1) -> Iterator[Score]:
        """Score messages in order; see `grooming_risk.score_many`."""
        texts = iterable_of(texts)
        if check_whole(n_jobs, "n_jobs") == 1:
            return score_list(self, texts) if isinstance(texts, list | tuple) else score_each(self, texts)
        from grooming_risk.scoring.processes import score_in_processes  # joblib, on use

        return score_in_processes(self, texts, n_jobs)

    def read(self, text: str) -> Reading:
        """Return the reading of a message: all heads, coverage and evidence on demand."""
        return Reading(check_text(text), self.heads)

    def probabilities(self, text: str) -> dict[str, float]:
        """Return the probability in [0, 1] of every head, by name."""
        return self.read(text).probabilities

    def log_odds(self, text: str) -> list[float]:
        """Return the log-odds of every head, in the order of `HEADS`."""
        return self.read(text).log_odds

    def coverage(self, text: str) -> float:
        """Return the share in [0, 1] of the message's words that the model knows."""
        return self.read(text).coverage

    def evidence(self, text: str, patterns: Iterable[str]) -> tuple[Evidence, ...]:
        """Return the evidence for each of some patterns, strongest first."""
        return self.read(text).evidence(patterns)

    def contributions(self, text: str, head: str = RISK) -> Contributions:
        """Return what each word adds to the log-odds of one head.

        `head` is ``"risk"``, a pattern, or ``"disclosure"``. The contributions sum exactly to the log-odds. Of a long
        message only the decisive part appears.
        """
        return self.read(text).contributions(HEADS.index(head))

    def risk_log_odds(self, words: Sequence[str]) -> float:
        """Return the log-odds of risk: the hot path, one addition per term."""
        if not words:
            return EMPTY_LOG_ODDS
        return self.heads.calibrated(self._highest(words), _RISK)


def load_model(
    folder: str | Path | None = None,
    *,
    lexicons: Sequence[str | Path] = (),
    site: str | Path | Site | None = None,
    base_rate: float | None = None,
) -> Scorer:
    """Load a model folder.

    Parameters
    ----------
    folder : path or str, optional
        A folder that training wrote; None takes the shipped model.
    lexicons : sequence of path or str, optional
        Language folders to read besides the model's own; their words count as the concepts they name.
    site : path, str or Site, optional
        Thresholds that `calibrate` set from a site's own traffic; None takes ``site.json`` of the folder where it
        exists, else the model's own.
    base_rate : float in (0, 1), optional
        Share of grooming messages for which ``risk`` is a calibrated probability; None takes that of the site file, or
        else of the model: 1 in 100 for the shipped one. Levels and found patterns stay the same.

    Returns
    -------
    Scorer
        To be passed as ``score(text, model=...)``.

    Raises
    ------
    ArtifactError
        The folder or the site file is incomplete, altered, of another format version, or the site file is for another
        model.
    DataError
        A language folder cannot be read.
    ValueError
        `base_rate` is not in (0, 1).
    TypeError
        A folder or the site is no path.

    Examples
    --------
    >>> load_model().score("nice cat!").level
    'none'
    >>> text = "dont tell your mom about us ok?"
    >>> load_model(base_rate=0.001).score(text).risk < load_model().score(text).risk
    True
    """
    source = resource_folder("models") / "default" if folder is None else check_path(folder, "folder")
    if isinstance(lexicons, str | PathLike):
        raise TypeError("lexicons must be a list of folders, not one; wrap it in a list")
    lexicons = [check_path(lexicon, "a folder of lexicons") for lexicon in lexicons]
    rate = None if base_rate is None else check_number(base_rate, "the base rate")
    with pause_gc():
        artifact = read_artifact(source)
        return Scorer(artifact, lexicons, _site(site, source, artifact.sha256), rate)


def _site(site: str | Path | Site | None, source: str | Path, sha256: str) -> Site | None:
    if site is None and not (Path(source) / SITE_FILE).is_file():
        return None
    from grooming_risk.model.site import site_of  # on use: few models have a site, and a cold start is short

    return site_of(site, Path(source), sha256)


@cache
def default_model() -> Scorer:
    """Return the shipped model, loaded once, however many threads ask for it first."""
    with _LOADING:
        return _shipped_model()


@cache
def _shipped_model() -> Scorer:
    return load_model()


def model_or_default(model: Scorer | None) -> Scorer:
    """Return a loaded model, the shipped one for None; see `checked_model`."""
    return default_model() if model is None else checked_model(model)


def checked_model(model: Scorer) -> Scorer:
    """Return a loaded model; anything else, most often a path, is a TypeError."""
    if not isinstance(model, Scorer):
        raise TypeError(f"model must be what load_model returns, not {type(model).__name__}; write "
                        "model=load_model(folder)")  # fmt: skip
    return model
