"""A report on a model as one page that needs no network and runs no script; fit to print. It holds no message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from grooming_risk.control_characters import visible
from grooming_risk.errors import missing_extra
from grooming_risk.evaluation.metric_table import TOO_FEW, FigureTable
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.model.site import Site, Threshold
from grooming_risk.pages.environment import environment
from grooming_risk.reporting.figures import Plot, conversation_plots, message_plots
from grooming_risk.reporting.headline import PLAIN_NAMES, headline
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from jinja2 import Template
    from markdown_it.token import Token

_NO_WAY_OUT: Final = ("image", "link", "autolink")
"""Markdown that would point out of the page."""


class _Part(NamedTuple):
    """A section of the page.

    Attributes
    ----------
    name, title : str
        Its identifier and its heading.
    tables : sequence of FigureTable
        Its tables, which come first.
    plots : sequence of Plot
        Its plots.
    document : str
        HTML of a document.
    """

    name: str
    title: str
    tables: Sequence[FigureTable] = ()
    plots: Sequence[Plot] = ()
    document: str = ""


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
    """Return a report on a model as a page.

    Parameters
    ----------
    messages : Evaluation
        What `grooming_risk.evaluate` returned, with its predictions.
    chats : Evaluation, optional
        What `grooming_risk.evaluate_conversations` returned, with its predictions.
    model : Scorer
        What was measured, with the thresholds it was measured at.
    source : str
        What it was measured on, in a few words.
    attacks : Evaluation, optional
        What `grooming_risk.evaluation.attacks.evaluate_attacks` returned.
    card, datasheet : str, optional
        The card of the model and the datasheet of its corpus, in Markdown.

    Returns
    -------
    str
        HTML. The same evaluations give the same bytes, on one version of matplotlib.

    Raises
    ------
    ValueError
        An evaluation has no predictions.
    MissingExtraError
        matplotlib is absent.

    Examples
    --------
    >>> from grooming_risk import evaluate, load_corpus, load_model
    >>> page = render_report(evaluate(load_corpus("validation"), rounds=0), model=load_model(), source="validation")
    >>> page.startswith("<!doctype html>"), "<script" in page
    (True, False)
    """
    plots = list(message_plots(messages, model))
    parts = [_Part("messages", "Single messages", messages.tables(), plots)]
    if chats:
        plots = list(conversation_plots(chats, model))
        parts.append(_Part("conversations", "Conversations", chats.tables(), plots))
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


def _attacks(result: Evaluation) -> FigureTable:
    figures = result.figures
    rows = [
        (
            name,
            *_with_interval(one["recall_kept"], result.intervals.get(f"attacks.{name}.recall_kept")),
            f"{one['false_alarms_added']:+,}" if one["false_alarms_added"] else "0",
        )
        for name, one in figures["attacks"].items()
    ]
    note = (
        "recall kept: recall under the attempt, divided by recall without it; above 1 risky messages stand out more. "
        "False alarms added: among "
        f"{figures['harmless']:,} harmless messages written that way. Both at medium or above"
    )
    return FigureTable("what is still found", ("attempt", "recall kept", "95%", "false alarms added"), rows, note)


def _with_interval(value: float | None, bounds: tuple[float, float] | None) -> tuple[str, str]:
    between = "" if bounds is None else f"{bounds[0]:.2f} to {bounds[1]:.2f}"
    return (TOO_FEW if value is None else f"{value:.3f}", between)


def _site(site: Site) -> list[FigureTable]:
    """Return the thresholds of a site, and how many alerts its own sample lets expect at each."""
    note = f"alerts in a million messages, from a sample of {site.messages:,} messages of the site"
    tables = [_thresholds("thresholds in use", {**site.levels, **site.patterns}, note)]
    if site.conversations:
        note = f"conversations in a million, from a sample of {site.chats:,} conversations of the site"
        tables.append(_thresholds("levels of conversations in use", site.conversations, note))
    return tables


def _thresholds(title: str, thresholds: Mapping[str, Threshold], note: str) -> FigureTable:
    rows = []
    for name, one in thresholds.items():
        low, high = one.interval or (None, None)
        rows.append((
            name,
            f"{one.value:.4f}",
            "by hand" if one.budget is None else f"{one.budget:,.0f}",
            "" if one.expected is None else f"{one.expected:,.0f}",
            "" if low is None else f"{low:,.0f} to {high:,.0f}",
        ))  # fmt: skip
    return FigureTable(title, ("name", "from", "budget", "expected", "95%"), rows, note)


def _markdown(text: str) -> str:
    """Return Markdown as HTML that stands below the headings of the page; HTML in it is shown, not obeyed."""
    try:
        from markdown_it import MarkdownIt
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_NO_WAY_OUT)
    tokens = reader.parse(visible(text, kept="\n"))
    for token in tokens:
        token.tag = _lower_heading(token)
    return str(reader.renderer.render(tokens, reader.options, {}))


def _lower_heading(token: Token) -> str:
    return f"h{min(int(token.tag[1:]) + 2, 6)}" if token.type.startswith("heading") else token.tag
