"""A conversation, message by message: who carries a risk, since when, and why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Final
from uuid import UUID

from grooming_risk.conversation.author import Author, Mark, is_mark, least_needed, with_mark, with_message
from grooming_risk.conversation.author_names import read_author
from grooming_risk.conversation.copies import remembered
from grooming_risk.conversation.joining import kept
from grooming_risk.conversation.own_words import Bounds, Heard, OwnWords, own_words
from grooming_risk.conversation.portable import Portable
from grooming_risk.conversation.quotes import Place
from grooming_risk.conversation.reader import Reader
from grooming_risk.conversation.roles import check_role, checked_roles, with_role
from grooming_risk.conversation.state.conversation_state import Alert, AuthorName, AuthorState, ConversationState
from grooming_risk.conversation.state.fields import StateFields
from grooming_risk.conversation.state.serialization import dump_state, load_state
from grooming_risk.conversation.timestamps import SECONDS, Moment, Time, are_days, check_unit, read_moment
from grooming_risk.errors import StateError
from grooming_risk.labels import ALERT_FROM, LEVELS, PATTERNS
from grooming_risk.model.logistic import EMPTY_LOG_ODDS, sigmoid
from grooming_risk.model.logistic import log_odds as log_odds_of
from grooming_risk.scoring.scorer import Scorer, model_or_default
from grooming_risk.validation import check_text, check_whole

MAX_AUTHORS: Final = 256
"""Default number of authors kept at once."""

_SPANS: Final = 3
_DIGITS: Final = 3  # of the log-odds of a pattern, to save memory


class Conversation(Portable):
    """Watches a conversation from its first message on, with bounded work and memory for each.

    Parameters
    ----------
    model : Scorer, optional
        What `load_model` returned; None takes the shipped model.
    roles : mapping of author to role, optional
        What the site knows: ``"minor"``, ``"adult"``, ``"unknown"``, or ``"guardian"`` and ``"staff"`` for verified
        adults. A role shifts the log-odds of risk by at most 1.5; absent roles change nothing.
    max_authors : int, default=256
        Authors kept at once. One more drops the author without evidence who has been silent longest; where all have
        evidence, the one with the lowest risk. Dropped authors are counted.
    keep_text : bool, default=False
        Whether to keep the messages, for quotes in evidence and for the notebook view. They grow without bound;
        `to_bytes` leaves them out.
    observe_only : bool, optional
        Whether to raise no alerts. Risks and levels stay the same, and nobody counts as alerted: once this is off, the
        next message of an author at such a level raises the alert. None takes the model's site file, else False.
        May be set at any time.
    time_unit : {"seconds", "milliseconds", "microseconds", "days"}, default="seconds"
        Unit of times that are numbers. `to_bytes` keeps neither this nor `observe_only`.

    Raises
    ------
    ValueError
        An unknown role or unit of time, or `max_authors` is no whole number of 2 or more.
    TypeError
        `model` is no loaded model, or `roles` no mapping.

    Notes
    -----
    Quotes do not count for the author who quotes: five words in a row that another author wrote before in a message
    that stood out, and what a message marks as a quote (``>``, ``[quote]``, ``<blockquote>``, ``<mx-reply>``, ``On ..
    wrote:`` and others). A mark alone hides nothing: three marked words or more that no other author wrote before
    count as the author's own if they are risky, and fewer do where no other author has stood out. One byte, which many
    words share, is kept of each of an author's last words in such messages.

    A message that asks for help counts by what it says besides. Copies of a conversation are equal to it; its pickle is
    its `to_bytes` and settings, without texts, for the shipped model alone.

    A site file can set the levels of conversations, and from which probability a message asks for help; its thresholds
    for the risk and the patterns of single messages do not change them.

    Examples
    --------
    >>> chat = Conversation()
    >>> state = chat.add("gg, same team tomorrow?", author="a", at=0.0)
    >>> state.level, state.authors["a"].messages, state.timeline
    ('none', 1, ())
    """

    def __init__(
        self,
        *,
        model: Scorer | None = None,
        roles: Mapping[AuthorName, str] | None = None,
        max_authors: int = MAX_AUTHORS,
        keep_text: bool = False,
        observe_only: bool | None = None,
        time_unit: str = SECONDS,
    ) -> None:
        scorer = model_or_default(model)
        self._reader = _reader(scorer)
        self._rule = scorer.conversation_rule
        thresholds = scorer.artifact.thresholds  # a site's thresholds of patterns are for single messages
        self._seen = [log_odds_of(thresholds["patterns"][name]) for name in PATTERNS]
        self._asks = log_odds_of(scorer.disclosure_threshold)
        self._roles = checked_roles({} if roles is None else roles)
        self._time_unit = check_unit(time_unit)
        self._max_authors = check_whole(max_authors, "max_authors", 2)
        self.observe_only = bool(scorer.site and scorer.site.observe_only) if observe_only is None else observe_only
        self.texts: list[str] | None = [] if keep_text else None
        self._count = self._dropped = 0
        self._clock: str | None = None
        self._last_at: float | None = None
        self._authors: dict[AuthorName, Author] = {}  # latest speaker last; replaced by a copy, never changed

    def add(
        self, text: str, *, author: AuthorName | UUID, at: Time = None, role: str | None = None
    ) -> ConversationState:
        """Add the next message.

        Parameters
        ----------
        text : str
            The message.
        author : str, int or UUID
            Who sent it; at most 256 characters. A UUID counts as its text, a NumPy integer as its int.
        at : float, datetime or None
            A number in `time_unit`, of which only differences count, or an aware datetime. A message earlier than the
            one before is accepted, and flagged.
        role : str, optional
            Role of `author` from this message on, as in `roles`; None changes nothing. Beyond twice `max_authors`
            roles, the oldest role of a dropped author is dropped too.

        Returns
        -------
        ConversationState
            The state after this message; later messages do not change it.

        Raises
        ------
        TypeError
            `text`, `author` or `at` has another type.
        ValueError
            A name is too long; a role is unknown; a datetime has no time zone; a number is not finite, or not in
            seconds (milliseconds, days of a spreadsheet); one conversation mixes numbers and datetimes. The
            conversation stays unchanged.
        """
        check_text(text)
        name, moment, told = read_author(author), read_moment(at, self._time_unit), check_role(role)
        if moment.clock and self._clock and moment.clock != self._clock:
            raise ValueError(f"at: this conversation counts time as {self._clock}; give no {moment.clock} in between")
        if self._time_unit == SECONDS == moment.clock and moment.at and are_days(self._last_at, moment.at):
            raise ValueError("at: these look like a spreadsheet's days, not seconds; give the time unit days")
        if told and told != self._roles.get(name):
            most = max(2 * self._max_authors, len(self._roles))
            self._roles = with_role(self._roles, name, told, self._authors, most)
        return self._hear(text, name, moment)

    @property
    def state(self) -> ConversationState | None:
        """The state after the last message, without alerts; None before the first."""
        return self._state(next(reversed(self._authors)), (), False) if self._authors else None

    def to_bytes(self) -> bytes:
        """Return the state as bytes without text: versioned, with a checksum, about 1 KiB for each author at most."""
        fields = StateFields(self._roles, self._max_authors, self._count, self._dropped, self._clock, self._last_at)
        return dump_state(fields, self._authors, self._reader)

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        *,
        model: Scorer | None = None,
        observe_only: bool | None = None,
        time_unit: str = SECONDS,
    ) -> Conversation:
        """Return the conversation whose state `to_bytes` returned; it continues where it stopped.

        Parameters
        ----------
        data : bytes
            The state.
        model, observe_only, time_unit : Scorer, bool and str, optional
            As for `Conversation`, with the model that made the state.

        Raises
        ------
        StateError
            The bytes are cut or altered, of another version, or from another model.
        """
        unit = check_unit(time_unit)
        fields, authors = load_state(data, _reader(model_or_default(model)))
        try:
            for name in authors:
                read_author(name)
            roles, most = fields.roles, fields.max_authors
            chat = cls(model=model, roles=roles, max_authors=most, observe_only=observe_only, time_unit=unit)
        except (TypeError, ValueError) as error:
            raise StateError(f"cannot be read ({type(error).__name__}); begin the conversation anew") from None
        chat._count, chat._dropped, chat._authors = fields.heard, fields.dropped, authors
        chat._clock, chat._last_at = fields.clock, fields.last_at
        return chat

    def __repr__(self) -> str:
        risk = sigmoid(max((record.log_odds for record in self._authors.values()), default=EMPTY_LOG_ODDS))
        return (f"Conversation(messages={self._count}, authors={len(self._authors)}, risk={risk:.4f}, "
                f"level={self._rule.level(risk)!r})")  # fmt: skip

    def _repr_html_(self) -> str:
        from grooming_risk.conversation.page.page import render_fragment

        return render_fragment(self.state)

    def _hear(self, text: str, name: AuthorName, moment: Moment) -> ConversationState:
        record = self._authors.get(name) or Author(log_odds=self._rule.intercept + self._shift(name))
        heard = Heard(text, self._count, moment.at)
        others = partial(self._said_by_others, name)
        own = own_words(self._reader, heard, record.tail, others, Bounds(self._rule.stands_out, self._asks))
        after = self._weighed(record, own, name, moment.at)
        after, alerts = self._alerted(name, after, moment.at)
        backwards = moment.at is not None and self._last_at is not None and moment.at < self._last_at
        self._keep(name, after, moment)
        if self.texts is not None:
            self.texts.append(text)
        return self._state(name, alerts, backwards, own.quotes)

    def _said_by_others(self, name: AuthorName) -> list[bytes]:
        return [other.said for key, other in self._authors.items() if key != name and other.said]

    def _weighed(self, record: Author, own: OwnWords, name: AuthorName, at: float | None) -> Author:
        """Return the record after the message."""
        risky = self._rule.stands_out(own.risk)
        only_asks = own.asks and not risky
        gain = 0.0 if only_asks else self._rule.gain(own.risk)
        current = record.current if only_asks else self._rule.after(record.current, record.highest, gain)
        after = with_message(record, kept(record.tail, own.part), current, gain, own.disclosure)
        after = after._replace(helped=record.helped or own.asks, eased=record.eased or only_asks)
        if after.highest != record.highest or after.eased != record.eased or self._roles:
            log_odds = self._rule.log_odds(after.highest, eased=after.eased) + self._shift(name)
            after = after._replace(log_odds=log_odds, step=log_odds - record.log_odds)
        if own.asks or risky:
            after = after._replace(said=remembered(self._reader.tokenizer, own.text, record.said))
        if not risky:
            return after
        patterns = self._reader.joined_patterns(own.parts) if own.parts else self._reader.patterns(own.weighed)
        patterns = tuple(round(value, _DIGITS) for value in patterns)
        after = after._replace(peaks=tuple(map(max, after.peaks, patterns)))
        return self._with_marks(after, patterns, at, None if own.parts else own.weighed)

    def _shift(self, name: AuthorName) -> float:
        if not self._roles:
            return 0.0
        others = [self._roles.get(key, "unknown") for key in {*self._authors, *self._roles} if key != name]
        return self._rule.role_shift(self._roles.get(name, "unknown"), others)

    def _with_marks(self, record: Author, patterns: tuple[float, ...], at: float | None, text: str | None) -> Author:
        """Return the record with marks for patterns at their thresholds; joined messages have no text."""
        for number, log_odds in enumerate(patterns):
            if is_mark(record, number, log_odds, self._seen[number]):
                spans = () if text is None else self._reader.spans(text, number, _SPANS)
                record = with_mark(record, Mark(number, self._count, at, log_odds, round(record.step, _DIGITS), spans))
        return record

    def _alerted(self, name: AuthorName, record: Author, at: float | None) -> tuple[Author, tuple[Alert, ...]]:
        """Return the record and its new alerts, a request for help first."""
        helps = record.helped and not record.help_told
        level = LEVELS.index(self._rule.level(sigmoid(record.log_odds)))
        rises = level >= ALERT_FROM and level > record.alerted
        if self.observe_only or not (helps or rises):
            return record, ()
        speaker = AuthorState(record, self._rule)
        kinds = [kind for kind, raised in (("help", helps), ("risk", rises)) if raised]
        alerts = tuple(Alert(self._count, at, name, speaker.level, speaker.risk, speaker.found, kind) for kind in kinds)
        return record._replace(alerted=max(record.alerted, level * rises), help_told=record.helped), alerts

    def _keep(self, name: AuthorName, record: Author, moment: Moment) -> None:
        authors = self._authors.copy()
        authors.pop(name, None)
        if len(authors) >= self._max_authors:
            del authors[least_needed(authors)]
            self._dropped += 1
        authors[name] = record
        self._authors = authors
        self._count += 1
        self._clock = self._clock or moment.clock
        self._last_at = self._last_at if moment.at is None else moment.at

    def _state(
        self, name: AuthorName, alerts: tuple[Alert, ...], backwards: bool, quotes: tuple[Place, ...] = ()
    ) -> ConversationState:
        risk = sigmoid(max([record.log_odds for record in self._authors.values()]))
        return ConversationState(risk, self._rule.level(risk), self._count - 1, name, alerts, backwards, self._dropped,
                                 quotes, self._authors, self._rule, self.texts, self._last_at)  # fmt: skip


_reader: Final = lru_cache(maxsize=8)(Reader)
