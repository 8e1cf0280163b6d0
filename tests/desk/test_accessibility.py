"""Every page in a real Chromium: no fault that axe-core knows, in light and dark, on a desk and on a phone."""

import time
from datetime import timedelta

import pytest

from grooming_risk.io.exports.message import Message
from grooming_risk.scoring.scorer import default_model
from support.browser import chromium, needs_browser, show_as, violations
from support.desk_client import CHATS, START, filled, key_of, served_desk

PAGES = (
    "/", "/?show=all&decided={lobby}", "/?author=nobody", "/conversation/{lobby}", "/conversation/{raid}",
    "/conversation/{help}", "/conversation/{trade}?decided={lobby}", "/conversation/{lobby}/label/5", "/figures",
    "/log", "/settings?saved=yes", "/name", "/forget", "/conversation/{long}/forget",
    "/conversation/{long}?decided={long}", "/conversation/{long}/label/{first}", "/none",
)  # fmt: skip
LONG = "W" * 150
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A browser in a desk where things were decided, and the addresses of its pages."""
    folder = tmp_path_factory.mktemp("desk")
    with filled(
        folder / "desk.sqlite", {**CHATS, LONG: [(LONG, said) for _, said in CHATS["lobby"]]}, second_share=1
    ) as cases:
        keys = {name: key_of(cases, name) for name in CHATS} | {"long": key_of(cases, LONG)}
        for name, verdict in (("lobby", "confirmed"), ("raid", "nothing")):
            for person in ("alex", "kim"):
                cases.decide(keys[name], person, verdict, ["secrecy"] if verdict == "confirmed" else [], "a note")
        cases.decide(keys["help"], "alex", "help")
        cases.label(keys["lobby"], 5, "kim", ["secrecy"])
        cases.decide(keys["long"], "kim", "unsure")  # the last step, of which a line is shown
        late = Message("new.jsonl", 1, "raid", "p1", "a late one", START + timedelta(hours=9), title="#raid", id="late")
        cases.fill([late], default_model())
        keys["first"] = cases.numbers(keys["long"])[0]
        with served_desk(cases) as address, chromium(folder / "profile") as driver:
            driver.implicitly_wait(10)
            driver.get(address)
            driver.find_element("id", "name").send_keys("kim\n")
            driver.implicitly_wait(0)
            root = address.partition("/enter")[0]
            yield driver, [root + page.format(**keys) for page in PAGES]


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_has_a_fault_that_axe_finds_or_scrolls_sideways(desk, scheme, width):
    driver, addresses = desk
    show_as(driver, scheme, width)
    for address in addresses:
        driver.get(address)
        driver.execute_script(OPEN_ALL)
        shown = driver.execute_script("return [document.documentElement.scrollWidth, document.title]")

        assert violations(driver) == [], address
        assert shown[0] <= width, address
        assert shown[1].endswith(" · Desk")


@needs_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("opens", ["keys", "label", "pause"])
def test_what_opens_over_a_page_has_no_fault_either(desk, scheme, width, opens):
    driver, addresses = desk
    show_as(driver, scheme, width)
    if opens == "pause":
        old = "localStorage.setItem('desk-reading', JSON.stringify({read: 4e6, seen: Date.now()}))"
        driver.execute_script(old)
    driver.get(addresses[3])
    if opens != "pause":
        driver.execute_script(f"document.querySelector('#{opens}').showModal()")
    (box,) = driver.find_elements("css selector", "dialog[open], .pause")
    driver.execute_script("localStorage.clear()")

    assert box.is_displayed()
    assert violations(driver) == []
    assert driver.execute_script("return document.documentElement.scrollWidth") <= width


@needs_browser
def test_a_planted_fault_is_found(desk):
    driver, addresses = desk
    show_as(driver, "light", 390)
    driver.get(addresses[0])
    driver.execute_script(
        "document.querySelector('label[for=author]').remove();"
        "document.querySelector('h1').style.color = '#ddd';"
        "document.querySelectorAll('.bar a').forEach(one => { one.style.padding = 0; one.style.fontSize = '6px'; })"
    )
    found = {rule for rule, _ in violations(driver)}

    assert {"label", "color-contrast", "target-size"} <= found


@needs_browser
def test_no_page_breaks_its_own_policy(desk):
    driver, addresses = desk
    show_as(driver, "light", 1280)
    driver.get_log("browser")
    for address in addresses[:-1]:
        driver.get(address)

    assert driver.get_log("browser") == []


@needs_browser
def test_focus_is_seen_wherever_the_keyboard_goes(desk):
    driver, addresses = desk
    show_as(driver, "light", 1280)
    for address in (addresses[0], addresses[3], addresses[8], addresses[10]):
        driver.get(address)
        seen = set()
        for _ in range(60):
            driver.switch_to.active_element.send_keys("\t")
            name, style, width, inside = driver.execute_script(
                "const one = document.activeElement, style = getComputedStyle(one), box = one.getBoundingClientRect();"
                "return [one.outerHTML.slice(0, 90), style.outlineStyle, parseFloat(style.outlineWidth),"
                " box.bottom > 0 && box.top < innerHeight]"
            )
            if name.startswith("<body"):
                break
            assert (style, width >= 2, inside) == ("solid", True, True), name
            seen.add(name)
        assert len(seen) > 6
    driver.get(addresses[0])
    driver.switch_to.active_element.send_keys("\t")
    driver.switch_to.active_element.send_keys("\n")
    time.sleep(0.1)
    assert driver.switch_to.active_element.get_attribute("id") == "content"


@needs_browser
@pytest.mark.parametrize(
    ("theme", "system", "dark"), [("dark", "light", True), ("light", "dark", False), ("auto", "dark", True)]
)
def test_the_switch_of_colours_wins_over_the_system(desk, theme, system, dark):
    driver, addresses = desk
    show_as(driver, system, 1280)
    driver.get(addresses[10])
    driver.find_element("css selector", f"[name=theme][value={theme}]").click()
    driver.find_element("css selector", "main form.plain > button").click()
    driver.get(addresses[3])
    red, *_ = driver.execute_script("return getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)")
    found = violations(driver)
    driver.delete_cookie("desk-care")

    assert (red < 100) == dark
    assert found == []
