"""The pictures of the documentation show what the program makes: each is described, small, and as a fresh one."""

import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from support.browser import without_browser
from support.shown_text import difference

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
PICTURES = sorted([*FOLDER.glob("*.png"), *FOLDER.glob("*.svg")])
PAGES = {path: path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]}
SHOWN = {"score", "triage", "conversation", "desk", "desk-conversation", "queue", "report", "report-figures",
         "fact-sheet", "notebook", "notebook-plot"}  # fmt: skip
LIGHT_ONLY = {"fact-sheet", "fact-sheet-phone"}
"""A page to print."""
TERMINALS = {"score", "triage"}
MAX_BYTES = 3_000_000
OF_A_MACHINE = re.compile(
    rf"/tmp/|file://|127\.0\.0\.1|localhost|{re.escape(str(ROOT))}|{re.escape(str(Path.home()))}/"
)


def names(folder=FOLDER):
    return {path.name for path in folder.iterdir() if path.suffix in (".png", ".svg")}


def said(path):
    """Return the width, the height and the text of a picture."""
    from PIL import Image

    if path.suffix == ".svg":
        root = ET.parse(path).getroot()
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        return width, height, "\n".join(one.text or "" for one in root.iter("{http://www.w3.org/2000/svg}text"))
    with Image.open(path) as picture:
        picture.load()
        return *picture.size, picture.text["Description"]


def test_every_picture_is_there_in_light_and_dark_for_desktop_and_phone():
    pages = {f"{name}{size}" for name in SHOWN - TERMINALS for size in ("", "-phone")}
    wanted = {f"{name}-light.png" for name in pages} | {f"{name}-dark.png" for name in pages - LIGHT_ONLY}

    assert names() == wanted | {f"{name}-{theme}.svg" for name in TERMINALS for theme in ("light", "dark")}


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_is_shown_where_it_is_described(path):
    assert any(path.name in text for text in PAGES.values())


def test_pages_name_no_picture_that_is_not_there():
    named = {found for text in PAGES.values() for found in re.findall(r"pictures/([\w.-]+)", text)}

    assert named - names() == set()


@pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)
def test_a_picture_says_something_and_nothing_of_one_machine(path):
    width, _, text = said(path)

    assert len(text.split()) > 50
    assert OF_A_MACHINE.findall(text) == []
    if path.suffix == ".png":
        assert width == (390 if "-phone-" in path.name else 1280)


def test_light_and_dark_say_the_same():
    for path in PICTURES:
        if "-dark." in path.name:
            assert said(path) == said(path.with_name(path.name.replace("-dark.", "-light.")))


def test_all_together_are_small():
    assert sum(path.stat().st_size for path in PICTURES) < MAX_BYTES


def stale(kept, made):
    """Yield what tells the pictures of a folder from those of another: names, size in pixels, text."""
    yield from sorted(names(kept) ^ names(made))
    for name in sorted(names(kept) & names(made)):
        (*size, text), (*now, fresh) = said(kept / name), said(made / name)
        if size != now or difference(text, fresh):
            yield name, size, now, difference(text, fresh)


@pytest.mark.full
@pytest.mark.slow
@without_browser
def test_a_fresh_picture_has_the_same_size_and_text(tmp_path):
    done = subprocess.run([sys.executable, FOLDER / "make.py", tmp_path], capture_output=True, text=True, cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert list(stale(FOLDER, tmp_path)) == [], "`make pictures` makes them anew; look at them"


def test_a_picture_that_shows_something_else_is_noticed(tmp_path):
    kept, made = tmp_path / "kept", tmp_path / "made"
    for folder in (kept, made):
        folder.mkdir()
        shutil.copy(FOLDER / "triage-light.svg", folder)
        shutil.copy(FOLDER / "desk-light.png", folder)
    assert list(stale(kept, made)) == []

    terminal = made / "triage-light.svg"
    terminal.write_text(terminal.read_text(encoding="utf-8").replace("messages", "lines"), encoding="utf-8")
    shutil.copy(FOLDER / "queue-light.png", made / "desk-light.png")
    shutil.copy(FOLDER / "queue-light.png", made)

    assert [one if isinstance(one, str) else one[0] for one in stale(kept, made)] == [
        "queue-light.png", "desk-light.png", "triage-light.svg",
    ]  # fmt: skip
