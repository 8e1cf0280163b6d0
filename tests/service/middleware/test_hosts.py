"""Which host names, origins, paths and proxies the service takes: what is not said is refused."""

import httpx2
import pytest
from click.testing import CliRunner

from grooming_risk.cli.main import main
from grooming_risk.service.settings import ServiceSettings
from support.service_client import Server, app_client

ORIGIN = "https://moderators.example"


def status(client, host, path="/v1/model"):
    answer = client.get(path, headers={"host": host})
    if answer.status_code != 200:
        assert (answer.status_code, answer.json()["error"]["code"]) == (421, "unknown_host")
    return answer.status_code


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:1", "[::1]:8000", "127.8.9.1", "chat.example:443",
             "Chat.Example."]
)  # fmt: skip
def test_own_names_are_served(tmp_path, host):
    with app_client(tmp_path, allowed_hosts=("chat.example",)) as client:
        assert status(client, host) == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "chat.example.evil.example", "sub.chat.example", "localhost.evil.example", "10.0.0.1",
             "127.0.0.1.evil.example", "[2001:db8::1]", "", ":8000", "[", "0.0.0.0"]
)  # fmt: skip
@pytest.mark.parametrize("path", ["/v1/model", "/healthz", "/docs", "/nothing"])
def test_other_names_are_refused_everywhere(tmp_path, host, path):
    with app_client(tmp_path, allowed_hosts=("chat.example",)) as client:
        assert status(client, host, path) == 421


def test_the_compatible_endpoint_refuses_in_its_shape(tmp_path):
    with app_client(tmp_path, allowed_hosts=("chat.example",)) as client:
        answer = client.post("/v1alpha1/comments:analyze", json={}, headers={"host": "evil.example"})

    assert (answer.status_code, answer.json()["error"]["status"]) == (400, "INVALID_ARGUMENT")


def test_on_every_address_an_address_is_a_name_too(tmp_path):
    with app_client(tmp_path, allowed_hosts=("0.0.0.0",)) as client:
        assert [status(client, host) for host in ("10.0.0.1:8000", "[2001:db8::1]", "evil.example")] == [200, 200, 421]


def test_web_pages_of_allowed_origins_may_call(tmp_path):
    asks = {"access-control-request-method": "POST", "access-control-request-headers": "content-type,x-api-key"}
    with app_client(tmp_path, cors_origins=(ORIGIN,), keys=("key-of-the-whole-site",)) as client:
        for origin, allowed in ((ORIGIN, ORIGIN), ("https://evil.example", None), ("null", None)):
            asked = client.options("/v1/score", headers={"origin": origin, **asks})
            sent = client.post("/v1/score", json={"text": "gg"}, headers={"origin": origin})
            assert asked.headers.get("access-control-allow-origin") == allowed
            assert sent.headers.get("access-control-allow-origin") == allowed
            assert asked.status_code == (200 if allowed else 400)
            assert sent.status_code == 401  # keys are asked for all the same
            assert "access-control-allow-credentials" not in {**asked.headers, **sent.headers}


def test_without_origins_no_web_page_may_call(tmp_path):
    with app_client(tmp_path) as client:
        answer = client.post("/v1/score", json={"text": "gg"}, headers={"origin": ORIGIN})
        asked = client.options("/v1/score", headers={"origin": ORIGIN, "access-control-request-method": "POST"})

    assert not {name for name in (*answer.headers, *asked.headers) if name.startswith("access-control-allow")}


@pytest.mark.parametrize("prefix", ["", "/tools/grooming"])
def test_under_a_root_path_every_address_begins_with_it(tmp_path, prefix):
    """The proxy may take the path off, or leave it on."""
    with app_client(tmp_path, root_path="/tools/grooming", keys=("key-of-the-whole-site",)) as client:
        discovery = client.get(f"{prefix}/$discovery/rest").json()
        openapi = client.get(f"{prefix}/openapi.json").json()
        docs = client.get(f"{prefix}/docs")
        scored = client.post(f"{prefix}/v1/score", json={"text": "gg"}, headers={"x-api-key": "key-of-the-whole-site"})
        unknown = client.post(f"{prefix}/v1alpha1/comments:analyze", json={})

    assert discovery["rootUrl"] == discovery["baseUrl"] == "http://testserver/tools/grooming/"
    assert openapi["servers"] == [{"url": "/tools/grooming"}]
    assert (docs.status_code, scored.status_code) == (200, 200)
    assert 'href="openapi.json"' in docs.text
    assert unknown.json()["error"]["status"] == "PERMISSION_DENIED"


def test_without_a_root_path_there_is_none(tmp_path):
    with app_client(tmp_path) as client:
        assert "servers" not in client.get("/openapi.json").json()
        assert client.get("/$discovery/rest").json()["rootUrl"] == "http://testserver/"


@pytest.mark.parametrize(
    "wrong",
    [
        {"cors_origins": ("*",)}, {"cors_origins": ("moderators.example",)}, {"cors_origins": (ORIGIN + "/",)},
        {"cors_origins": ("https://*.example",)}, {"cors_origins": ("null",)}, {"root_path": "grooming"},
        {"root_path": "/grooming/"}, {"root_path": "/"}, {"root_path": "/a b"}, {"allowed_hosts": ("*",)},
        {"allowed_hosts": ("chat.example:443",)}, {"allowed_hosts": ("https://chat.example",)},
    ],
)  # fmt: skip
def test_settings_of_another_form_are_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        ServiceSettings("state", **wrong)


@pytest.mark.parametrize(
    "options", [("--cors-origin", "*"), ("--root-path", "grooming"), ("--allowed-host", "*"),
                ("--forwarded-allow-ips", "*"), ("--forwarded-allow-ips", "proxy.example")]
)  # fmt: skip
def test_options_of_another_form_are_refused(options):
    done = CliRunner().invoke(main, ["serve", *options])

    assert done.exit_code == 2
    assert options[0] in done.output


@pytest.mark.slow
def test_serve_knows_its_own_names_and_believes_no_proxy(tmp_path, monkeypatch):
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "127.0.0.1")

    def told(server, number):
        headers = {"x-forwarded-for": f"192.0.2.{number}", "x-forwarded-proto": "https"}
        return httpx2.get(f"{server.url}/$discovery/rest", headers=headers, trust_env=False)

    with Server(tmp_path, "--rate", "0.001") as server:
        answers = [told(server, number) for number in range(3)]
        strange = httpx2.get(f"{server.url}/healthz", headers={"host": "evil.example"}, trust_env=False)
    assert [answer.status_code for answer in answers] == [200, 429, 429]
    assert answers[0].json()["rootUrl"] == f"{server.url}/"
    assert strange.status_code == 421

    with Server(tmp_path, "--rate", "0.001", "--forwarded-allow-ips", "10.0.0.0/8,127.0.0.1") as server:
        answers = [told(server, number) for number in (1, 2, 1)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0].json()["rootUrl"] == f"{server.url}/".replace("http:", "https:")
