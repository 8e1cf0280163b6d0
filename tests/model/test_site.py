"""The site file: its effect on scores, its bytes, refusal of cut and altered files."""

import json
import shutil
import subprocess
import sys

import pytest

from grooming_risk import PATTERNS, load_corpus, load_model
from grooming_risk.errors import ArtifactError
from grooming_risk.model.sealed import canonical_json, sha256_of
from grooming_risk.model.site import SITE_FILE, Site, Threshold, read_site
from grooming_risk.scoring.scorer import Scorer

RISKY = "dont tell your parents, send me a pic on snap"


def made(scorer, *, levels=(0.3, 0.6, 0.9), pattern=0.4, **options):
    thresholds = [Threshold(value, 50.0, 41.25, (3.0, 90.5), 2, True) for value in levels]
    return Site(
        scorer.artifact.sha256,
        dict(zip(("low", "medium", "high"), thresholds, strict=True)),
        dict.fromkeys(PATTERNS, Threshold(pattern, 50.0, 41.25, (3.0, 90.5), 2, True)),
        messages=1000,
        texts=900,
        **options,
    )


@pytest.fixture
def site(scorer):
    return made(scorer)


@pytest.fixture
def copy(model_folder, tmp_path):
    return shutil.copytree(model_folder, tmp_path / "copy")


def resealed(data, key, end=b""):
    """Return data with a checksum that fits it."""
    rest = {name: value for name, value in data.items() if name != key}
    return {**rest, key: sha256_of(canonical_json(rest) + end)}


def with_changes(path, **changes):
    """Write a site file with changes and a checksum that fits them."""
    data = {**json.loads(path.read_text()), **changes}
    path.write_text(json.dumps(resealed(data, "site_sha256")))


def test_a_saved_site_round_trips_to_the_same_bytes(site, tmp_path):
    site.save(tmp_path / "one.json")
    read = read_site(tmp_path / "one.json")
    read.save(tmp_path / "two.json")

    assert read == site
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()


CHAT_LEVELS = {"low": Threshold(0.1, 50_000.0, 48_000.5, (3.0, 90.5), 20), "medium": Threshold(0.2),
               "high": Threshold(0.3)}  # fmt: skip


def test_levels_of_conversations_leave_those_of_messages(scorer, model_folder, site, tmp_path):
    changed = site.with_conversations(CHAT_LEVELS, 400)
    changed.save(tmp_path / "site.json")
    read = read_site(tmp_path / "site.json")
    model = load_model(model_folder, site=read)

    assert read == changed
    assert (read.levels, read.patterns, read.chats) == (site.levels, site.patterns, 400)
    assert model.conversation_rule == scorer.artifact.conversation._replace(
        levels={"low": 0.1, "medium": 0.2, "high": 0.3}
    )
    assert model.thresholds == site.thresholds
    assert read.with_conversations(None) == site
    assert read.with_pattern("secrecy", 0.9).conversations == CHAT_LEVELS


def test_a_site_without_levels_of_conversations_keeps_those_of_the_model(scorer, model_folder, site):
    assert load_model(model_folder, site=site).conversation_rule == scorer.artifact.conversation
    assert scorer.conversation_rule == scorer.artifact.conversation


@pytest.mark.parametrize(
    "levels", [{"low": Threshold(0.5)}, dict(reversed(CHAT_LEVELS.items())), {**CHAT_LEVELS, "high": Threshold(2.0)}]
)
def test_bad_levels_of_conversations_are_refused(site, levels):
    with pytest.raises(ValueError, match=r"level|high"):
        site.with_conversations(levels)


def test_levels_and_found_patterns_follow_the_site(scorer, model_folder, site):
    scored = load_model(model_folder, site=site)

    for text in load_corpus("held_out")["text"].tolist()[:200]:
        own, sited = scorer.score(text), scored.score(text)
        assert (sited.risk, dict(sited.patterns)) == (own.risk, dict(own.patterns))
        assert sited.level == ("none", "low", "medium", "high")[sum(own.risk >= bound for bound in (0.3, 0.6, 0.9))]
        assert sited.found == tuple(name for name in PATTERNS if own.patterns[name] >= 0.4)


def test_evidence_and_plain_data_follow_the_patterns_found(scorer, model_folder):
    patterns = scorer.score(RISKY).patterns
    second, first = sorted(patterns.values())[-2:]
    score = load_model(model_folder, site=made(scorer, levels=(1e-6, 0.5, 0.9), pattern=second)).score(RISKY)
    none = load_model(model_folder, site=made(scorer, levels=(1e-6, 0.5, 0.9), pattern=1.0)).score(RISKY)

    assert len(score.found) == 2
    assert {e.pattern for e in score.evidence} == set(score.found) == set(score.to_dict()["found"])
    assert none.found == ()
    assert {patterns[e.pattern] for e in none.evidence} == {first}  # of the likeliest one


def test_the_site_file_in_the_model_folder_is_the_default(scorer, copy, tmp_path, site):
    assert load_model(copy).site is None
    site.save(copy / SITE_FILE)
    made(scorer, pattern=0.7).save(tmp_path / "other.json")

    assert load_model(copy).thresholds == site.thresholds
    assert load_model(copy, site=tmp_path / "other.json").thresholds["patterns"]["secrecy"] == 0.7
    assert load_model(copy, site=str(tmp_path / "other.json")).site == made(scorer, pattern=0.7)


def test_one_pattern_changed_leaves_all_others_bit_for_bit(scorer, model_folder, site):
    changed = site.with_pattern("secrecy", 0.123456789)
    before, after = json.loads(json.dumps(site.to_dict())), json.loads(json.dumps(changed.to_dict()))

    assert after["patterns"].pop("secrecy")["value"] == 0.123456789
    assert before["patterns"].pop("secrecy")["value"] == 0.4
    assert before == after
    assert changed.patterns["secrecy"].by_hand
    assert changed.patterns["secrecy"].interval is None
    old, new = load_model(model_folder, site=site), load_model(model_folder, site=changed)
    for text in load_corpus("held_out")["text"].tolist()[:100]:
        kept = [name for name in new.score(text).found if name != "secrecy"]
        assert kept == [name for name in old.score(text).found if name != "secrecy"]
        assert new.score(text).level == old.score(text).level


@pytest.mark.parametrize(
    ("name", "value"), [("secrets", 0.5), ("secrecy", 0), ("secrecy", 1.1), ("secrecy", float("nan"))]
)
def test_bad_threshold_is_refused(site, name, value):
    with pytest.raises(ValueError, match="secre"):
        site.with_pattern(name, value)


def test_observe_only_changes_nothing_else(site):
    assert site.with_observe_only(True).with_observe_only(False) == site
    assert site.with_observe_only(True).thresholds == site.thresholds


def test_a_site_of_another_model_is_refused(scorer, copy, tmp_path, site):
    path = tmp_path / "site.json"
    site.save(path)
    manifest = json.loads((copy / "manifest.json").read_text())

    with pytest.raises(ArtifactError, match=r"site\.json: .*made for another model"):
        load_model(site=path)
    site.save(copy / SITE_FILE)
    manifest["info"]["name"] = "other"
    rewritten(copy, manifest)
    with pytest.raises(ArtifactError, match="made for another model"):
        load_model(copy)
    with pytest.raises(ArtifactError, match="made for another model"):
        load_model(copy, site=site)
    with pytest.raises(ArtifactError, match="made for another model"):
        read_site(path, model="0" * 64)


def rewritten(folder, manifest):
    """Write a manifest with a checksum that fits it."""
    manifest = resealed(manifest, "manifest_sha256", b"\n")
    (folder / "manifest.json").write_text(json.dumps(manifest))


@pytest.mark.parametrize("share", [0, 0.3, 0.99])
def test_cut_file_is_refused(copy, site, share):
    path = copy / SITE_FILE
    site.save(path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])

    with pytest.raises(ArtifactError, match=r"site\.json: cut short"):
        load_model(copy)


def test_altered_file_is_refused(copy, site):
    path = copy / SITE_FILE
    site.save(path)
    path.write_text(path.read_text().replace("0.6", "0.7"))

    with pytest.raises(ArtifactError, match=r"altered.*wrong checksum"):
        load_model(copy)


@pytest.mark.parametrize("version", [0, 1, 2, 4, "3", None, True])
def test_unknown_version_is_refused_by_name(copy, site, version):
    path = copy / SITE_FILE
    site.save(path)
    with_changes(path, format_version=version)

    with pytest.raises(ArtifactError, match=r"site format version .*again with: grooming-risk calibrate"):
        load_model(copy)


@pytest.mark.parametrize(
    "changes",
    [
        {"patterns": {}},
        {"levels": {"low": {"value": 0.1}}},
        {"levels": None},
        {"levels": []},
        {"conversations": {}},
        {"conversations": []},
        {"conversations": {"low": {"value": 0.1, "interval": None}}},
        {
            "conversations": {
                name: {"value": v, "interval": None} for name, v in (("low", 0.9), ("medium", 0.5), ("high", 0.6))
            }
        },
        {"unknown": 1},
        {"patterns": {name: {"value": 0.5, "interval": [1]} for name in PATTERNS}},
        {"patterns": {name: {"value": "0.5", "interval": None} for name in PATTERNS}},
        {
            "levels": {
                name: {"value": v, "interval": None} for name, v in (("low", 0.9), ("medium", 0.5), ("high", 0.6))
            }
        },
    ],
)
def test_other_shapes_are_refused(copy, site, changes):
    path = copy / SITE_FILE
    site.save(path)
    with_changes(path, **changes)

    with pytest.raises(ArtifactError, match=r"a part of the site file cannot be read"):
        load_model(copy)


@pytest.mark.parametrize("content", [b"[]", b"7", b"null", b"\xff", b"[" * 100_000])
def test_other_content_is_refused(tmp_path, content):
    (tmp_path / "site.json").write_bytes(content)

    with pytest.raises(ArtifactError, match=r"site\.json"):
        read_site(tmp_path / "site.json")


def test_an_absent_file_is_refused(tmp_path):
    with pytest.raises(ArtifactError, match="cannot be read"):
        load_model(site=tmp_path / "none.json")


def test_reading_a_site_needs_the_standard_library_alone(model_folder, tmp_path, site):
    site.save(tmp_path / "site.json")
    code = (
        "import sys; from grooming_risk import load_model; "
        f"m = load_model({str(model_folder)!r}, site={str(tmp_path / 'site.json')!r}); m.score('hi').found; "
        "print(sorted({'numpy', 'scipy', 'pandas', 'sklearn', 'click', 'rich'} & set(sys.modules)))"
    )

    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_scorer_without_a_site_has_the_thresholds_of_its_model(scorer):
    own = {kind: scorer.artifact.thresholds[kind] for kind in ("levels", "patterns")}

    assert Scorer(scorer.artifact).thresholds == own
