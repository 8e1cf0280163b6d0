"""Makes the pictures of the documentation from what ships: terminals as SVG, pages as PNG, light and dark.

Run by ``make pictures``. Needs Chromium and its driver. A PNG carries the text of its page, so that a test can see
whether the page still says that.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from click.testing import CliRunner
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from grooming_risk.cli.main import main

ROOT = Path(__file__).parents[2]
EXAMPLE = "examples/chats.jsonl"
NOTEBOOKS = {"notebook": ("01_first_score", "#cell-id\\=cell-15"),
             "notebook-plot": ("06_conversation_over_time", "#cell-id\\=cell-4")}  # fmt: skip
"""Notebooks to show, and the cell that is on top."""
WRAPPED = """<style>.highlight pre { white-space: pre-wrap; } .jp-InputPrompt, .jp-OutputPrompt
  { color: var(--jp-content-font-color1) !important; opacity: .8 !important; }</style></head>"""
"""What cannot be scrolled must not be cut, and what is numbered must be readable."""
# Both far enough apart that dim text is readable too.
THEMES = {
    "light": TerminalTheme(
        (255, 255, 255), (13, 17, 28),
        [(13, 17, 28), (179, 38, 30), (27, 94, 32), (143, 74, 0), (53, 88, 168), (123, 31, 162), (31, 105, 103),
         (86, 95, 111)],
    ),
    "dark": TerminalTheme(
        (22, 26, 34), (230, 233, 240),
        [(22, 26, 34), (255, 123, 114), (126, 231, 135), (227, 179, 65), (121, 192, 255), (210, 168, 255),
         (86, 212, 221), (230, 233, 240)],
    ),
}  # fmt: skip
SIZES = {"": (1280, 860), "-phone": (390, 760)}
TEXT = "Description"
"""Key of a PNG under which the text of its page is kept."""
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


def run(*arguments: str, **environment: str) -> str:
    """Run a command of the program; return what it prints."""
    done = CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def terminal(target: Path, name: str, *arguments: str) -> None:
    """Write what a command prints on a terminal of 80 columns."""
    printed = run(*arguments, FORCE_COLOR="1", COLUMNS="80", TERM="xterm-256color")
    text = Text.assemble(f"$ {' '.join(['grooming-risk', *arguments])}\n", Text.from_ansi(printed.rstrip("\n")))
    for theme, colours in THEMES.items():
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            console = Console(record=True, width=80, file=nowhere, legacy_windows=False)
            console.print(text)
        svg = console.export_svg(title="", theme=colours, code_format=SVG, unique_id=name)
        # The frame that rich draws is white, and would not be seen on a white page.
        svg = svg.replace("rgba(255,255,255,0.35)", "rgba(128,128,128,0.5)")
        (target / f"{name}-{theme}.svg").write_text(svg, encoding="utf-8")


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


def page(driver: Any, target: Path, name: str, address: str, *themes: str, top: str = "body") -> None:
    """Write a page as pictures: desktop and phone, in light and dark or one of them; `top` selects where it begins."""
    for size, (width, height) in SIZES.items():
        driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": bool(size)})  # fmt: skip
        for theme in themes or THEMES:
            features = [{"name": "prefers-color-scheme", "value": theme}]
            driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
            driver.get(address)
            driver.execute_script(f"document.querySelector({top!r}).scrollIntoView()")
            said = PngInfo()
            said.add_itxt(TEXT, " ".join(driver.execute_script("return document.body.innerText").split()), zip=True)
            with Image.open(BytesIO(driver.get_screenshot_as_png())) as taken:
                small = with_few_colours(taken.convert("RGB"))
                small.save(target / f"{name}{size}-{theme}.png", optimize=True, pnginfo=said)


def with_few_colours(picture: Image.Image) -> Image.Image:
    """Return a picture with its 256 most frequent colours, so that areas keep theirs; others become the nearest."""
    red, green, blue = np.moveaxis(np.asarray(picture, dtype=np.int32), -1, 0)
    packed, places, counts = np.unique(red << 16 | green << 8 | blue, return_inverse=True, return_counts=True)
    colours = np.stack([packed >> 16, packed >> 8 & 255, packed & 255], axis=-1)
    palette = colours[np.argsort(-counts, kind="stable")[:256]]
    nearest = ((colours[:, None] - palette[None]) ** 2).sum(axis=-1).argmin(axis=-1)
    small = Image.fromarray(nearest[places].reshape(red.shape).astype(np.uint8), "P")
    small.putpalette(palette.astype(np.uint8).tobytes())
    return small


@contextmanager
def desk(folder: Path) -> Iterator[str]:
    """Give the printed address of a desk that shows the example."""
    command = [sys.executable, "-m", "grooming_risk", "desk", EXAMPLE, "--file", folder / "desk.sqlite", "--no-open"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1]
        finally:
            process.terminate()


def desk_pages(driver: Any, target: Path, entry: str) -> None:
    """Write the desk's queue and a conversation as pictures."""
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.wait import WebDriverWait

    wait = WebDriverWait(driver, 20)
    driver.get(entry)
    name = wait.until(lambda page: page.find_element(By.NAME, "name"))
    name.send_keys("kim")
    name.submit()
    links = wait.until(lambda page: page.find_elements(By.CSS_SELECTOR, "ol a"))
    third = links[2].get_attribute("href")
    page(driver, target, "desk", f"{entry.partition('/enter')[0]}/")
    page(driver, target, "desk-conversation", third)


def write_fact_sheet(folder: Path) -> Path:
    """Write the fact sheet of the shipped held-out conversations; the example has too few to count."""
    from grooming_risk import load_conversations

    chats = load_conversations("held_out")
    with open(folder / "chats.jsonl", "w", encoding="utf-8") as file:
        for row in chats.itertuples():
            at = (row.start + timedelta(minutes=row.minutes)).isoformat()
            line = {"conversation": row.conversation, "author": row.author, "text": row.text, "at": at}
            file.write(json.dumps(line) + "\n")
    scored = run("score", str(folder / "chats.jsonl"), "--conversation-column", "conversation", "--time-column", "at",
                 "--keep", "at", "--no-text")  # fmt: skip
    (folder / "scored.jsonl").write_text(scored, encoding="utf-8")
    run("factsheet", str(folder / "scored.jsonl"), "-o", str(folder / "sheet.html"))
    return folder / "sheet.html"


def notebook_pages(driver: Any, target: Path, folder: Path) -> None:
    """Write notebooks as pictures, with the outputs that they keep."""
    from nbconvert import HTMLExporter

    for name, (notebook, top) in NOTEBOOKS.items():
        for theme in THEMES:
            # Nothing is loaded from elsewhere.
            exporter = HTMLExporter(theme=theme, require_js_url="", mathjax_url="", jquery_url="", mermaid_js_url="")
            html, _ = exporter.from_filename(ROOT / "notebooks" / f"{notebook}.ipynb")
            path = folder / f"{notebook}-{theme}.html"
            path.write_text(html.replace("</head>", WRAPPED), encoding="utf-8")
            page(driver, target, name, path.as_uri(), theme, top=top)


def make(target: Path) -> None:
    """Write every picture into a folder."""
    os.chdir(ROOT)  # commands are shown as they are typed there
    terminal(target, "score", "score", "examples/chat.jsonl", "--format", "table", "--explain")
    terminal(target, "triage", "triage", EXAMPLE, "--top", "6")
    with tempfile.TemporaryDirectory() as name, browser() as driver:
        folder = Path(name)
        notebook_pages(driver, target, folder)
        with desk(folder) as entry:
            desk_pages(driver, target, entry)
        run("triage", EXAMPLE, "-o", name)
        page(driver, target, "queue", (folder / "index.html").as_uri())
        page(driver, target, "conversation", (folder / "pages" / "3.html").as_uri())
        page(driver, target, "fact-sheet", write_fact_sheet(folder).as_uri(), "light")  # a page to print
        run("report", "-o", str(folder / "report.html"), "--no-attacks")
        page(driver, target, "report", (folder / "report.html").as_uri())
        page(driver, target, "report-figures", (folder / "report.html").as_uri(), top="figure:nth-of-type(2)")


if __name__ == "__main__":
    made = Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else Path(__file__).parent
    make(made)
    sys.stdout.write(f"wrote {len(list(made.glob('*.*g')))} pictures to {made}\n")
