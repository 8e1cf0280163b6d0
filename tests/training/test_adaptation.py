"""Adaptation to a site's chat: fewer false alarms, levels by budget, little harm by mistakes."""

import pytest
from click.testing import CliRunner

from grooming_risk import adapt, count_background, load_corpus, load_model
from grooming_risk.cli.main import main
from grooming_risk.corpus.background.chat import chat_messages
from grooming_risk.errors import BudgetError

THINGS = ("wolf", "robot", "pirate", "ghost", "wizard", "knight", "pumpkin", "vampire", "mummy", "dragon")
SITE = [f"{who} send me a pic of you in the {thing} costume, {n} votes so far"
        for who in ("pls", "can u", "ok", "hi", "yes")
        for thing in THINGS for n in range(40, 100)]  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def little_package():
    """A twentieth of the package's chat, a third of the lines."""
    found = {part: chat_messages(part)[::20] for part in ("training", "calibration", "test")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("grooming_risk.training.adaptation.chat_messages", lambda part: list(found[part]))
        lines = load_corpus("train").iloc[::3].reset_index(drop=True)
        patch.setattr(
            "grooming_risk.training.adaptation.load_corpus",
            lambda split: lines if split == "train" else load_corpus(split),
        )
        yield


@pytest.fixture(scope="module")
def adapted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("adapted")
    return adapt(SITE, folder)


def test_alerts_stay_near_the_budget(adapted):
    assert adapted.after.found > adapted.before.found
    assert adapted.after.alerts_per_million <= 2 * 2000
    assert adapted.messages + adapted.measured_on == len(SITE)


def test_common_site_messages_become_quiet_but_grooming_does_not(adapted):
    site, shipped = load_model(adapted.folder), load_model()
    unseen = [f"send me a pic of you in the {who} costume" for who in ("witch", "pirate", "dragon", "robot", "cat")]

    assert sum(site.score(text).risk for text in unseen) < sum(shipped.score(text).risk for text in unseen)
    assert site.score("our secret ok, dont tell your mom").level == "high"
    assert adapted.after.found > 0.3


def test_the_folder_has_levels_counts_and_a_card(adapted):
    model = load_model(adapted.folder)

    assert model.site.levels["medium"].budget == 2000
    assert model.info["training"]["site_messages"] == adapted.messages
    assert "Model card" in (adapted.folder / "README.md").read_text(encoding="utf-8")


def test_the_same_input_gives_the_same_folder(adapted, tmp_path):
    again = adapt(SITE, tmp_path)

    assert again._replace(folder=adapted.folder) == adapted
    for path in adapted.folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_a_few_risky_lines_among_a_sites_chat_do_little_harm(adapted, tmp_path):
    """One message in a thousand is grooming of an unseen author."""
    held_out = load_corpus("held_out")
    risky = held_out.loc[held_out["kind"] == "grooming", "text"].tolist()[: len(SITE) // 1000]
    tainted = adapt(SITE + risky, tmp_path)

    assert risky
    assert tainted.after.found > adapted.after.found - 0.05


def test_chat_full_of_grooming_gives_a_warning(tmp_path):
    """A model trained on grooming as harmless misses it; the shipped one does not."""
    lines = load_corpus("train")
    risky = lines.loc[lines["kind"] == "grooming", "text"].tolist()
    chat = tmp_path / "chat.txt"
    chat.write_text("\n".join(" ".join(text.split()) for text in SITE[:1000] + risky) + "\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["adapt", str(chat), "-o", str(tmp_path / "model")])

    assert done.exit_code == 0, done.output
    assert "Read some of them first" in done.output
    assert load_model(tmp_path / "model").score(risky[0]).risk < load_model().score(risky[0]).risk


def test_chat_of_another_language_changes_little(adapted, tmp_path):
    words = (
        "hoy",
        "vamos",
        "al",
        "parque",
        "con",
        "mi",
        "perro",
        "grande",
        "y",
        "luego",
        "comemos",
        "arroz",
        "en",
        "casa",
    )
    chat = [
        " ".join(words[(n * k) % len(words)] for k in range(1, 9)) + f" {words[n % len(words)]} {n}"
        for n in range(4000)
    ]
    result = adapt(chat, tmp_path)

    assert result.after.found > result.before.found - 0.05
    assert load_model(tmp_path).score("our secret ok, dont tell your mom").level == "high"


@pytest.fixture(scope="module")
def adapted_by_counts(tmp_path_factory):
    """Written into a folder that holds a site file of another format."""
    folder = tmp_path_factory.mktemp("counted")
    (folder / "site.json").write_text('{"format_version": 1}', encoding="utf-8")
    return adapt((), folder, counts=count_background(SITE))


def test_a_folder_is_adapted_anew_whatever_site_file_lies_in_it(adapted_by_counts):
    assert load_model(adapted_by_counts.folder).site.levels["medium"].budget == 2000


def test_counts_stand_for_the_text(adapted_by_counts):
    unseen = "send me a pic of you in the witch costume"

    assert adapted_by_counts.messages > 100
    assert load_model(adapted_by_counts.folder).score(unseen).risk < load_model().score(unseen).risk


@pytest.mark.parametrize(
    ("texts", "error", "problem"),
    [
        ([], ValueError, "give messages of the site, or counts"),
        (["gg"] * 5000, BudgetError, "give more messages"),
        (SITE[:100], BudgetError, "give more messages"),
        ("gg wp", TypeError, "wrap it in a list"),
    ],
)
def test_too_few_messages_are_refused(tmp_path, texts, error, problem):
    with pytest.raises(error, match=problem):
        adapt(texts, tmp_path / "model")
    assert not (tmp_path / "model").exists()


def test_command_prints_before_and_after(tmp_path):
    chat = tmp_path / "chat.txt"
    chat.write_text("\n".join(SITE) + "\n")
    done = CliRunner().invoke(main, ["adapt", str(chat), "-o", str(tmp_path / "model")])

    assert done.exit_code == 0, done.output
    assert "shipped model" in done.output
    assert "adapted model" in done.output
    few = tmp_path / "few.txt"
    few.write_text("gg\n")
    done = CliRunner().invoke(main, ["adapt", str(few), "-o", str(tmp_path / "other")])
    assert done.exit_code == 2
    assert "give more messages" in done.output
