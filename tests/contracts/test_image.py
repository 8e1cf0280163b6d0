"""What the Dockerfile builds serves on a read-only root, as its user, and writes to its volume alone."""

import json
import os
import shlex
from pathlib import Path

import pytest

from support.image import build, command, is_possible

pytestmark = [
    pytest.mark.full,
    pytest.mark.slow,
    pytest.mark.skipif(not is_possible(), reason="needs Linux, root, unshare, setpriv and ip"),
]
MANY = 20_000  # enough to be read by machine code
KEY = "correct-horse-battery-staple"
MESSAGE = {"author": "rex", "text": "our secret ok, dont tell your mom", "at": 0.0, "id": "m-1"}
ASK = f"""
import urllib.request
request = urllib.request.Request(
    "http://127.0.0.1:8000/v1/conversations/room-7/messages",
    data={json.dumps(MESSAGE).encode()!r},
    headers={{"Content-Type": "application/json", "X-API-Key": {KEY!r}}},
)
print(urllib.request.urlopen(request).read().decode())
"""


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return build(tmp_path_factory.mktemp("image"))


@pytest.fixture
def volume(image, tmp_path):
    """A new volume: it belongs to whom its place in the image belongs to."""
    place = image.settings["VOLUME"]
    stated = (image.added / place.lstrip("/")).stat()
    folder = tmp_path / "volume"
    folder.mkdir(mode=stated.st_mode & 0o777)
    os.chown(folder, stated.st_uid, stated.st_gid)
    return {place: folder}


def served(image, ask):
    """Return a script that starts the service, waits until its health check answers, asks, and ends it."""
    health = shlex.join(json.loads(image.settings["HEALTHCHECK"].partition("CMD ")[2]))
    return f"""{command(image)} >&2 &
server=$!
tries=0
until {health} 2>/dev/null; do
    tries=$((tries + 1)); test $tries -lt 120; kill -0 $server; sleep 0.5
done
{ask}
kill -TERM $server
wait $server"""


def test_the_service_answers_its_health_check_and_keeps_a_conversation(image, volume):
    told = image.start(served(image, f"python -c {shlex.quote(ASK)}"), volume, {"GROOMING_RISK_API_KEYS": KEY})

    assert json.loads(told)["authors"][0]["author"] == "rex"
    (folder,) = volume.values()
    assert [path.name for path in folder.glob("*.sqlite3")] == [Path(json.loads(image.settings["CMD"])[-1]).name]


def test_without_keys_it_does_not_start(image, volume):
    with pytest.raises(AssertionError, match="GROOMING_RISK_API_KEYS"):
        image.start(command(image), volume, {})


def test_nothing_but_the_volume_is_written(image, volume):
    (place,) = volume
    folders = ["/", "/tmp", "/opt/environment", "/usr/local"]
    tries = "".join(f"touch {folder}/new 2>/dev/null && echo {folder}; " for folder in [*folders, place])

    assert image.start(f"{tries} id -u", volume, {}).split() == [place, image.settings["USER"].split(":")[0]]


def test_long_lists_are_scored_with_the_machine_code_of_the_image(image, tmp_path):
    """As the user of the image, who can write to the mounted folder alone; nothing is compiled there."""
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, *map(int, image.settings["USER"].split(":")))
    (folder / "many.jsonl").write_text(
        "".join(f'{{"text": "gg wp all, same team again {number}"}}\n' for number in range(MANY))
    )

    told = image.start(
        "cd /data; grooming-risk score many.jsonl -o scored", {"/data": folder}, {"NUMBA_DEBUG_CACHE": "1"}
    )

    (scored,) = (folder / "scored").glob("*.jsonl")
    assert len(scored.read_text().splitlines()) == MANY
    assert "loaded from" in told
    assert "saved to" not in told


def test_packages_are_those_of_the_constraints(image):
    assert "No broken requirements" in image.run("pip check")
