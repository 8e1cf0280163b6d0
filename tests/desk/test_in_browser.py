"""The whole way in a real Chromium, from the printed address to decisions that training reads, by keyboard alone."""

import json

import pytest

from grooming_risk.labels import LABELS
from grooming_risk.review.record import read_reviews
from support.browser import chromium, needs_browser, show_as
from support.desk_client import filled, key_of, served_desk


@pytest.fixture(scope="module")
def driver(tmp_path_factory):
    with chromium(tmp_path_factory.mktemp("profile")) as opened:
        yield opened


class Reader:
    """A person at the keyboard."""

    def __init__(self, driver, cases, address):
        self.driver, self.cases, self.address = driver, cases, address
        self.root = address.partition("/enter")[0]

    def press(self, *keys):
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def find(self, selector):
        return self.driver.find_element("css selector", selector)

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def open(self, path):
        self.driver.get(self.root + path)

    def call_me(self, name):
        self.open("/name")
        self.find("#name").clear()
        self.find("#name").send_keys(name, "\n")
        self.wait(lambda: self.path == "/")

    def wait(self, condition):
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 30, 0.05).until(lambda _: condition())

    @property
    def path(self):
        return self.driver.current_url.removeprefix(self.root)

    @property
    def focus(self):
        return self.driver.switch_to.active_element

    @property
    def status(self):
        return self.find("#status").text

    def blurred(self, message):
        return "blur" in self.find(f"#m{message} > .said").value_of_css_property("filter")


@pytest.fixture
def reader(driver, tmp_path):
    with filled(tmp_path / "desk.sqlite", second_share=1.0) as cases, served_desk(cases) as address:
        driver.delete_all_cookies()
        show_as(driver, "light", 1280)
        driver.get(address)
        reader = Reader(driver, cases, address)
        reader.wait(lambda: reader.path == "/name?next=/")
        driver.execute_script("localStorage.clear()")
        reader.wait(lambda: reader.focus.get_attribute("id") == "name")  # no key before the page takes it
        reader.press("alex", "\n")
        reader.wait(lambda: reader.path == "/")
        yield reader
        driver.delete_all_cookies()


@needs_browser
def test_the_whole_way_of_two_readers(reader, tmp_path):
    cases, lobby = reader.cases, key_of(reader.cases, "lobby")
    assert "token" not in reader.driver.current_url

    open_by_keys(reader, lobby)
    label_by_keys(reader, lobby)
    decide_and_take_back(reader, lobby, key_of(cases, "trade"))
    reader.call_me("kim")
    reader.open(f"/conversation/{lobby}")
    assert "second reading" in reader.find("main").text
    assert "alex" not in reader.driver.page_source
    reader.press("c")
    reader.wait(lambda: cases.case(lobby, "kim").decision)
    assert [cases.case(lobby, name).decision.verdict for name in ("alex", "kim")] == ["escalate", "confirmed"]

    reviews = list(read_reviews(downloaded(reader, tmp_path / "decisions.jsonl")))
    assert {(review.annotator, review.labels) for review in reviews if "our secret" in review.text} == {
        ("alex", ("secrecy",)), ("kim", ("secrecy",)), ("alex", ()),
    }  # fmt: skip


def open_by_keys(reader, lobby):
    reader.press("j", "j", "k", "j")
    assert reader.focus.text == "#lobby"
    reader.press("\n")
    reader.wait(lambda: reader.path == f"/conversation/{lobby}")


def label_by_keys(reader, lobby):
    reader.press("n", "n")
    assert reader.focus.get_attribute("id") == "m5"
    reader.press("l")
    assert reader.find("#label").is_displayed()
    reader.press(*["\t"] * LABELS.index("secrecy"), " ")
    reader.find("#label [value=save]").send_keys("\n")
    reader.wait(lambda: reader.find("#m5 .own-labels").text == "Your label: secrecy")
    assert reader.focus.get_attribute("id") == "m5"
    assert reader.cases.labels(lobby, "alex") == {5: ("secrecy",)}


def decide_and_take_back(reader, lobby, trade):
    cases = reader.cases
    reader.press("c")
    reader.wait(lambda: reader.path == f"/conversation/{trade}?decided={lobby}")
    assert "Decided: confirmed (#lobby)" in reader.status
    assert set(cases.case(lobby, "alex").decision.confirmed) == set(cases.case(lobby, "alex").row.patterns)
    reader.press("z")
    reader.wait(lambda: reader.path == f"/conversation/{lobby}?undone={lobby}&took=confirmed")
    assert cases.case(lobby, "alex").decision is None
    reader.press("e")
    reader.wait(lambda: reader.path == f"/conversation/{trade}?decided={lobby}")
    reader.press("x")
    reader.wait(lambda: cases.case(trade, "alex").decision)


def downloaded(reader, path):
    script = "const done = arguments[0]; fetch('/decisions.jsonl').then(answer => answer.text()).then(done)"
    path.write_text(reader.driver.execute_async_script(script), encoding="utf-8")
    return path


@needs_browser
def test_the_way_in_from_a_file_leaves_no_token_in_the_history(reader, tmp_path):
    """Browsers hold a strict cookie back where another page led to the address, and keep what a redirect leaves."""
    reader.driver.delete_all_cookies()
    page = tmp_path / "open.html"
    page.write_text(f'<!doctype html><meta http-equiv="refresh" content="0; url={reader.address}">', encoding="utf-8")
    reader.driver.get("about:blank")
    reader.driver.get(page.as_uri())
    reader.wait(lambda: reader.path == "/name?next=/")
    assert reader.find("h1").text == "Who reads?"

    reader.driver.back()
    assert "token" not in reader.driver.current_url


@needs_browser
def test_verdicts_have_their_keys(reader):
    lobby = key_of(reader.cases, "lobby")
    for key, verdict in (("c", "confirmed"), ("x", "nothing"), ("h", "help"), ("e", "escalate"), ("u", "unsure")):
        reader.open(f"/conversation/{lobby}")
        if verdict == "escalate":  # "nothing" unticked all, and who ticks none is asked once more
            reader.press(key)
            reader.wait(lambda: reader.path == f"/conversation/{lobby}/decide")
            reader.find("[name=there]").click()
        reader.press(key)
        reader.wait(lambda: "decided=" in reader.path)
        assert reader.cases.case(lobby, "alex").decision.verdict == verdict


@needs_browser
def test_no_key_fires_in_a_field_or_a_dialog_or_with_ctrl(reader):
    from selenium.webdriver import ActionChains, Keys

    lobby = key_of(reader.cases, "lobby")
    reader.open(f"/conversation/{lobby}")
    reader.find("#note").send_keys("cxheuznpbgl?/")
    reader.find("details summary").send_keys("")
    reader.press(Keys.ESCAPE)
    reader.run("document.activeElement.blur()")
    reader.press("?")
    assert reader.find("#keys").is_displayed()
    reader.press("c", "x")
    reader.press(Keys.ESCAPE)
    ActionChains(reader.driver).key_down(Keys.CONTROL).send_keys("u").key_up(Keys.CONTROL).perform()
    reader.run("document.querySelector('[name=there]').focus()")
    reader.press("\n")

    assert reader.status == "Nothing is decided yet: choose a verdict."
    assert reader.path == f"/conversation/{lobby}"
    assert reader.find("#note").get_property("value") == "cxheuznpbgl?/"
    assert [entry.action for entry in reader.cases.log()] == ["fill"]
    assert reader.run("return document.documentElement.dataset.blur") == "marked"


@needs_browser
def test_keys_can_be_turned_off(reader):
    lobby = key_of(reader.cases, "lobby")
    reader.open("/settings")
    reader.find("[name=keys]").click()
    reader.find("main form.plain > button").click()
    reader.wait(lambda: "saved" in reader.path)
    reader.open(f"/conversation/{lobby}")
    reader.press("c", "x", "?", "b", "n", "z")

    assert reader.path == f"/conversation/{lobby}"
    assert [entry.action for entry in reader.cases.log()] == ["fill"]
    assert reader.focus.tag_name == "body"
    assert not reader.find(".verdict kbd").is_displayed()
    reader.find("#m5").send_keys("\n")
    assert not reader.blurred(5)  # Enter on a focused message is no single-letter key


@needs_browser
def test_marked_messages_are_blurred_until_asked_for(reader):
    lobby = key_of(reader.cases, "lobby")
    reader.open(f"/conversation/{lobby}")
    quote = '.rises tr:has(a[href="#m5"]) q'
    assert [reader.blurred(number) for number in (1, 3, 4, 5)] == [False, True, False, True]
    assert "blur" in reader.find(quote).value_of_css_property("filter")

    reader.press("n", "n", "\n")
    assert [reader.blurred(3), reader.blurred(5)] == [True, False]
    assert "blur" not in reader.find(quote).value_of_css_property("filter")
    reader.find("#m5 .said").click()
    assert reader.blurred(5)
    reader.find(quote).click()
    assert not reader.blurred(5)

    reader.press("b")
    assert not reader.blurred(3)
    assert reader.status == "Blur is off."
    assert reader.find("#blur").get_attribute("aria-pressed") == "false"
    reader.open(f"/conversation/{lobby}")
    assert not reader.blurred(3)  # kept
    reader.find("#blur").click()
    assert reader.blurred(3)


@needs_browser
def test_all_messages_can_be_blurred_and_grey(reader):
    reader.open("/settings")
    reader.find("[name=blur][value=all]").click()
    reader.find("main form.plain > button").click()
    reader.wait(lambda: "saved" in reader.path)
    reader.open(f"/conversation/{key_of(reader.cases, 'lobby')}")
    assert all(reader.blurred(number) for number in range(1, 10))
    reader.press("g")
    assert "grayscale" in reader.find("main").value_of_css_property("filter")
    reader.press("b", "b")
    assert reader.blurred(1)
    reader.open("/")
    assert "grayscale" in reader.find("main").value_of_css_property("filter")


@needs_browser
def test_marks_in_a_fold_are_reached(reader, tmp_path):
    said = [("ana", f"gg wp {number}") for number in range(400)]
    for number in range(20, 380):
        said[number] = ("rex", "our secret ok, dont tell your mom")
    with filled(tmp_path / "long.sqlite", {"long": said}) as cases, served_desk(cases) as address:
        reader.driver.get(address)
        other = Reader(reader.driver, cases, address)
        other.wait(lambda: other.path == "/")
        other.open("/conversation/1")
        folded = other.run("return document.querySelector('.fold:has(mark) li[id^=m]:has(mark)').id")
        before = int(folded[1:]) - 1
        other.run(f"document.querySelector('#m{before}').tabIndex = -1; document.querySelector('#m{before}').focus()")
        other.press("n")

        assert other.focus.get_attribute("id") == folded
        assert other.focus.is_displayed()
        other.press("p")
        assert other.focus.get_attribute("id") == f"m{before}"


@needs_browser
def test_a_pause_is_proposed_after_the_set_minutes(reader):
    key = f"/conversation/{key_of(reader.cases, 'lobby')}"

    def after(minutes, seen_before=0, **more):
        time = {"read": minutes * 60_000, **more}
        reader.run(
            "localStorage.setItem('desk-reading', JSON.stringify({...arguments[0], seen: Date.now() - arguments[1]}))",
            time, seen_before * 60_000,
        )  # fmt: skip
        reader.open(key)
        return [box.text for box in reader.driver.find_elements("css selector", ".pause p")]

    assert after(44) == []
    (told,) = after(46)
    assert told.startswith("You have been reading for 46 minutes.")
    reader.driver.find_elements("css selector", ".pause button")[1].click()
    kept = json.loads(reader.run("return localStorage.getItem('desk-reading')"))
    assert 55 < kept["next"] / 60_000 < 57  # ten minutes later
    assert after(50, next=kept["next"]) == []
    assert after(58, next=kept["next"]) != []
    reader.driver.find_elements("css selector", ".pause button")[0].click()
    assert json.loads(reader.run("return localStorage.getItem('desk-reading')"))["read"] == 0
    assert after(46, seen_before=6) == []  # nobody read for six minutes
    reader.driver.add_cookie({"name": "desk-care", "value": "auto.marked.0.1.0"})
    assert after(500) == []
    reader.run("localStorage.clear()")


@needs_browser
def test_reading_and_deciding_work_without_the_script(reader):
    lobby = key_of(reader.cases, "lobby")
    reader.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        reader.open(f"/conversation/{lobby}")
        assert not reader.blurred(5)
        assert not reader.find(".tools").is_displayed()
        reader.find("#m5 .to-label").click()
        reader.find("[name=label][value=secrecy]").click()
        reader.find("[name=choice][value=save]").click()
        reader.wait(lambda: "labelled=5" in reader.path)
        assert reader.find("#m5 .own-labels").text == "Your label: secrecy"
        reader.find("[name=there]").send_keys("\n")
        reader.wait(lambda: "No verdict was chosen" in reader.driver.page_source)
        reader.driver.back()
        reader.find(".verdict.escalate").click()
        reader.wait(lambda: "decided=" in reader.path)
        assert "Decided: escalated" in reader.status
        reader.find("#undo button").click()
        reader.wait(lambda: f"undone={lobby}&took=escalate" in reader.path)
    finally:
        reader.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    assert reader.cases.labels(lobby, "alex") == {5: ("secrecy",)}


@needs_browser
def test_a_label_that_is_not_saved_is_said(reader, monkeypatch):
    lobby = key_of(reader.cases, "lobby")
    reader.open(f"/conversation/{lobby}")

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr(reader.cases, "label", broken)
    reader.press("n", "l")
    reader.find("#label [value=harmless]").click()
    reader.wait(lambda: "The label was not saved" in reader.status)
    assert reader.find("#m3 .own-labels").get_attribute("textContent") == ""


@needs_browser
def test_the_filter_is_reached_by_a_key_and_leaves_a_short_address(reader):
    reader.press("/")
    assert reader.focus.get_attribute("id") == "level"
    reader.find("#author").send_keys("rex", "\n")
    reader.wait(lambda: "author" in reader.path)

    assert reader.path == "/?author=rex"
    assert len(reader.driver.find_elements("css selector", ".queue li")) == 1
    reader.open("/conversation/1?author=rex")
    reader.press("q")
    reader.wait(lambda: reader.path == "/?author=rex")


@needs_browser
def test_undo_after_a_label_takes_the_label_back_and_no_decision_is_told_then(reader):
    lobby, trade = key_of(reader.cases, "lobby"), key_of(reader.cases, "trade")
    reader.cases.decide(trade, "alex", "nothing")
    reader.open(f"/conversation/{lobby}?decided={trade}")
    assert "Decided: nothing found (#trade)" in reader.status
    reader.press("n", "l")
    reader.find("#label [value=harmless]").click()
    reader.wait(lambda: reader.cases.labels(lobby, "alex") == {3: ()})
    reader.wait(lambda: "Label saved" in reader.status)
    assert "Decided" not in reader.status
    reader.press("z")
    reader.wait(lambda: "took=label" in reader.path)
    assert "Taken back: your label of a message (#lobby)" in reader.status
    assert reader.cases.labels(lobby, "alex") == {}
    assert reader.cases.case(trade, "alex").decision.verdict == "nothing"
