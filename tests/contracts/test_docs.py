"""The documentation: builds without a warning, describes every public name, and its links lead somewhere."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

import grooming_risk
from grooming_risk.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("tutorials", "how-to", "reference", "explanation")
LOADED = {"script": "src", "img": "src", "iframe": "src", "link": "href"}

pytestmark = pytest.mark.slow


class Page(HTMLParser):
    """What a page links to, what it loads, and the places in it that a link can name."""

    def __init__(self, path):
        super().__init__()
        self.links, self.loads, self.places = [], [], set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        found = dict(attributes)
        self.places.add(found.get("id"))
        if tag == "a" and "href" in found:
            self.links.append(found["href"])
        if found.get(LOADED.get(tag)):
            self.loads.append(found[LOADED[tag]])


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    run = subprocess.run(
        [*command, "-d", folder / "cache", ROOT / "docs", folder / "site"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    return folder / "site"


@pytest.fixture(scope="module")
def pages(site):
    return {path: Page(path) for path in site.rglob("*.html")}


def inside(link):
    return not urlsplit(link).scheme and not link.startswith("//")


@pytest.mark.parametrize("part", PARTS)
def test_part_is_there_and_the_front_page_leads_to_it(site, pages, part):
    assert f"{part}/index.html" in pages[site / "index.html"].links
    assert {f"{path.stem}.html" for path in (ROOT / "docs" / part).glob("*.md")} <= {
        path.name for path in (site / part).glob("*.html")
    }


def test_every_page_is_reached_from_the_front_page(site, pages):
    reached, waiting = set(), [site / "index.html"]
    while waiting:
        path = waiting.pop()
        if path in pages and path not in reached:
            reached.add(path)
            waiting += [(path.parent / urlsplit(link).path).resolve() for link in pages[path].links if inside(link)]

    made_of_files = {site / path.relative_to(ROOT / "docs").with_suffix(".html") for path in ROOT.glob("docs/**/*.md")}
    assert made_of_files - reached == set()


@pytest.mark.parametrize("name", grooming_risk.__all__)
def test_public_name_is_on_a_reference_page(site, pages, name):
    assert any(f"grooming_risk.{name}" in pages[path].places for path in (site / "reference").glob("*.html"))


@pytest.mark.parametrize("name", sorted(main.commands))
def test_command_and_its_options_are_described(site, pages, name):
    places = pages[site / "reference" / "command-line.html"].places
    options = [param.opts for param in main.commands[name].params if param.param_type_name == "option"]
    described = [{f"cmdoption-grooming-risk-{name}-{opt.lstrip('-')}" for opt in opts} & places for opts in options]

    assert f"grooming-risk-{name}" in places
    assert all(described)


def test_internal_links_lead_somewhere(pages):
    broken = []
    for path, page in pages.items():
        for link in filter(inside, [*page.links, *page.loads]):
            parts = urlsplit(link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            place = unquote(parts.fragment)
            if not target.is_file() or (place and target in pages and place not in pages[target].places):
                broken.append((path.name, link))

    assert broken == []


def test_pages_load_nothing_from_elsewhere(pages):
    assert [link for page in pages.values() for link in page.loads if not inside(link) and link[:5] != "data:"] == []


def test_pages_tell_nothing_of_the_machine_that_built_them(site):
    told = re.compile("|".join(re.escape(f"{path}/") for path in (ROOT, site.parent, Path.home(), sys.prefix)))
    files = [path for path in site.rglob("*") if path.suffix in (".html", ".js", ".json", ".css", ".txt")]

    assert len(files) > 20
    assert [path.name for path in files if told.search(path.read_text(encoding="utf-8"))] == []
