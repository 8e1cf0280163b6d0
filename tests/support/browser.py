"""A headless Chromium, driven by selenium, and axe-core in its pages.

Needs Debian's packages: apt-get install chromium chromium-driver. `.ci/run` installs them; where they are absent the
browser tests are skipped, but never in CI.
"""

import importlib.util
import os
import shutil
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest

_FLAGS = ("headless", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-dev-shm-usage",
          "disable-background-networking", "disable-component-update", "disable-sync",
          "window-size=900,1400")  # fmt: skip
without_browser = pytest.mark.skipif(
    shutil.which("chromedriver") is None and "CI" not in os.environ, reason="apt-get install chromium chromium-driver"
)


def needs_browser(test):
    return pytest.mark.slow(without_browser(test))


@contextmanager
def chromium(profile):
    """A browser with a profile in a folder; it ends with the block."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for flag in (*_FLAGS, f"user-data-dir={profile}"):
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def show_as(driver, scheme, width):
    """Show pages in light or dark, on a screen of a width; a narrow one is a phone's."""
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    screen = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)


@cache
def _axe():
    # Found and not imported: only the file of axe-core is used.
    (folder,) = importlib.util.find_spec("axe_playwright_python").submodule_search_locations
    return (Path(folder) / "axe.min.js").read_text(encoding="utf-8")


_RUN_AXE = """
const done = arguments[0];
axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).then(found =>
  done(found.violations.map(one => [one.id, one.nodes.map(node => node.html.slice(0, 120))])));
"""


def violations(driver):
    """What axe-core finds wrong with the page as it is shown now: rule and elements."""
    driver.execute_script(_axe())
    return driver.execute_async_script(_RUN_AXE)
