"""A report on a model as one printable page without network, scripts and messages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from grooming_risk.control_characters import visible
from grooming_risk.errors import missing_extra
from grooming_risk.evaluation.metric_table import MetricTable, between, word
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.model.site import Site, Threshold
from grooming_risk.pages.environment import environment
from grooming_risk.reporting.figures import Plot, conversation_plots, message_plots
from grooming_risk.reporting.headline import PLAIN_NAMES, headline
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from jinja2 import Template

_NO_WAY_OUT: Final = ("image", "link", "autolink")  # Markdown that points out of the page


class _Part(NamedTuple):
    """A section of the page."""

    name: str
    title: str
    tables: Sequence[MetricTable] = ()
    plots: Sequence[Plot] = ()
    document: str = ""  # HTML


def render_report(
    messages: Evaluation,
    chats: Evaluation | None = None,
    *,
    model: Scorer,
    source: str,
    attacks: Evaluation | None = None,
    card: str = "",
    datasheet: str = "",
) -> str:
    """Return a report on a model as HTML, the same bytes for the same evaluations and version of matplotlib.

    Parameters
    ----------
    messages, chats, attacks : Evaluation
        Results of `grooming_risk.evaluate`, `evaluate_conversations` and `evaluate_attacks`.
    model : Scorer
        The measured model, with its thresholds.
    source : str
        What it was measured on, in a few words.
    card, datasheet : str, optional
        Model card and datasheet of the corpus, in Markdown.

    Raises
    ------
    ValueError
        An evaluation of messages or conversations has no predictions.
    MissingExtraError
        matplotlib is absent.

    Examples
    --------
    >>> from grooming_risk import evaluate, load_corpus, load_model
    >>> page = render_report(evaluate(load_corpus("validation"), rounds=0), model=load_model(), source="validation")
    >>> page.startswith("<!doctype html>"), "<script" in page
    (True, False)
    """
    parts = [_Part("messages", "Single messages", messages.tables(), list(message_plots(messages, model)))]
    if chats:
        parts.append(_Part("conversations", "Conversations", chats.tables(), list(conversation_plots(chats, model))))
    if attacks:
        parts.append(_Part("attacks", "Attempts to hide", [_attacks(attacks)]))
    if model.site:
        parts.append(_Part("site", "Thresholds of this site", _site(model.site)))
    if card:
        parts.append(_Part("card", "About the model", document=_markdown(card)))
    if datasheet:
        parts.append(_Part("datasheet", "About the corpus", document=_markdown(datasheet)))
    return page_template().render(
        source=source,
        corpus=str(model.info.get("corpus_sha256", "unknown"))[:12],
        headline=headline(messages, chats, attacks, model.site),
        warnings=(messages.joined(conversations=chats) if chats else messages).warnings(),
        parts=parts,
        plain_names=PLAIN_NAMES,
    )


def page_template() -> Template:
    """Return the template of the report with its filters."""
    return environment(capital=_capital).get_template("reporting/page.html")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _attacks(result: Evaluation) -> MetricTable:
    figures = result.figures
    rows = []
    for name, one in figures["attacks"].items():
        interval = between(result.intervals.get(f"attacks.{name}.recall_kept"), 2)
        added = f"{one['false_alarms_added']:+,}" if one["false_alarms_added"] else "0"
        rows.append((name, word(one["recall_kept"]), interval, added))
    note = (
        "recall kept: recall under the attempt, divided by recall without it; above 1 risky messages stand out more. "
        "False alarms added: among "
        f"{figures['harmless']:,} harmless messages written that way. Both at medium or above"
    )
    return MetricTable("what is still found", ("attempt", "recall kept", "95%", "false alarms added"), rows, note)


def _site(site: Site) -> list[MetricTable]:
    """Return the thresholds of a site, with the alerts to expect at each."""
    note = f"alerts in a million messages, from a sample of {site.messages:,} messages of the site"
    tables = [_thresholds("thresholds in use", {**site.levels, **site.patterns}, note)]
    if site.conversations:
        note = f"conversations in a million, from a sample of {site.chats:,} conversations of the site"
        tables.append(_thresholds("levels of conversations in use", site.conversations, note))
    return tables


def _thresholds(title: str, thresholds: Mapping[str, Threshold], note: str) -> MetricTable:
    rows = [
        (
            name,
            f"{one.value:.4f}",
            "by hand" if one.budget is None else f"{one.budget:,.0f}",
            "" if one.expected is None else f"{one.expected:,.0f}",
            "" if one.interval is None else "{:,.0f} to {:,.0f}".format(*one.interval),
        )
        for name, one in thresholds.items()
    ]
    return MetricTable(title, ("name", "from", "budget", "expected", "95%"), rows, note)


def _markdown(text: str) -> str:
    """Return Markdown as HTML with headings below those of the page; HTML in it is shown as text."""
    try:
        from markdown_it import MarkdownIt
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_NO_WAY_OUT)
    tokens = reader.parse(visible(text, kept="\n"))
    for token in tokens:
        if token.type.startswith("heading"):
            token.tag = f"h{min(int(token.tag[1:]) + 2, 6)}"
    return str(reader.renderer.render(tokens, reader.options, {}))
