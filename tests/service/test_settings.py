"""Keys of the service: what would open it by accident is refused at the start, and never quoted."""

import pytest
from click.testing import CliRunner

from grooming_risk.cli.main import main
from grooming_risk.service.settings import KEYS_VARIABLE, ServiceSettings, read_keys

GOOD = "0123456789abcdef"
WEAK = ["x", "short", GOOD[:15], GOOD[:15] + "\u00e9", "kl\u00fcssel-der-ganzen-seite", GOOD + "\x00", GOOD + "\x7f"]
WEAK += ["a" * 16, "-" * 64, "ab" * 20, "12345" * 8]  # long, and guessed at once


def test_keys_of_the_environment():
    assert read_keys({}) == ()
    assert read_keys({KEYS_VARIABLE: f" {GOOD},\n{GOOD[::-1]}, "}) == (GOOD, GOOD[::-1])


@pytest.mark.parametrize("value", ["", " ", ",", " ,\n"])
def test_a_variable_without_a_key_is_refused(value):
    with pytest.raises(ValueError, match=f"{KEYS_VARIABLE} is set and holds no key"):
        read_keys({KEYS_VARIABLE: value})


@pytest.mark.parametrize("key", [*WEAK, "", GOOD + " " + GOOD, GOOD + ","])
def test_keys_that_can_be_guessed_or_not_be_sent_are_refused(key):
    with pytest.raises(ValueError, match="key 2 is refused; a key has 16 or more ASCII") as error:
        ServiceSettings("state", keys=(GOOD, key))

    assert len(key) < 2 or key not in str(error.value)


def test_good_keys_are_taken():
    assert ServiceSettings("state", keys=(GOOD, "!-~+/=_" * 3, "abcdef" * 3)).keys[0] == GOOD


@pytest.mark.parametrize("value", ["", ",", *(key for key in WEAK if "\x00" not in key)])
def test_serve_does_not_start_with_bad_keys(tmp_path, monkeypatch, value):
    monkeypatch.setenv(KEYS_VARIABLE, value)
    monkeypatch.setattr("grooming_risk.cli.scoring.serve._run", pytest.fail)
    done = CliRunner().invoke(main, ["serve", "--state", str(tmp_path / "state")])

    assert done.exit_code == 2
    assert KEYS_VARIABLE in done.output
    assert len(value) < 2 or value not in done.output
    assert not (tmp_path / "state").exists()
