"""Fixtures of the speed benchmarks: competitors, messages, and the table of ratios at the end."""

from pathlib import Path

import pytest
from competitors import SPEED, Competitor, gather
from rich.console import Console
from speed_ratios import SpeedRatios
from texts import harmless_messages

from grooming_risk import load_corpus
from timing import seconds

_ROUNDS = 200
_SECONDS = 2.0
_RATIOS = pytest.StashKey[SpeedRatios]()


def pytest_addoption(parser):
    """Add the options: the messages, and how many of them."""
    group = parser.getgroup("grooming_risk benchmarks")
    group.addoption("--messages", metavar="FILE", help="Harmless messages; else those of the training split.")
    group.addoption("--chats", metavar="FILE", help="Conversations; else the harmless held-out ones.")
    group.addoption("--page", metavar="FILE", help="Write the tables as a page in Markdown.")
    group.addoption("--full", action="store_true", help="A batch of a million messages, too.")


def pytest_configure(config):
    """Create the ratios."""
    config.stash[_RATIOS] = SpeedRatios()


def pytest_terminal_summary(config):
    """Print the ratios."""
    ratios = config.stash[_RATIOS]
    console = Console(width=120)
    if page := config.getoption("--page"):
        Path(page).write_text(ratios.page("make speed"), encoding="utf-8")
    if ratios.measured:
        console.print(ratios.against_others())
    if ratios.of_ours:
        console.print(ratios.against_ourselves())


@pytest.fixture(scope="session")
def messages(pytestconfig):
    """Harmless messages."""
    return harmless_messages(pytestconfig.getoption("--messages"))


@pytest.fixture(scope="session")
def everybody(tmp_path_factory):
    """Return the installed competitors, by their names in `competitors.SPEED`."""
    found = gather(SPEED, load_corpus("train"), tmp_path_factory.mktemp("models"))
    return dict(zip(SPEED, found, strict=True))


@pytest.fixture(params=SPEED)
def competitor(request, everybody):
    """Each competitor in turn."""
    found = everybody[request.param]
    if not isinstance(found, Competitor):
        pytest.skip(f"{found.package} is not installed")
    return found


@pytest.fixture(scope="session")
def ratios(pytestconfig):
    """Return the collector of measurements."""
    return pytestconfig.stash[_RATIOS]


@pytest.fixture
def timed(benchmark, ratios):
    """Time a call and keep the fastest round, because noise only adds. The cache of messages is emptied before each."""

    def run(scenario, who, call, *arguments, rounds=5, forget=None):
        def prepare():
            if forget is not None:
                forget()
            return arguments, {}

        benchmark.group = scenario
        if rounds > 1:  # a call of a millisecond is caught by one moment of noise, so it gets as many rounds as fit
            prepare()
            rounds = max(rounds, min(_ROUNDS, int(_SECONDS / seconds(call, *arguments))))
        benchmark.pedantic(call, setup=prepare, rounds=rounds, warmup_rounds=min(rounds - 1, 1))
        ratios.add(scenario, who, benchmark.stats.stats.min)
        return benchmark.stats.stats.min

    return run
