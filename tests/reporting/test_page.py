"""The report: one page without network access, scripts or quotes, with equal bytes each time."""

import re
from base64 import b64decode
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from markupsafe import escape

from grooming_risk import evaluate, evaluate_conversations, load_conversations, load_corpus, load_model
from grooming_risk.evaluation.result import Evaluation
from grooming_risk.labels import PATTERNS
from grooming_risk.model.site import Site, Threshold
from grooming_risk.reporting.headline import PLAIN_NAMES, headline, hundredths, round_number
from grooming_risk.reporting.page import _site, render_report
from grooming_risk.scoring.scorer import Scorer
from support.cli import run

HOSTILE = "中 <script>alert('x')</script><img src=http://x.example/y onerror=alert(1)> $\\frac{1$ \u202e & \x00 \"q\""
MARKDOWN = f"""# Card {HOSTILE}

| a | b |
| --- | --- |
| 1 | <b>2</b> |

![picture](http://x.example/p.png) [link](javascript:alert(1)) <http://x.example> {HOSTILE}

## Purpose

To test.
"""
VOID = {"meta", "img", "br", "hr", "link", "input"}
SITE = Site(
    "0" * 64,
    {"low": Threshold(0.5), "medium": Threshold(0.8, 500.0, 482.0, (301.0, 712.0), 49), "high": Threshold(0.9)},
    dict.fromkeys(PATTERNS, Threshold(0.7)),
    messages=100_000,
    texts=80_000,
)
ATTACKS = Evaluation(
    {"harmless": 4000, "attacks": {
        "leet": {"recall_kept": 0.9, "false_alarms_added": 12}, HOSTILE: {"recall_kept": 0.4, "false_alarms_added": -3},
        "none": {"recall_kept": None, "false_alarms_added": 0},
    }},
    {"attacks.leet.recall_kept": (0.8, 0.95)},
)  # fmt: skip


class Structure(HTMLParser):
    """Strict parser: every tag is closed in order."""

    def __init__(self, page):
        super().__init__()
        self.open, self.tags, self.attributes, self.headings, self.ids = [], [], [], [], []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.ids += [value for name, value in attrs if name == "id"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def model():
    return Scorer(load_model().artifact, site=SITE)


@pytest.fixture(scope="module")
def messages(model):
    frame = load_corpus("held_out").iloc[::4]
    frame = frame.assign(register=frame["register"].where(frame["register"] != "sms", HOSTILE))
    return evaluate(frame, model=model, rounds=10)


@pytest.fixture(scope="module")
def chats(model):
    frame = load_conversations("validation")
    some = frame[frame["conversation"].isin(frame["conversation"].unique()[:30])]
    return evaluate_conversations(some, model=model, rounds=10)


def rendered(messages, chats, model):
    return render_report(
        messages, chats, model=model, source=HOSTILE, attacks=ATTACKS, card=MARKDOWN, datasheet=MARKDOWN
    )


@pytest.fixture(scope="module")
def page(messages, chats, model):
    return rendered(messages, chats, model)


@pytest.fixture(scope="module")
def structure(page):
    return Structure(page)


def test_levels_of_conversations_of_a_site_have_their_own_table():
    levels = {"low": Threshold(0.1), "medium": Threshold(0.2, 52_500.0, 48_000.0, (30_100.0, 71_200.0), 15)}
    sited = SITE.with_conversations({**levels, "high": Threshold(0.3)}, 308)
    messages, conversations = _site(sited)

    assert _site(SITE) == [messages]
    assert "52,500" not in str(messages)
    assert "308 conversations of the site" in conversations.note
    assert "30,100 to 71,200" in str(conversations.rows)


def test_page_is_well_formed(structure):
    assert structure.headings[0] == 1
    assert structure.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(structure.headings, structure.headings[1:], strict=False))
    assert len(structure.ids) == len(set(structure.ids))
    targets = [value for tag, name, value in structure.attributes if (tag, name) == ("a", "href")]
    assert {value.removeprefix("#") for value in targets} <= set(structure.ids)
    assert set(targets) == {"#messages", "#conversations", "#attacks", "#site", "#card", "#datasheet"}


def test_page_loads_nothing_and_runs_nothing(structure):
    assert not {"script", "link", "iframe", "object", "embed", "base", "form"} & set(structure.tags)
    assert not any("http" in value or "javascript:" in value for _, _, value in structure.attributes)
    assert not any(name.startswith("on") for _, name, _ in structure.attributes)
    policy = [value for tag, name, value in structure.attributes if (tag, name) == ("meta", "content")]
    assert any(value.startswith("default-src 'none'; img-src data:") for value in policy)


def test_every_plot_is_an_inline_drawing(structure):
    sources = [value for tag, name, value in structure.attributes if (tag, name) == ("img", "src")]
    drawings = [b64decode(value.removeprefix("data:image/svg+xml;base64,")).decode() for value in sources]

    assert len(drawings) == 8
    for drawing in drawings:
        assert "<svg" in drawing
        assert "<script" not in drawing
        assert not re.findall(r'href="(?!#)', drawing)
    words = [value for tag, name, value in structure.attributes if (tag, name) == ("img", "alt")]
    assert all(value.startswith("Plot: ") for value in words)


def test_hostile_strings_are_shown_as_text(page):
    assert "<script" not in page
    assert "<b>2" not in page
    assert "\u202e" not in page
    assert "\x00" not in page
    shown = escape("中 <script>alert('x')</script>")
    assert page.count(shown) >= 3  # source, register, attack
    assert "&lt;b&gt;2&lt;/b&gt;" in page  # Markdown escapes by itself


def test_no_message_is_quoted(page):
    texts = [*load_corpus("held_out")["text"], *load_conversations("validation")["text"]]
    long = [text for text in texts if len(text) > 12]

    assert len(long) > 1000
    words = re.sub(r'base64,[^"]*', "", page)
    assert [text for text in long if text in words or escape(text) in words] == []


def test_same_evaluations_give_the_same_bytes(page, messages, chats, model):
    assert rendered(messages, chats, model) == page


def test_the_users_rcparams_change_nothing(page, messages, chats, model):
    import matplotlib

    with matplotlib.rc_context({"lines.linewidth": 9, "font.size": 30, "svg.fonttype": "none"}):
        assert rendered(messages, chats, model) == page
        assert matplotlib.rcParams["font.size"] == 30


def test_parts_that_were_not_measured_are_left_out(messages, model):
    page = render_report(messages, model=model, source="a file")

    assert '<section id="messages"' in page
    for name in ("conversations", "attacks", "card", "datasheet"):
        assert f'id="{name}"' not in page
    Structure(page)


def test_attempts_to_hide_have_their_intervals(page):
    rows = re.findall(r"<tr>.*?</tr>", page[page.index('<section id="attacks"') : page.index('<section id="site"')])

    assert ">0.900<" in rows[1]
    assert ">0.80 to 0.95<" in rows[1]
    assert ">+12<" in rows[1]
    assert ">-3<" in rows[2]
    assert ">too few<" in rows[3]


def test_thresholds_of_the_site_have_their_alerts(page):
    rows = re.findall(r"<tr>.*?</tr>", page[page.index('<section id="site"') :])

    assert [re.sub("<.*?>", "|", row) for row in rows][2].split("||")[1:6] == [
        "medium",
        "0.8000",
        "500",
        "482",
        "301 to 712",
    ]
    assert "by hand" in rows[1]


def test_report_without_predictions_is_refused(messages, model):
    with pytest.raises(ValueError, match="no predictions"):
        render_report(Evaluation.from_dict(messages.to_dict()), model=model, source="a file")


@pytest.mark.parametrize("kind", ["grooming", "everyday"])
def test_messages_of_one_kind_still_make_a_page(kind, model):
    frame = load_corpus("held_out")
    page = render_report(evaluate(frame[frame["kind"] == kind], model=model, rounds=0), model=model, source="a file")

    assert ("What it finds" in page, "<figure>" in page) == (True, True)
    Structure(page)


def test_headline_is_computed(messages, chats):
    words = headline(messages, chats, ATTACKS)
    levels = messages.figures["levels"]

    assert f"it finds {hundredths(levels['medium']['recall'])} (" in words.finds[0]
    assert f"alarms {hundredths(chats.figures['medium']['recall'])} " in words.finds[1]
    assert words.misses[0].startswith(f"{hundredths(1 - levels['medium']['recall'])} of 100")
    assert "40 are still found" in words.misses[-1]
    assert headline(messages, site=SITE).costs[1:] == words.costs[:2]
    assert (
        "expect about 480 alerts at medium or above (300 to 710), from its own sample of 100,000"
        in headline(messages, site=SITE).costs[0]
    )
    assert f"about {round_number(levels['medium']['alerts_per_million'])} alerts" in words.costs[0]
    assert f"{messages.figures['harmless']['n']:,} harmless messages" in words.costs[1]


def test_headline_names_weak_patterns_and_slices():
    strong, weak = {"recall": 0.9, "support": 50}, {"recall": 0.2, "support": 50}
    rare = {"recall": 0.0, "support": 3}
    level = {"recall": 0.8, "alerts_per_million": 0.0}
    slices = {"register": {"dm": {"recall": 0.9, "grooming": 50}, "game_lobby": {"recall": 0.3, "grooming": 50},
                           "sms": {"recall": 0.0, "grooming": 2}}}  # fmt: skip
    result = Evaluation({
        "levels": {"medium": level, "high": level}, "slices": slices, "harmless": {"n": 10, "source": "mine"},
        "patterns": {"secrecy": strong, "coercion": weak, "isolation": strong, "job_lure": strong, "gift_offer": rare},
    })  # fmt: skip
    words = headline(result)

    assert words.misses[1] == (
        "Patterns found least often: coercion (20 of 100), isolation (90 of 100), job lure (90 of 100)."
    )
    assert words.misses[2] == "Found less often than the average: register game lobby (30 of 100)."
    assert "none of them at high" in words.costs[0]


def test_headline_names_missing_measurements():
    nothing = {"recall": None, "alerts_per_million": None}
    result = Evaluation({
        "levels": {"medium": nothing, "high": nothing}, "slices": {}, "patterns": {},
        "harmless": {"n": 0, "source": ""},
    })  # fmt: skip
    words = headline(result)

    assert words.finds == ("No message is risky, so recall was not measured.",)
    assert words.misses == ()
    assert words.costs == ("No message is harmless, so false alarms were not measured.",)


def test_every_plain_name_belongs_to_a_figure(messages, chats):
    cells = {row[0] for result in (messages, chats) for table in result.tables() for row in table.rows}

    assert set(PLAIN_NAMES) <= cells


@pytest.fixture
def measured(monkeypatch):
    """What the command measures on: the table and the harmless messages of each evaluation; few conversations."""
    seen = []

    def spied(frame, **options):
        seen.append((frame["kind"].tolist(), list(options["benign_texts"])))
        return evaluate(frame, **(options | {"benign_texts": options["benign_texts"][:100], "rounds": 2}))

    chats = load_conversations("held_out")
    some = chats[chats["conversation"].isin(chats["conversation"].unique()[:20])]
    monkeypatch.setattr("grooming_risk.evaluation.messages.evaluate", spied)
    monkeypatch.setattr("grooming_risk.corpus.load.load_conversations", lambda split: some)
    return seen


def test_command_measures_on_messages_of_ones_own(tmp_path, measured):
    own, calm, out = tmp_path / "own.csv", tmp_path / "calm.csv", tmp_path / "report.html"
    own.write_text("message,risky\nour secret ok?,1\ngg wp,0\n", encoding="utf-8")
    calm.write_text("message\nnice game\n", encoding="utf-8")
    options = ("--data", own, "--label", "risky", "--column", "message", "--no-attacks", "-o", out)
    run("report", *options)
    alone = out.read_text(encoding="utf-8")
    run("report", *options, "--benign", calm)
    both = out.read_text(encoding="utf-8")

    assert measured == [(["grooming", "everyday"], []), (["grooming", "everyday"], ["nice game"])]
    assert "own.csv" in alone
    assert "messages of calm.csv" in both
    assert "calm.csv" not in alone


def test_command_measures_on_the_shipped_split(tmp_path, measured):
    run("report", "--no-attacks", "-o", tmp_path / "report.html")
    ((kinds, benign),) = measured

    assert kinds == load_corpus("held_out")["kind"].tolist()
    assert len(benign) > 1000


@pytest.mark.full
@pytest.mark.slow
def test_command_writes_the_page_of_the_shipped_model(tmp_path):
    site, out = tmp_path / "site.json", tmp_path / "report.html"
    replace(SITE, model=load_model().artifact.sha256).save(site)
    run("report", "-o", out, "--no-attacks", "--site", site)
    page = out.read_text(encoding="utf-8")

    Structure(page)
    for words in (
        "from its own sample of 100,000",
        "Model card",
        "Datasheet",
        "Of a million harmless messages, expect about",
    ):
        assert words in page
