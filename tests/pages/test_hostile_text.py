"""Hostile text in every field of every page: it adds no element and no attribute, and no control character is left."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from grooming_risk import Conversation
from grooming_risk.conversation.page.page import Shown, render_fragment, render_page
from grooming_risk.evaluation.html import render_fragment as evaluation_fragment
from grooming_risk.evaluation.metric_table import MetricTable
from grooming_risk.fact_sheet.counts import HeatMap, Part, PatternFact, Share, TrendPoint
from grooming_risk.fact_sheet.sheet import FactSheet
from grooming_risk.guidance.helplines import Helpline
from grooming_risk.labels import HEADS
from grooming_risk.pages.environment import environment
from grooming_risk.reporting.figures import Plot
from grooming_risk.reporting.headline import Headline
from grooming_risk.reporting.page import _Part, page_template
from grooming_risk.scoring.evidence import Evidence
from grooming_risk.scoring.result import Score
from grooming_risk.scoring.scorer import default_model
from grooming_risk.service.docs_page import docs_page
from support.hostile import HOSTILE, Structure

CALM = "x" * len(HOSTILE)
LEVELS = {"low": 0.1, "medium": 0.5, "high": 0.9}
SAID = ("our secret ok, dont tell your mom", "gg wp", "send me a pic of you on snap", "i am scared, what do i do")


def conversation_of(text, keep_text=False):
    chat = Conversation(keep_text=keep_text)
    states = [chat.add(said, author=f"{text}{number % 3}") for number, said in enumerate(SAID * 3)]
    if keep_text:
        chat.texts[:] = [text] * len(chat.texts)
    return chat, states


def conversation_page(text):
    evidence = (Evidence(0, 9, text[:9], "secrecy", 2.0), Evidence(5, 40, text[5:40], "isolation", 1.0))
    at = datetime(2026, 3, 1, tzinfo=UTC)
    shown = [
        Shown(text, (at, 60.0, None)[number % 3], evidence, state, asks=number % 4 == 3, sure=bool(number % 2))
        for number, state in enumerate(conversation_of(text)[1])
    ]
    harmless = [Shown(text, 60.0, (), shown[1].state) for _ in range(20)]
    return render_page(text, [*shown, *harmless, shown[-1]], LEVELS)


def notebook_conversation(text):
    return render_fragment(conversation_of(text, keep_text=True)[0].state)


def notebook_score(text):
    found = Score(default_model(), text * 2, 0.9, "high", dict.fromkeys(HEADS, 0.9))
    starts = range(len(text), len(text) + 60, 10)  # the first half stays whole
    found._evidence = tuple(Evidence(at, at + 5, (text * 2)[at : at + 5], "secrecy", 2.0) for at in starts)
    return found._repr_html_()


def table_of(text):
    return MetricTable(text, (text, text), [(text, text), (text, text)], text)


def notebook_evaluation(text):
    return evaluation_fragment([table_of(text), table_of(text)], [text, text])


def report(text):
    parts = [_Part(text, text, [table_of(text)], [Plot(text, text, text)])]
    sentences = Headline((text,), (text,), (text,))
    return page_template().render(
        source=text, corpus=text, headline=sentences, warnings=[text], parts=parts, plain_names={}
    )


def sheet_of(text):
    share = Share(10, 40, 0.25, 0.142, 0.402)
    parts = (Part(text, 3), Part(text, None))
    points = (TrendPoint("2026-01", 10, share), TrendPoint("2026-02", None, None), TrendPoint("2026-03", 9, share))
    return FactSheet(
        title=text, unit=text, level=text, span=text, total=40, flagged=10, rate=share, high=share,
        patterns=(PatternFact("secrecy", share, 3), PatternFact("isolation", None, None)), asks=parts,
        hours=HeatMap(6, ((5, None, 10, 80),) * 7), trend=points, disclosures=5, told=share, told_after=parts,
        notes=(text,), helplines=(Helpline(text, text), Helpline(text, text)),
    )  # fmt: skip


def fact_sheet(text):
    return sheet_of(text).to_html()


def fact_sheet_of_reasons(text):
    return replace(
        sheet_of(text), patterns=text, asks=text, hours=text, trend=text, disclosures=text, helplines=()
    ).to_html()


def service_page(text):
    schema = {"$ref": "#/components/schemas/One"}
    one = {
        "description": text, "required": [text], "examples": [{text: text}],
        "properties": {text: {"type": text, "description": text}, "b": {"anyOf": [schema, {"$ref": "#/" + CALM}]}},
    }  # fmt: skip
    content = {"application/json": {"schema": schema}}
    operation = {
        "description": text, "parameters": [{"name": text, "description": text}], "requestBody": {"content": content},
        "responses": {"200": {"description": text, "content": content}, text: {"description": text}},
    }  # fmt: skip
    return docs_page({
        "info": {"title": text, "version": text, "description": text},
        "paths": {text: {"get": operation, "post": operation}},
        "components": {"schemas": {"One": one}},
    })  # fmt: skip


PAGES = (conversation_page, notebook_conversation, notebook_score, notebook_evaluation, report, fact_sheet,
         fact_sheet_of_reasons, service_page)  # fmt: skip


@pytest.mark.parametrize("page_of", PAGES)
def test_hostile_text_changes_no_element_and_no_attribute(page_of):
    hostile, calm = Structure(page_of(HOSTILE)), Structure(page_of(CALM))

    assert hostile.elements == calm.elements
    assert len(calm.elements) > 20


@pytest.mark.parametrize("page_of", PAGES)
def test_no_control_character_is_left_and_nothing_is_hidden(page_of):
    page = page_of(HOSTILE)

    assert not {sign for sign in page if not sign.isprintable()} - {"\n", "\t"}
    assert any("<script>alert(1)</script>" in word for word in Structure(page).words)
    assert any("{{ 7 * 7 }}" in word for word in Structure(page).words)


def test_a_name_without_a_value_is_an_error():
    from jinja2 import UndefinedError

    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()
