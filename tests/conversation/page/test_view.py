"""The page of a conversation, in a real headless Chromium: nothing hostile runs, keyboard, narrow screens, contrast."""

import json

import pytest

from grooming_risk import Conversation, load_model
from grooming_risk.cli.scoring.view import run_view
from grooming_risk.conversation.records import Columns
from grooming_risk.errors import DataError
from support.browser import chromium, needs_browser
from support.cli import run

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
    with chromium(tmp_path_factory.mktemp("profile")) as driver:
        yield driver


LONG = 5000


@pytest.fixture(scope="module")
def long_page(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    said = {1500: CHAT[4], 1900: CHAT[6], 4000: ("kiki", "someone keeps asking me for pics, i am scared, what do i do")}
    lines = [said.get(number, (f"u{number % 7}", f"gg wp {number}")) for number in range(LONG)]
    rows = [{"author": author, "text": text, "at": 30.0 * n} for n, (author, text) in enumerate(lines)]
    run("view", write(folder / "chat.jsonl", rows), "-o", folder / "new" / "chat.html")
    return folder / "new" / "chat.html"


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
def test_page_makes_no_network_request(browser, page):
    browser.get(page.as_uri())

    assert browser.execute_script("return performance.getEntriesByType('resource').length") == 0


@needs_browser
def test_evidence_is_marked_and_the_alert_is_linked(browser, page):
    browser.get(page.as_uri())
    marks = browser.find_elements("css selector", "#m5 mark")
    alerts = browser.find_elements("css selector", "li.alert")

    assert any("(secrecy)" in mark.get_attribute("textContent") for mark in marks)
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
def test_each_mark_has_a_chip_of_its_hue(browser, page):
    browser.get(page.as_uri())
    for mark in browser.find_elements("css selector", ".chat mark"):
        chips = mark.find_elements("xpath", "ancestor::li//*[contains(@class, 'pattern')]")
        names = {chip.text.split(" ", 1)[-1] if chip.text[0].isdigit() else chip.text for chip in chips}
        hues = {chip.get_attribute("style") for chip in chips}

        assert mark.get_attribute("style") in hues
        assert set(mark.get_attribute("title").split(", ")) <= {name.removeprefix("perhaps ") for name in names}
        assert all(chip.is_displayed() for chip in chips)


def luminance(rgb):
    channels = [c / 255 / 12.92 if c / 255 <= 0.03928 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]


COLOURS = """
document.querySelectorAll('details').forEach(one => one.open = true);
const own = node => [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim());
const numbers = colour => colour.match(/[0-9.]+/g).map(Number);
const behind = node => {
  for (; node; node = node.parentElement) {
    const [r, g, b, a = 1] = numbers(getComputedStyle(node).backgroundColor);
    if (a === 1) return [r, g, b];
    if (a > 0) throw new Error('half transparent');
  }
  return [255, 255, 255];
};
return [...document.body.querySelectorAll('*')].filter(own).map(node => {
  const style = getComputedStyle(node);
  const ink = node instanceof SVGElement ? style.fill : style.color;
  return [node.outerHTML.slice(0, 80), numbers(ink).slice(0, 3), behind(node)];
});
"""


@needs_browser
@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_has_enough_contrast(browser, page, mode):
    media = {"features": [{"name": "prefers-color-scheme", "value": mode}]}
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    browser.get(page.as_uri())
    texts = browser.execute_script(COLOURS)

    assert len(texts) > 60
    for text, ink, ground in texts:
        low, high = sorted([luminance(ink), luminance(ground)])
        assert (high + 0.05) / (low + 0.05) >= 4.5, text  # WCAG 2.2, contrast AA
        assert text.startswith(("<style", "<mark")) or (luminance(ink) > luminance(ground)) == (mode == "dark"), text


@needs_browser
def test_page_fits_a_phone_without_broken_words(browser, tmp_path):
    rows = [*CHAT, ("W" * 256, "meet me alone " + "x" * 400), ("\u202eevil", "our secret ok, dont tell your mom")]
    path = write(tmp_path / "chat.jsonl", [{"author": author, "text": text} for author, text in rows])
    run("view", path, "-o", tmp_path / "o.html")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    browser.get((tmp_path / "o.html").as_uri())
    width, levels = browser.execute_script(
        "document.querySelectorAll('details').forEach(one => one.open = true);"
        "const short = document.querySelectorAll('b.high, b.low, b.none, .tag, .cards a');"
        "return [document.documentElement.scrollWidth, [...short]"
        ".filter(one => one.checkVisibility()).map(one => [one.textContent, one.getClientRects().length])]"
    )
    cell = browser.find_element("css selector", "#what td[data-head='what it did']")
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})

    assert width == 390
    assert len(levels) > 10
    assert [text for text, lines in levels if lines > 1 and " " not in text] == []
    assert cell.value_of_css_property("display") in ("flex", "table-cell")


@needs_browser
def test_link_to_a_folded_message_opens_the_fold(browser, long_page):
    browser.get(long_page.as_uri() + "#m40")

    assert browser.find_element("css selector", "#m40").is_displayed()
    assert not browser.find_element("css selector", "#m600").is_displayed()


@needs_browser
def test_long_chat_stays_short(browser, long_page):
    browser.get(long_page.as_uri())
    height, elements = browser.execute_script(
        "return [document.documentElement.scrollHeight, document.querySelectorAll('*').length]"
    )

    assert height < 12_000  # all open, it was 388,584
    assert elements < 5 * LONG


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
