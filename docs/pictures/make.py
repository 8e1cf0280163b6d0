"""Makes the pictures of the documentation from `examples/chats.jsonl`: terminals as SVG, pages as PNG, light and dark.

Run by ``make pictures``. Needs Chromium, its driver, and Pillow, which matplotlib brings along.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from PIL import Image
from rich.console import Console
from rich.terminal_theme import DIMMED_MONOKAI, TerminalTheme
from rich.text import Text

from grooming_risk.cli.main import main

FOLDER = Path(__file__).parent
ROOT = FOLDER.parents[1]
EXAMPLE = "examples/chats.jsonl"
LIGHT = TerminalTheme(
    (255, 255, 255), (29, 36, 51),
    [(29, 36, 51), (179, 38, 30), (27, 94, 32), (143, 74, 0), (53, 88, 168), (123, 31, 162), (31, 105, 103),
     (86, 95, 111)],
)  # fmt: skip
THEMES = {"light": LIGHT, "dark": DIMMED_MONOKAI}
SIZES = {"": (900, 760), "-phone": (390, 760)}
# As rich draws a terminal, without its web fonts: the pages load nothing from elsewhere.
SVG = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font: {char_height}px/{line_height}px ui-monospace, monospace; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def terminal(name: str, *arguments: str, lines: int = 40) -> None:
    """Write what a command prints on a terminal of 80 columns."""
    shown = CliRunner().invoke(main, arguments, env={"FORCE_COLOR": "1", "COLUMNS": "80", "TERM": "xterm-256color"})
    assert shown.exit_code == 0, shown.stderr
    text = Text.from_ansi("\n".join(shown.stdout.splitlines()[:lines]))
    command = " ".join(["grooming-risk", *arguments])
    for theme, colours in THEMES.items():
        console = Console(record=True, width=80, file=open("/dev/null", "w", encoding="utf-8"), legacy_windows=False)  # noqa: SIM115
        console.print(Text.assemble(f"$ {command}\n", text))
        svg = console.export_svg(title="", theme=colours, code_format=SVG, unique_id=name)
        (FOLDER / f"{name}-{theme}.svg").write_text(svg, encoding="utf-8")


@contextmanager
def browser() -> Iterator[Any]:
    """Give a headless Chromium."""
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for flag in ("headless", "no-sandbox", "disable-gpu", "hide-scrollbars", "force-device-scale-factor=1"):
        options.add_argument(f"--{flag}")
    driver = webdriver.Chrome(options, webdriver.ChromeService(shutil.which("chromedriver")))
    try:
        yield driver
    finally:
        driver.quit()


def page(driver: Any, name: str, address: str) -> None:
    """Write a page as pictures: light and dark, desktop and phone."""
    for size, (width, height) in SIZES.items():
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": bool(size)})  # fmt: skip
        for theme in THEMES:
            features = [{"name": "prefers-color-scheme", "value": theme}]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            driver.get(address)
            with Image.open(BytesIO(driver.get_screenshot_as_png())) as taken:
                taken.convert("RGB").quantize(64).save(FOLDER / f"{name}{size}-{theme}.png", optimize=True)


@contextmanager
def desk(folder: str) -> Iterator[str]:
    """Give the printed address of a desk that shows the example."""
    command = [sys.executable, "-m", "grooming_risk", "desk", EXAMPLE, "--file", f"{folder}/desk.sqlite", "--no-open"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def desk_pages(driver: Any, entry: str) -> None:
    """Write the desk's queue, a conversation and the figures as pictures."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    wait = WebDriverWait(driver, 20)
    driver.get(entry)
    name = wait.until(lambda page: page.find_element(By.NAME, "name"))
    name.send_keys("kim")
    name.submit()
    address = entry.partition("/enter")[0]
    links = wait.until(lambda page: page.find_elements(By.CSS_SELECTOR, "ol a"))
    third = links[2].get_attribute("href")
    page(driver, "desk", f"{address}/")
    page(driver, "desk-conversation", third)


def make() -> None:
    """Make every picture."""
    terminal("score", "score", "examples/chat.jsonl", "--format", "table", "--explain", lines=34)
    terminal("triage", "triage", EXAMPLE, "--top", "6")
    with tempfile.TemporaryDirectory() as folder, browser() as driver:
        with desk(folder) as entry:
            desk_pages(driver, entry)
        CliRunner().invoke(main, ["triage", EXAMPLE, "-o", folder], catch_exceptions=False)
        page(driver, "queue", f"file://{folder}/index.html")
        page(driver, "conversation", f"file://{folder}/pages/3.html")


if __name__ == "__main__":
    make()
    sys.stdout.write(f"wrote {len(list(FOLDER.glob('*.*g')))} pictures to {FOLDER}\n")
