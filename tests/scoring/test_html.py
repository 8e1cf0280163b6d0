"""The notebook view of a score: its message with the evidence marked, nothing else of it anywhere."""

import pickle
import re

import pytest

from grooming_risk import score
from support.hostile import Structure

RISKY = "hi, our secret ok, dont tell your mom. send me a pic on snap, just for me"
CRY = "someone asked my friend for pics, what do i do?"


def shown(text):
    """Return what a reader sees of the view of a score, without its style."""
    return "".join(Structure(score(text)._repr_html_().split("</style>")[1]).words)


def test_the_message_is_shown_with_its_evidence_marked():
    found = score(RISKY)
    page = found._repr_html_()
    marked = [piece.split("<small>")[0] for piece in page.split("<mark>")[1:]]

    assert found.evidence
    assert all(any(one.text in piece for piece in marked) for one in found.evidence)
    assert all(name.replace("_", " ") in page.split("</style>")[1] for name in found.found)
    assert f"risk {found.risk:.4f}" in page
    assert re.sub(r" <small>[^<]*</small>|</?mark>", "", page.split("<bdi>")[1]).startswith(f"{RISKY}</bdi>")


def test_a_harmless_message_has_no_mark_and_a_cry_for_help_says_so():
    assert "<mark>" not in score("gg wp everyone")._repr_html_()
    assert "gg wp everyone" in shown("gg wp everyone")
    assert "asks for help" in shown(CRY)
    assert "asks for help" not in shown(RISKY)


@pytest.mark.parametrize("blank", ["", " ", "\n\t"])
def test_a_blank_message_is_named(blank):
    assert "A blank message." in shown(blank)


def test_a_pickled_score_is_shown_by_its_numbers():
    found = score(RISKY)
    page = pickle.loads(pickle.dumps(found))._repr_html_()

    assert "a score that was pickled holds its numbers alone" in page
    assert f"risk {found.risk:.4f}" in page
    assert "snap" not in page


def test_markup_in_a_message_is_shown_as_written():
    attack = f"<script>alert(1)</script><b onclick=x>{RISKY}</b>"

    assert "<script>" not in score(attack)._repr_html_()
    assert "<script>alert(1)</script>" in shown(attack)
    assert {name for name, *_ in Structure(score(attack)._repr_html_()).elements if name[0] != "/"} <= {
        "div", "style", "p", "b", "bdi", "mark", "small"
    }  # fmt: skip


def test_the_fragment_stands_by_itself_in_light_and_dark():
    page = score(RISKY)._repr_html_()

    assert page.startswith('<div class="gr">')
    assert [word for word in ("http", "url(", "<script", "@import") if word in page] == []
    assert "prefers-color-scheme: dark" in page
    assert len(page) < 5_000


def test_a_long_message_makes_a_short_view_with_its_evidence():
    page = score(f"{'lol ' * 50_000}{RISKY}{' haha' * 50_000}")._repr_html_()

    assert len(page) < 10_000
    assert "characters …]" in page
    assert "secret" in page


def test_the_line_of_a_score_shows_no_text():
    assert "secret" not in repr(score(RISKY)) + str(score(RISKY)) + f"{score(RISKY)}"
