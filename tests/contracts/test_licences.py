"""The licences of all dependencies are on their page, by name, and what asks for more than a notice is said there."""

import re
from email.message import Message
from pathlib import Path
from types import SimpleNamespace

import licences
import pytest
from packaging.requirements import Requirement

PAGE = licences.PAGE.read_text(encoding="utf-8")
SAID = PAGE.partition(licences.BEGIN)[0]
ASKS_FOR_MORE = re.compile(r"GPL|General Public|MPL|Mozilla|EUPL|ODbL|Share|SSPL|Commercial|Proprietary|CC-BY")


@pytest.fixture(scope="module")
def here():
    return licences.rows(licences.installed())


def package(name="one", requires=(), files=(), **stated):
    """Stand in for an installed package."""
    metadata = Message()
    for field, value in [("Name", name), *((key.replace("_", "-"), value) for key, value in stated.items())]:
        metadata[field] = value
    return SimpleNamespace(metadata=metadata, requires=list(requires), files=list(files))


def test_each_dependency_of_each_extra_is_on_the_page_with_its_licence(here):
    assert len(here) > 70
    assert licences.differences(here, PAGE) == []
    assert {"click", "fastapi", "numpy", "weasyprint", "numba", "ijson", "distributed"} <= here.keys()


def test_what_asks_for_more_than_a_notice_is_said():
    asking = {name for name, (stated, _) in licences.on_the_page(PAGE).items() if ASKS_FOR_MORE.search(stated)}

    assert asking >= {"pyphen", "tqdm"}
    assert {name for name in asking if f"`{name}`" not in SAID} == set()


def test_what_is_always_installed_asks_for_a_notice_alone(here):
    always = [stated for stated, by in here.values() if by == ("always",)]

    assert len(always) > 4
    assert [stated for stated in always if ASKS_FOR_MORE.search(stated)] == []


def test_a_licence_that_changed_and_a_package_that_is_missing_are_differences(here):
    changed = {**here, "click": ("AGPL-3.0", ("always",)), "new": ("MIT", ("train",))}

    assert [line.partition(":")[0] for line in licences.differences(changed, PAGE)] == ["click", "new"]


def test_the_table_is_read_as_it_is_written(here):
    assert licences.on_the_page(licences.BEGIN + licences.table(here) + licences.END) == here


@pytest.mark.parametrize(
    ("stated", "licence"),
    [
        ({"License_Expression": "MIT OR ISC", "Classifier": "License :: OSI Approved :: BSD License"}, "MIT OR ISC"),
        ({"Classifier": "License :: OSI Approved :: BSD License", "License": "my own"}, "BSD License"),
        ({"Classifier": "License :: Other/Proprietary License", "License": "ISC"}, "ISC"),
        ({"License": "ISC"}, "ISC"),
    ],
)
def test_a_licence_is_taken_where_it_is_stated_best(stated, licence):
    assert licences.licence(package(**stated)) == licence


def test_a_package_without_a_licence_is_an_error():
    with pytest.raises(LookupError, match="one states no licence"):
        licences.licence(package(License="a text\nof lines"))


def test_dependencies_are_followed_through_extras_and_absent_ones_named():
    packages = {
        "one": package(requires=["two[fast]"]),
        "two": package("two", ['three; extra == "fast"', "four; python_version < '3'"]),
    }

    with pytest.raises(LookupError, match="three is not installed"):
        list(licences.closure([Requirement("one")], packages))
    assert list(licences.closure([Requirement("one")], packages | {"three": package("three")})) == [
        "one",
        "two",
        "three",
    ]


def test_sources_of_word_lists_are_in_the_notice():
    root = Path(licences.ROOT)
    notice = (root / "NOTICE").read_text(encoding="utf-8")
    stated = {path.stem for path in (root / "models/default/languages").glob("*.txt")}

    assert stated
    assert {code for code in stated if not re.search(rf"\b{code}\b[\w, ]*:", notice)} == set()
