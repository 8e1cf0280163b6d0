"""The page of a conversation, in a real headless Chromium: nothing hostile runs, the keyboard reaches all, dark mode.

Needs Debian's packages: apt-get install chromium chromium-driver. `.ci/run` installs them; where they are
absent the browser tests are skipped, but never in CI.
"""

import json
import os
import shutil

import pytest

from grooming_risk import Conversation, load_model
from grooming_risk.commands.view import run_view
from grooming_risk.conversation_records import Columns
from grooming_risk.errors import DataError
from test_cli import run

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\"> \u202e & \x00 'q'"
CHAT = [
    ("rex", "hi, nice game"),
    ("kiki", "thx u too"),
    ("rex", "how old are you, are your parents home?"),
    ("kiki", HOSTILE),
    ("rex", "our secret ok, dont tell your mom"),
    ("kiki", "idk"),
    ("rex", "send me a pic of you on snap, just for me"),
    ("<b>kiki</b>", "no"),
    ("rex", "meet me alone tonight and tell nobody"),
]
WITHOUT_BROWSER = shutil.which("chromedriver") is None and "CI" not in os.environ


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("view")
    chat = folder / "chat.jsonl"
    rows = [{"author": author, "text": text, "at": 60.0 * n} for n, (author, text) in enumerate(CHAT)]
    chat.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    run("view", chat, "-o", folder / "chat.html")
    return folder / "chat.html"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-dev-shm-usage",
                 "disable-background-networking", "disable-component-update", "disable-sync", "window-size=900,1400",
                 f"user-data-dir={tmp_path_factory.mktemp('profile')}"):  # fmt: skip
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    yield driver
    driver.quit()


needs_browser = pytest.mark.skipif(WITHOUT_BROWSER, reason="apt-get install chromium chromium-driver")


@needs_browser
def test_hostile_text_is_shown_and_never_run(browser, page):
    browser.get(page.as_uri())
    said = browser.find_element("css selector", "#m4 .said").text

    assert browser.title == "Conversation chat.jsonl"
    assert "<script>document.title='owned'</script>" in said
    assert "\u202e" not in said
    assert not browser.find_elements("css selector", "script, img, #m8 .who b b")
    assert "<b>kiki</b>" in browser.find_element("css selector", "#m8 .who").text


@needs_browser
def test_page_asks_the_network_for_nothing(browser, page):
    browser.get(page.as_uri())

    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0


@needs_browser
def test_evidence_is_marked_and_the_alert_is_linked(browser, page):
    browser.get(page.as_uri())
    marks = browser.find_elements("css selector", "#m5 mark")
    alerts = browser.find_elements("css selector", "li.alert")

    assert any(mark.get_attribute("title") == "secrecy" for mark in marks)
    assert alerts
    browser.find_element("css selector", "#what tbody a").send_keys("\n")
    assert "#m" in browser.current_url


@needs_browser
def test_keyboard_reaches_every_message(browser, page):
    browser.get(page.as_uri())
    reached = set()
    for _ in range(60):
        browser.switch_to.active_element.send_keys("\t")
        reached.add(browser.switch_to.active_element.get_attribute("id"))

    assert {f"m{number + 1}" for number in range(len(CHAT))} <= reached


@needs_browser
def test_dark_mode_is_dark_and_readable(browser, page):
    def luminance(property_name):
        rgb = browser.execute_script(
            f"return getComputedStyle(document.body).{property_name}.match(/[0-9]+/g).slice(0, 3).map(Number)"
        )
        channels = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    for mode, darker in (("light", "color"), ("dark", "backgroundColor")):
        media = {"features": [{"name": "prefers-color-scheme", "value": mode}]}
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        browser.get(page.as_uri())
        low, high = sorted([luminance("color"), luminance("backgroundColor")])
        assert luminance(darker) == low
        assert (high + 0.05) / (low + 0.05) > 7  # WCAG 2.2, contrast AAA


def test_notebook_view_quotes_only_kept_texts():
    def fragment(**options):
        conversation = Conversation(**options)
        for author, text in CHAT:
            conversation.add(text, author=author)
        return conversation._repr_html_()

    assert "<q>" not in fragment()
    assert "<q>" in fragment(keep_text=True)
    assert "<script" not in fragment(keep_text=True)
    assert "&lt;b&gt;kiki" in fragment()
    assert "without messages" in Conversation()._repr_html_()


def write(path, rows):
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_one_of_several_conversations_is_chosen(tmp_path):
    rows = [{"conversation": name, "author": "a", "text": f"hi {name}"} for name in ("x", "y")]
    path = write(tmp_path / "chats.jsonl", rows)
    out = tmp_path / "chat.html"

    assert "choose one with --only" in run("view", path, "-o", out, status=2)[1]
    run("view", path, "-o", out, "--only", "y")
    assert "hi y" in out.read_text(encoding="utf-8")
    assert "hi x" not in out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"text": "hi"}, "chats.jsonl:1: no field 'author'"),
        ({"text": "hi", "author": "a", "at": "noon"}, "jsonl:1: .*ISO"),
    ],
)
def test_bad_row_is_named(tmp_path, row, problem):
    path = write(tmp_path / "chats.jsonl", [row])

    with pytest.raises(DataError, match=problem):
        run_view(path, tmp_path / "o.html", load_model(), Columns("text", "conversation", "author", "at"), None)
