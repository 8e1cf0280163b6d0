"""Care for the reader is kept in a cookie that the script may read, and in nothing else."""

import pytest

from grooming_risk.desk.care import CARE_COOKIE, Care


def test_settings_are_kept_and_shape_every_page(client):
    fields = {"theme": "dark", "blur": "all", "grey": "yes", "pause": "20"}
    answer = client.post("/settings", data=fields)
    cookie = answer.headers["set-cookie"]

    assert cookie.startswith(f"{CARE_COOKIE}=dark.all.1.0.20;")
    assert "HttpOnly" not in cookie
    page = client.get("/settings?saved=yes").text
    assert 'data-theme="dark" data-blur="all" data-grey="1" data-keys="0" data-pause="20"' in page
    assert "Saved." in page
    assert '<input type="radio" name="blur" value="all" checked>' in page
    for path in ("/", "/conversation/1", "/figures", "/none"):
        assert 'data-theme="dark" data-blur="all"' in client.get(path).text


def test_usual_settings(client):
    page = client.get("/conversation/1").text

    assert 'data-theme="auto" data-blur="marked" data-grey="0" data-keys="1" data-pause="45"' in page
    assert page.count("aria-keyshortcuts=") == 8


def test_keys_that_are_off_are_nowhere_announced(client):
    client.post("/settings", data={"theme": "auto", "blur": "marked", "pause": "45"})
    page = client.get("/conversation/1").text

    assert 'data-keys="0"' in page
    assert "aria-keyshortcuts" not in page
    assert 'id="keys"' not in page


@pytest.mark.parametrize("value", ["", "x", "a.b.c.d.e", "dark.all.1.1", "auto.marked.0.1.99999", '"><script>'])
def test_a_strange_cookie_is_as_usual(client, value):
    client.cookies.set(CARE_COOKIE, value)
    usual = Care()

    assert f'data-theme="{usual.theme}" data-blur="{usual.blur}"' in client.get("/").text
    assert f'data-pause="{usual.pause}"' in client.get("/").text


@pytest.mark.parametrize(("minutes", "kept"), [("0", 0), ("601", 600), ("-5", 45), ("x", 45), ("", 45)])
def test_minutes(client, minutes, kept):
    client.post("/settings", data={"pause": minutes})

    assert f'data-pause="{kept}"' in client.get("/").text
