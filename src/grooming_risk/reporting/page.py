"""A report on a model as one page that needs no network and runs no script; fit to print. It holds no message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Final

from grooming_risk.conversation.page.page import shown
from grooming_risk.errors import missing_extra
from grooming_risk.evaluation.metric_table import TOO_FEW, FigureTable
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.model.site import Site, Threshold
from grooming_risk.reporting.figures import conversation_plots, message_plots
from grooming_risk.reporting.headline import PLAIN_NAMES, headline
from grooming_risk.scoring.scorer import Scorer

if TYPE_CHECKING:
    from markdown_it.token import Token

_FOLDER: Final = Path(__file__).parent
_STYLES: Final = ("../conversation/page/page.css", "page.css")
_NO_WAY_OUT: Final = ("image", "link", "autolink")
"""Markdown that would point out of the page."""


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
    words = headline(messages, chats, attacks, model.site)
    parts = [
        ("messages", "Single messages", _tables(messages) + message_plots(messages, model)),
        ("conversations", "Conversations", _tables(chats) + conversation_plots(chats, model) if chats else ""),
        ("attacks", "Attempts to hide", _table(_attacks(attacks)) if attacks else ""),
        ("site", "Thresholds of this site", _site(model.site) if model.site else ""),
        ("card", "About the model", _markdown(card)),
        ("datasheet", "About the corpus", _markdown(datasheet)),
    ]
    told = [part for part in parts if part[2]]
    return Template((_FOLDER / "page.html").read_text(encoding="utf-8")).substitute(
        style="\n".join((_FOLDER / name).read_text(encoding="utf-8") for name in _STYLES),
        source=shown(source),
        model=shown(str(model.info.get("corpus_sha256", "unknown"))[:12]),
        **{name: _sentences(sentences) for name, sentences in words._asdict().items()},
        warnings=_warnings(messages.joined(conversations=chats) if chats else messages),
        contents="".join(f'<a href="#{name}">{shown(title)}</a> ' for name, title, _ in told),
        sections="\n".join(_section(*one) for one in told),
    )


def _section(name: str, title: str, body: str) -> str:
    return f'<section id="{name}" aria-labelledby="{name}-title"><h2 id="{name}-title">{title}</h2>\n{body}\n</section>'


def _sentences(sentences: Iterable[str]) -> str:
    return "".join(f"<p>{shown(sentence)}</p>" for sentence in sentences)


def _warnings(result: Evaluation) -> str:
    items = "".join(f"<li>{shown(_capital(warning))}.</li>" for warning in result.warnings())
    return f'<aside class="warning"><h2>Read the figures with care</h2><ul>{items}</ul></aside>' if items else ""


def _tables(result: Evaluation) -> str:
    return "\n".join(_table(table) for table in result.tables())


def _table(table: FigureTable) -> str:
    head = "".join(f'<th scope="col"{_side(number)}>{shown(name)}</th>' for number, name in enumerate(table.header))
    rows = "".join(f"<tr>{''.join(_cell(number, cell) for number, cell in enumerate(row))}</tr>" for row in table.rows)
    note = f'<p class="quiet">{shown(_capital(table.note))}.</p>' if table.note else ""
    return (
        f'<div class="wide"><table><caption>{shown(_capital(table.title))}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}</div>"
    )


def _cell(number: int, cell: str) -> str:
    if number:
        return f'<td class="number">{shown(cell)}</td>'
    return f'<th scope="row">{shown(PLAIN_NAMES.get(cell, cell.replace("_", " ")))}</th>'


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def _side(number: int) -> str:
    return ' class="number"' if number else ""


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


def _site(site: Site) -> str:
    """Return the thresholds of a site as HTML, and how many alerts its own sample lets expect at each."""
    note = f"alerts in a million messages, from a sample of {site.messages:,} messages of the site"
    tables = [_thresholds("thresholds in use", {**site.levels, **site.patterns}, note)]
    if site.conversations:
        note = f"conversations in a million, from a sample of {site.chats:,} conversations of the site"
        tables.append(_thresholds("levels of conversations in use", site.conversations, note))
    return "".join(map(_table, tables))


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
    if not text:
        return ""
    try:
        from markdown_it import MarkdownIt
    except ModuleNotFoundError as error:
        raise missing_extra(error) or error from None
    reader = MarkdownIt("commonmark", {"html": False}).enable("table").disable(_NO_WAY_OUT)
    visible = "".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in text)
    tokens = reader.parse(visible)
    for token in tokens:
        token.tag = _lower_heading(token)
    return f'<div class="document">{reader.renderer.render(tokens, reader.options, {})}</div>'


def _lower_heading(token: Token) -> str:
    return f"h{min(int(token.tag[1:]) + 2, 6)}" if token.type.startswith("heading") else token.tag
