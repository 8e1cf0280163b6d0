"""The benchmarks: competitors give numbers, a missing one is named, pages and tables hold what was measured."""

import re
import time
from pathlib import Path

import bulk_rate
import file_speed
import numpy as np
import pandas as pd
import pytest
import reach
import scale_plan
import service_speed
from click import ClickException
from cold import CONVERSATION, cold_seconds, resident
from compare_field import measured
from competitors import FIELD, SPEED, Competitor, Missing, compiled, gather, keywords, subwords, words
from competitors.same_model import calibrated_chain, folded_chain
from conversation_rate import real_chats
from dask_rate import Overheads, Run, fitted, worst_error
from dask_rate import measured as measured_on_dask
from field_page import Row, cells, headers, markdown_page, markdown_table, terminal_table
from hot_path_profile import by_length, profile
from hypothesis import given, settings
from hypothesis import strategies as st
from isolated import isolated
from message_speed import SCORE, Sizes, conversation_table, list_table, single_tables
from quality import HARMLESS, RATES, figures, held_out_messages, with_harmless
from reach import Goal
from rich.console import Console
from sights import AGAIN, COLD, FIRST, Sights, sights
from speed_run import Found, page
from speed_table import SpeedTable, duration
from store_rate import rates
from texts import Input, harmless_messages, inputs, of_length, repeated

from grooming_risk import load_corpus, score
from grooming_risk.scoring.scorer import default_model

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def sample(small_corpus):
    """A few training messages of every kind."""
    return small_corpus.iloc[::15].reset_index(drop=True)


@pytest.fixture(scope="module")
def field(sample, tmp_path_factory):
    def nobody(corpus, folder):
        raise ModuleNotFoundError("No module named 'nobody'", name="nobody")

    makers = {
        "grooming_risk": FIELD["grooming_risk"],
        "words": words.make,
        "keyword list": keywords.make,
        "nobody": nobody,
    }
    return gather(makers, sample, tmp_path_factory.mktemp("field"))


@pytest.fixture(scope="module")
def tables(field):
    frame = held_out_messages()
    few = pd.concat([frame[frame["kind"] != HARMLESS], frame[frame["kind"] == HARMLESS].iloc[:310]])
    return measured(field, {"Held out": few.reset_index(drop=True)})


def test_the_keyword_list_counts_whole_words_without_case_and_apostrophes(sample, tmp_path):
    hits = keywords.make(sample, tmp_path).one

    assert hits("DON'T tell your mom, our Secret") == 3
    assert hits("a secretary met the selfiestick") == 0
    assert hits("a gift card") == hits("a gift") == 1


def test_plain_tfidf_learns_from_the_messages_it_is_given(field, sample):
    plain = field[1]

    assert plain.one("our secret, dont tell your mom") > plain.one("what page is the homework on?")
    assert f"{len(sample):,}" in plain.trained_on


def test_one_and_many_agree(field):
    texts = ["gg wp", "send me a pic", "", "what page?"]
    for competitor in field[1:3]:
        np.testing.assert_allclose(competitor.many(texts), [competitor.one(text) for text in texts])


def test_a_missing_package_is_named_and_leaves_the_others(field, tables):
    (rows,) = tables.values()
    page = markdown_table(rows)

    assert field[3] == Missing("nobody", "nobody")
    assert "| nobody | not installed (nobody) |" in page
    assert len({row.count("|") for row in page.splitlines()}) == 1


def test_the_page_holds_the_numbers_that_were_measured(tables):
    ((title, rows),) = tables.items()
    page = markdown_page(tables, "the command")
    frame = held_out_messages()
    risk = np.array([score(text).risk for text in frame["text"]])

    assert f"## {title}" in page
    assert "the command" in page
    assert "$" not in page
    for row in rows[:3]:
        assert f"| {' | '.join(cells(row))} |" in page
        assert f"| {row.figures['auc']:.3f} (" in page
    assert rows[0].figures["auc"] == figures(risk, frame["kind"].to_numpy(dtype=str))["auc"]
    assert rows[0].figures["auc"] > rows[2].figures["auc"]


def test_speed_is_a_ratio_to_the_first_and_nothing_absolute(tables):
    ((_, rows),) = tables.items()

    assert cells(rows[0])[-2:] == ["1", "1"]
    assert rows[2].speed.one < 1 < rows[2].speed.many
    assert not re.search(r"\d ?(ms|us|µs|s|seconds)\b", markdown_page(tables, "the command"))


def test_a_rate_that_too_few_messages_could_show_is_not_shown(tables):
    ((_, rows),) = tables.items()

    assert rows[0].figures["recall_0.01"] is not None
    assert rows[0].figures["recall_0.001"] is None
    assert "too few" in cells(rows[0])


def test_the_terminal_table_fits_eighty_characters(tables):
    ((title, rows),) = tables.items()
    console = Console(width=80, record=True)
    console.print(terminal_table(title, rows))
    shown = console.export_text()

    assert f"{rows[0].figures['auc']:.3f}" in shown
    assert "not installed" in shown
    assert "…" not in shown
    assert headers([Row(rows[0].competitor, {}, {})]) == headers(rows)[:-2]


@settings(max_examples=30)
@given(st.lists(st.integers(0, 5), min_size=300, max_size=400), st.lists(st.integers(0, 5), min_size=1, max_size=50))
def test_recall_keeps_the_budget_where_many_share_a_number(harmless, grooming):
    """A count of words has few values: the threshold must not let more through than the rate allows."""
    risk = np.array([*harmless, *grooming], dtype=float)
    kind = np.array([HARMLESS] * len(harmless) + ["grooming"] * len(grooming))
    allowed = [mark for mark in range(-1, 6) if np.mean(np.array(harmless) > mark) <= RATES[0]]

    assert figures(risk, kind)["recall_0.01"] == np.mean(np.array(grooming) > min(allowed))


def test_held_out_messages_are_distinct_and_hold_no_disclosure():
    frame = held_out_messages()
    disclosures = load_corpus("held_out").query("kind == 'disclosure'")["text"]

    assert frame["text"].is_unique
    assert set(frame["kind"]) == {"grooming", "look_alike", HARMLESS}
    assert not set(frame["text"]) & set(disclosures)
    assert (frame["kind"] == HARMLESS).sum() * min(RATES) > 3


def test_own_harmless_messages_replace_the_others():
    frame = with_harmless(held_out_messages(), ["a", "b"])

    assert frame.loc[frame["kind"] == HARMLESS, "text"].tolist() == ["a", "b"]
    assert (frame["kind"] == "grooming").sum() == (held_out_messages()["kind"] == "grooming").sum()


@pytest.mark.parametrize("make", [calibrated_chain, folded_chain])
def test_the_scikit_learn_chain_is_the_shipped_model(make, sample, tmp_path):
    chain = make(sample, tmp_path)
    short = [text for text in load_corpus("held_out")["text"] if len(text.split()) <= 8][:50]
    expected = [score(text).risk for text in short]

    np.testing.assert_allclose(chain.many(short), expected, atol=1e-6)
    scope = {}
    exec(chain.fresh, scope)
    np.testing.assert_allclose(scope["call"](short)[:, 1], expected, atol=1e-6)
    if chain.heads:
        heads = [list(default_model().probabilities(text).values()) for text in short]
        np.testing.assert_allclose(chain.heads(short), heads, atol=1e-6)


def test_without_fasttext_a_stand_in_says_that_it_is_one(sample, tmp_path, monkeypatch):
    monkeypatch.setattr(subwords, "find_spec", lambda name: None)
    stand_in = subwords.make(sample, tmp_path)

    assert "stand-in" in stand_in.name
    assert stand_in.one("our secret, dont tell your mom") > stand_in.one("what page is the homework on?")


@pytest.mark.parametrize("package", ["floret", "fasttext"])
def test_fasttext_gives_the_same_numbers_one_by_one_and_again(package, sample, tmp_path, monkeypatch):
    pytest.importorskip(package)
    monkeypatch.setattr(subwords, "find_spec", lambda name: name == package)
    first, again = subwords.make(sample, tmp_path), subwords.make(sample, tmp_path)
    texts = ["our secret, dont tell your mom", "what page is the homework on?", "", "two\nlines"]

    assert first.one(texts[0]) > first.one(texts[1])
    assert first.many(texts) == [first.one(text) for text in texts] == again.many(texts)


@given(st.lists(st.text(max_size=30), max_size=20), st.integers(1, 200), st.integers(1, 5))
def test_texts_have_the_length_asked_for_and_use_a_message_once(messages, length, count):
    made = of_length(messages, length, count)

    assert {len(text) for text in made} <= {length}
    assert len(made) <= count
    assert sum(map(len, made)) <= len(" ".join(messages))
    assert of_length(["abcd"] * 5, 7, 3) == ["abcd ab"] * 2


def test_new_messages_are_none_of_those_that_warm_the_process(tmp_path):
    path = tmp_path / "own.jsonl"
    path.write_text("".join(f'{{"text": "message {number % 40}"}}\n' for number in range(100)), encoding="utf-8")
    chat, usual, own = inputs(path, warm=500)

    for some in (chat, usual, own):
        assert not set(some.warm) & set(some.new)
    assert len(chat.warm) == len(usual.warm) == 500
    assert {len(text) for text in usual.new} == set(range(40, 51))
    assert sorted(own.warm + own.new) == sorted({f"message {number}" for number in range(40)})
    assert len(inputs(warm=500)) == 2


def test_inputs_come_from_the_file_or_from_harmless_training_lines(tmp_path, small_corpus):
    path = tmp_path / "own.jsonl"
    path.write_text('{"text": "a"}\n{"text": "b"}\n', encoding="utf-8")
    grooming = small_corpus.loc[small_corpus["kind"] == "grooming", "text"]

    assert repeated(harmless_messages(path), 3) == ["a", "b", "a"]
    assert grooming.isin(harmless_messages()).mean() < 0.01  # a few bare lines are written on both sides


def test_chats_that_warm_are_others_than_those_measured():
    warm, new = real_chats(300, 200)

    assert sum(map(len, warm)) >= 300
    assert sum(map(len, new)) >= 200
    assert not {str(chat) for chat in warm} & {str(chat) for chat in new}
    assert all(message["author"] and message["minutes"] >= 0 for messages in new for message in messages[:1])


def test_first_sight_is_a_process_that_was_warmed_and_has_met_none_of_the_items():
    """Of three rounds, each begins with what this process knows: what a fork learns ends with it."""
    met = {"before"}

    def meet(item):
        if item not in met:
            time.sleep(0.02)
        met.add(item)

    times = sights(meet, ["before", "warm", "new"], lambda: met.add("warm"), rounds=2)

    assert met == {"before"}
    assert times.first[2] > 0.02 > max(*times.first[:2], *times.again)
    assert times.part(2, 3).first == times.first[2:]


def test_a_measurement_that_fails_is_no_figure(capfd):
    def fail():
        raise ValueError("the reason")

    with pytest.raises(RuntimeError, match="without a figure"):
        isolated(fail)
    assert "the reason" in capfd.readouterr().err


def test_a_table_has_multiples_of_ours_by_state():
    table = SpeedTable("One message", "a message")
    table.add_sights("one", "other", Sights([6.0, 1.0], [3.0, 3.0]), max)
    table.add_sights("one", "grooming_risk", Sights([20e-6], [2e-6]), max, size=10)
    table.add("one", COLD, "grooming_risk", 0.25)
    table.add("only theirs", FIRST, "other", 1.0)
    console = Console(width=100, record=True)
    console.print(table.console())

    assert table.rows() == [
        ["one", FIRST, "3,000,000", "2 us"],
        ["one", AGAIN, "15,000,000", "0.2 us"],
        ["one", COLD, "", "250 ms"],
    ]
    assert "| one | again | 15,000,000 | 0.2 us |" in table.markdown()
    assert re.search(r"one +cold process +250 ms", console.export_text())


@pytest.mark.parametrize(("seconds", "shown"), [(12.3, "12 s"), (0.0123, "12 ms"), (34e-6, "34 us"), (5e-7, "0.5 us")])
def test_a_time_has_its_unit(seconds, shown):
    assert duration(seconds) == shown


def test_a_goal_is_reached_on_its_side_of_the_bound():
    assert Goal("speed", 2, 2.5, True).cells() == ["speed", "at least 2", "2.5", "reached"]
    assert Goal("cost", 2, 2.5, False).cells() == ["cost", "at most 2", "2.5", "short"]


def test_every_competitor_of_the_field_has_its_own_name(field):
    assert len({competitor.name for competitor in field}) == len(field)
    assert isinstance(field[0], Competitor)


TINY = Sizes(
    warm=20, singles=20, made=(2, 2, 1, 0), list=20, lists=1, conversation=10, files=30, requests=2, rounds=1,
    two_processes=40,
)  # fmt: skip


@pytest.fixture(scope="module")
def two(sample, tmp_path_factory):
    """This library and the cheapest other one."""
    makers = {name: SPEED[name] for name in ("grooming_risk", "re.findall")}
    return gather(makers, sample, tmp_path_factory.mktemp("two"))


@pytest.fixture(scope="module")
def chat():
    some = inputs(warm=TINY.warm)[0]
    return Input(some.name, some.warm, some.new[:500])


def test_messages_are_measured_in_both_states(two, chat):
    single, by_length = single_tables(two, chat, TINY)
    tables = [single, by_length, list_table(two, chat, TINY), conversation_table(two, TINY)]

    for table in tables:
        rows = {row for row, _ in table.costs}
        assert {(row, state) for row in rows for state in (FIRST, AGAIN)} == set(table.costs)
        assert all(0 < cost < 1 for costs in table.costs.values() for cost in costs.values())
        assert all(table.costs[row, FIRST]["re.findall"] for row in rows if row != "all heads")
    assert SCORE in tables[-1].others
    assert "300, of messages joined and cut" in {row for row, _ in by_length.costs}


def test_files_are_scored_into_parts_and_copied_by_pandas(chat, monkeypatch):
    monkeypatch.setattr(file_speed, "cold_seconds", lambda program, paths, rounds: compile(program, "", "exec") and 1.0)
    monkeypatch.delitem(file_speed.FORMS, "JSON lines")  # the others are another format, and another form of the part
    table = file_speed.file_table(chat, TINY)

    assert {row for row, _ in table.costs} == {"CSV", "parquet"}
    assert "real chat, 30 messages (30 different, " in table.title
    assert "after 20 others)" in table.title
    assert all(set(costs) == {"grooming_risk", file_speed.FLOOR} for costs in table.costs.values())


def test_each_measurement_of_files_scores_them_anew(tmp_path):
    call = bulk_rate.calls(["gg wp", "hi"], tmp_path, 2)["files"]
    call(1)
    call(1)

    assert len(list(tmp_path.glob("*/out/p0.jsonl"))) == 2


@pytest.mark.slow
def test_two_processes_are_compared_with_one(chat):
    assert 0 < file_speed.two_processes(chat, TINY.two_processes, rounds=1) < 10


def programs(made):
    """Return the programs of a competitor for a fresh process."""
    return [program for program in (made.fresh, made.fresh_heads) if program]


def test_a_program_of_a_fresh_process_scores_a_list(sample, tmp_path):
    made = gather({name: make for name, make in SPEED.items() if make is not compiled.make}, sample, tmp_path)
    ready = [each for each in made if isinstance(each, Competitor)]
    ours = [CONVERSATION, *(compiled.FRESH % heads for heads in (False, True))]

    for program in [*ours, *(program for each in ready for program in programs(each))]:
        scope = {}
        exec(program, scope)
        assert scope["call"](["gg wp", "same time tomorrow?"]) is not None


def test_a_fresh_process_is_timed_from_its_start(chat):
    program = "import time; call = lambda texts: time.sleep(0.05 * len(texts))"

    assert cold_seconds(program, chat.new[:2], 1) > 0.1
    assert resident(program, []) > 1e6


def test_a_goal_of_every_kind_is_on_the_page(two, chat):
    tables = SpeedTable("One", "a message"), SpeedTable("Lists", "a message")
    for state in (FIRST, AGAIN):
        tables[0].add("median", state, "grooming_risk", 1e-5)
        for row in ("risk", "all heads"):
            tables[1].add(row, state, "grooming_risk", 1e-5)
            tables[1].add(row, state, "grooming_risk, compiled", 1e-6)
    goals = [*reach.of_chat(tables[0]), *reach.of_usual_length(*tables)]
    shown = page(Found(list(tables), goals, "the profile", [*two, Missing("nobody", "nobody")]), "make speed")

    assert "| list of risks: one by one / machine code, again | at least 5 | 10 | reached |" in shown
    assert "risks, machine code, first sight, a second | at least 500,000 | 1,000,000 | reached |" in shown
    assert tables[1].markdown() in shown
    assert "nobody: not installed" in shown
    assert "the profile" in shown
    assert "make speed" in shown
    assert "$" not in shown


def test_requests_carry_the_messages_or_blank_ones(chat):
    for requests in service_speed._requests(chat, TINY).values():
        assert requests
        for path, body in requests:
            blank = service_speed._blank(body)
            assert path.startswith("/v1/")
            assert blank.keys() == body.keys()
            assert {*blank.get("texts", [""]), blank.get("text", "")} == {""}
            assert len(blank.get("texts", [])) == len(body.get("texts", []))


@pytest.mark.slow
def test_the_service_is_measured_in_three_states(chat, monkeypatch):
    every = service_speed._requests
    monkeypatch.setattr(service_speed, "_requests", lambda *given: {"a message": every(*given)["a message"]})
    table = service_speed.service_table(chat, TINY)

    assert {state for _, state in table.costs} == {FIRST, AGAIN, COLD}
    assert all(set(costs) == {"grooming_risk", service_speed.FLOOR} for costs in table.costs.values())


@pytest.mark.slow
def test_a_run_on_a_cluster_is_measured_with_its_size(chat):
    (run,) = measured_on_dask(chat.new, [(1, 2, 5)])

    assert (run.workers, run.files, run.messages) == (1, 2, 10)
    assert run.seconds > 0 < run.megabytes < 0.01


def test_states_a_second_of_each_store_that_is_there():
    chats, _ = real_chats(1, 1)
    found = rates(40, chats[0][:5])

    assert "SQLite, one file" in found
    assert all(rate > 0 for rate in found.values())


@given(st.tuples(*[st.floats(0.01, 10)] * 4))
def test_overheads_are_found_from_runs_that_have_them(overheads):
    given = Overheads(*overheads)
    runs = [
        Run(workers, files, files * size, 1, given.seconds(workers, files, files * size))
        for workers in (1, 2)
        for files in (2, 4, 24)
        for size in (0.1, 3.0)
    ]

    np.testing.assert_allclose(fitted(runs), given, rtol=1e-4)
    assert worst_error(fitted(runs), runs) < 1e-4


def test_the_plan_is_arithmetic_on_what_was_measured():
    work = [(what, state) for what in ("a message", "a list") for state in (FIRST, AGAIN)]
    runs = [Run(1, 4, 1.0, 10_000, 20.0), Run(2, 4, 1.0, 10_000, 13.0)]
    plan = scale_plan.Plan(dict.fromkeys(work, 12e-6), runs, Overheads(2.0, 1.0, 0.5, 15.0), {"a store": 5_000.0})
    part = scale_plan.text(plan)

    assert "| a message | first sight | 12 us | 83,333 | 15 |" in part
    assert "| a store | 5,000 | 250 |" in part
    assert "| 1 | 4 | 1 | 20 s | 20 s |" in part
    assert "| 2 | 4 | 1 | 13 s | 14 s |" in part
    assert re.search(r"\| 64 \| [\d,]+ s \([\d.]+\) \|", part)
    assert "$" not in part


def test_the_plan_is_written_between_its_marks():
    page = f"before\n{scale_plan.BEGIN}\nold\n{scale_plan.END}\nafter\n"

    written = scale_plan.written(page, "new\n")

    assert written == f"before\n{scale_plan.BEGIN}\n\nnew\n\n{scale_plan.END}\nafter\n"
    assert scale_plan.written(written, "new") == written
    with pytest.raises(ClickException):
        scale_plan.written("no marks", "new")
    assert scale_plan.BEGIN in (ROOT / "docs/how-to/scale-out.md").read_text(encoding="utf-8")


def test_the_profile_of_the_hot_path_shares_out_the_time():
    model = default_model()
    some = by_length(model, [*harmless_messages()[:200], "gg wp " * 20, "", "gg"])

    whole, parts = some.values()
    assert len(whole) > 50 > len(parts) > 0
    assert not {"", "gg"} & {*whole, *parts}
    for texts in (whole, parts):
        for shares in profile(model, texts).values():
            assert shares["terms and their sums"] > 0
            assert shares["cutting into words"] > 0


def test_every_round_scores_its_file_anew(monkeypatch, tmp_path):
    """Processes are forked, so what one of them counts the next one counts again; a finished folder is only resumed."""

    def note(_, folder, options):
        with (tmp_path / "log").open("a") as log:
            log.write(f"{folder}\n")

    monkeypatch.setattr(file_speed, "score_files", note)
    monkeypatch.setattr(file_speed, "cold_seconds", lambda *_: 1.0)
    monkeypatch.setattr(file_speed, "FORMS", {"CSV": file_speed.FORMS["CSV"]})
    file_speed.file_table(Input("chat", ["gg", "wp"], ["hi", "brb"]), TINY._replace(files=2, rounds=2))
    folders = (tmp_path / "log").read_text().splitlines()

    assert len(folders) == len(set(folders)) == 6
