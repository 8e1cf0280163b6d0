"""Model folders and site files signed anew with any content: an `ArtifactError`, or a model that works."""

import copy
import json
import random
import struct
import tracemalloc
from array import array
from math import isfinite

import pytest

from grooming_risk import LEVELS, Conversation, load_model
from grooming_risk.errors import ArtifactError
from grooming_risk.labels import PATTERNS
from grooming_risk.model import artifact as artifacts
from grooming_risk.model.artifact import read_artifact, write_artifact
from grooming_risk.model.checks import MOST_LEVELS, check_words, number, plain_json
from grooming_risk.model.sealed import canonical_json, sha256_of
from grooming_risk.model.site import Site, Threshold
from grooming_risk.scoring.scorer import default_model

TEXTS = [
    "our secret ok, dont tell your mom",
    "s3nd me a pic!!",
    "gg wp",
    "",
    "zxqv пароль ƨ",
    "s e n d it",
    "how old r u? 13",
]
TALK = " ".join(TEXTS) * 60
EVERY = 90
"""One term in so many is kept: reading the model must be quick here."""


def nested(levels):
    data = []
    for _ in range(levels - 1):
        data = [data]
    return data


HOSTILE = [
    float("nan"), float("inf"), -float("inf"), 10**400, 10**9, 1e300, -1e300, 1e-300, 0, 0.0, -1, 0.5, 1, 2, True,
    False, None, "", " ", "a b", "a b c d", "x" * 5_000, "1.0", "\ud800", "é", [], {}, [0.5], ["a", "a"], {"": ""},
    {"a": None}, nested(MOST_LEVELS - 4), nested(900), [0.5] * 13, [1e300] * 13, ["+a b c", "&a", "|x", "|", "~", ""],
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A folder with a part of the shipped model, and a site file."""
    whole = default_model().artifact
    kept = range(0, len(whole.terms), EVERY)
    lexicon = whole.lexicon._replace(
        forms=dict([*whole.lexicon.forms.items()][::20]), spelling=dict([*whole.lexicon.spelling.items()][::20])
    )
    part = whole._replace(
        terms={term: place for place, term in enumerate([*whole.terms][::EVERY])},
        idf=array("f", [whole.idf[at] for at in kept]),
        coef=[array("f", [row[at] for at in kept]) for row in whole.coef],
        dictionary=whole.dictionary[::20],
        lexicon=lexicon,
        languages=(),  # they have their own test
    )
    folder = tmp_path_factory.mktemp("small")
    write_artifact(part, folder, "# card\n")
    levels = {name: Threshold(0.2 + place / 10, 50.0, 4.5, (3.0, 9.0), 2) for place, name in enumerate(LEVELS[1:])}
    patterns = dict.fromkeys(PATTERNS, Threshold(0.5))
    Site(read_artifact(folder).sha256, levels, patterns, 100, 90, conversations=levels, chats=9).save(
        folder / "site.json"
    )
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write_signed(folder, parts, manifest):
    """Write the files of a folder, with checksums that fit them."""
    for name in artifacts._FILES:
        if isinstance(manifest.get("files"), dict) and name in manifest["files"]:
            manifest["files"][name] = sha256_of(parts[name])
    rest = {name: value for name, value in manifest.items() if name != "manifest_sha256"}
    manifest["manifest_sha256"] = sha256_of(canonical_json(rest) + b"\n")
    for name, content in {**parts, "manifest.json": json.dumps(manifest).encode()}.items():
        (folder / name).write_bytes(content)
    site = json.loads(parts["site.json"])
    if isinstance(site, dict):
        if len(str(site.get("model"))) == 64:
            site["model"] = manifest["manifest_sha256"]
        site["site_sha256"] = sha256_of(canonical_json({k: v for k, v in site.items() if k != "site_sha256"}))
    (folder / "site.json").write_text(json.dumps(site))


def altered(data, chance):
    """Return JSON data with one value replaced, left out, added, or moved."""
    data = copy.deepcopy(data)
    at = data
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = chance.choice(keys)
        if not isinstance(at[key], dict | list) or not at[key] or chance.random() < 0.25:
            break
        at = at[key]
    match chance.choice(["replace"] * 6 + ["remove", "add", "move"]):
        case "replace":
            at[key] = chance.choice(HOSTILE)
        case "remove":
            del at[key]
        case "add" if isinstance(at, dict):
            at[chance.choice(["", "more", "a b"])] = chance.choice(HOSTILE)
        case "add":
            at.append(chance.choice(HOSTILE))
        case "move":
            at[key] = at[chance.choice(keys)]
    return data


def altered_weights(content, chance):
    size = 8 + int.from_bytes(content[:8], "little")
    head, body = content[8:size], bytearray(content[size:])
    if chance.random() < 0.5:
        for _ in range(chance.choice([1, 50])):
            value = chance.choice([float("nan"), float("inf"), -3e38, 1e-30, 1e-45, -5.0, 0.0, 1e5])
            struct.pack_into("<f", body, 4 * chance.randrange(len(body) // 4), value)
    elif chance.random() < 0.8:
        data = altered(json.loads(head), chance)
        if chance.random() < 0.3:
            data = {"idf": data.get("idf"), "coef": {"dtype": "F32", "shape": [10**12, 0], "data_offsets": [0, 0]}}
        head = json.dumps(data).encode()
    else:
        body = body[: chance.randrange(len(body))]
    length = len(head) if chance.random() < 0.9 else chance.choice([0, 2**63, len(content) * 2])
    return length.to_bytes(8, "little") + head + bytes(body)


def in_bounds(value):
    return isfinite(value) and 0 <= value <= 1


def check_works(model):
    """Use a model in every way; raises if it does not work."""
    scores = [model.score(text) for text in [*TEXTS, TALK]]
    assert all(in_bounds(value) for s in scores for value in (s.risk, s.disclosure, s.coverage, *s.patterns.values()))
    assert all(s.level in LEVELS and isfinite(e.weight) for s in scores for e in model.evidence(s._text, PATTERNS))
    json.dumps([s.to_dict(evidence=True) for s in scores], allow_nan=False)
    if model.compiled:
        assert [s.risk for s in model.compiled.scores([*TEXTS, TALK], patterns=True)] == [s.risk for s in scores]
    chat = Conversation(model=model, roles={"a": "adult", "b": "minor"})
    for at, text in enumerate(TEXTS):
        state = chat.add(text, author="ab"[at % 2], at=float(at))
        assert in_bounds(state.risk)
        assert state.level in LEVELS
    assert Conversation.from_bytes(chat.to_bytes(), model=model).to_bytes() == chat.to_bytes()


@pytest.mark.parametrize("seed", range(6))
def test_a_folder_signed_anew_with_any_content_is_refused_or_works(small, tmp_path, seed):
    chance, refused, works = random.Random(seed), [], 0
    for _ in range(60):
        parts, manifest = dict(small), json.loads(small["manifest.json"])
        name = chance.choice(["manifest.json", "manifest.json", "terms.json", "lexicon.json", "weights", "site.json"])
        if name == "manifest.json":
            manifest = altered(manifest, chance)
        elif name == "weights":
            parts["weights.safetensors"] = altered_weights(parts["weights.safetensors"], chance)
        else:
            parts[name] = json.dumps(altered(json.loads(parts[name]), chance)).encode()
        write_signed(tmp_path, parts, manifest)
        try:
            model = load_model(tmp_path)
        except ArtifactError as error:
            refused.append(len(str(error)))
            continue
        check_works(model)
        works += 1
    assert works
    assert refused
    assert max(refused) < 500


def with_manifest(folder, small, **changes):
    write_signed(folder, dict(small), {**json.loads(small["manifest.json"]), **changes})


@pytest.mark.parametrize(
    "changes",
    [
        {"slope": [float("nan")] * 13},
        {"settings": {"word_ngrams": 10**9}},
        {"settings": {"pair_distance": 10**9}},
        {"settings": {"subword_max": 10**9}},
        {"settings": {"begin_words": -1}},
        {"unknown": {}},
        {"files": []},
        {"files": {}},
        {"info": []},
        {"info": {"mix": 3}},
        {"info": {"mix": {"grooming": 0}}},
        {"info": nested(900)},
        {"thresholds": None},
        {"thresholds": []},
        {"conversation": {}},
        {"heads": []},
    ],
    ids=str,
)
def test_impossible_parts_of_a_manifest_are_refused(small, tmp_path, changes):
    with_manifest(tmp_path, small, **changes)

    with pytest.raises(ArtifactError, match="grooming-risk train"):
        load_model(tmp_path, site=None)


@pytest.mark.parametrize("name", [*artifacts._FILES, "manifest.json"])
def test_a_file_too_large_is_refused_and_not_read(small, tmp_path, name, monkeypatch):
    write_signed(tmp_path, dict(small), json.loads(small["manifest.json"]))
    with (tmp_path / name).open("r+b") as stream:
        stream.truncate(2**31)
    tracemalloc.start()
    with pytest.raises(ArtifactError, match=f"{name}.*more than [0-9,]+ bytes"):
        load_model(tmp_path)
    assert tracemalloc.get_traced_memory()[1] < 2**28
    tracemalloc.stop()


def test_many_empty_rows_of_weights_are_refused_without_being_made(small, tmp_path):
    parts = dict(small)
    head = json.dumps(
        {name: {"dtype": "F32", "shape": [10**12, 0], "data_offsets": [0, 0]} for name in ("idf", "coef")}
    )
    parts["weights.safetensors"] = len(head).to_bytes(8, "little") + head.encode()
    write_signed(tmp_path, parts, json.loads(small["manifest.json"]))

    with pytest.raises(ArtifactError, match="cannot be read"):
        load_model(tmp_path)


@pytest.mark.parametrize("content", [b"[NaN]", b'{"a": -Infinity}', b"[" * 50 + b"]" * 50, b"[" * 10**6])
def test_json_with_more_than_plain_data_is_refused(content):
    with pytest.raises((ValueError, RecursionError)):
        plain_json(content)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 2**18, "1", None, True])
def test_a_number_is_finite_and_bounded(value):
    with pytest.raises((TypeError, ValueError)):
        number(value)


@pytest.mark.parametrize("value", ["", "a b", "a\nb", "x" * 201, 3])
def test_a_word_is_a_string_without_blanks(value):
    check_words(["a", "b"])
    with pytest.raises((TypeError, ValueError)):
        check_words(["a", value])
