"""The compatible endpoint: the hosted API's shape, its errors, and its Python client."""

import json

import pytest

from grooming_risk import PATTERNS, score
from grooming_risk.service.perspective.attributes import ATTRIBUTES
from grooming_risk.service.perspective.sentences import MOST, sentences
from support.service_client import Server, app_client

ANALYZE = "/v1alpha1/comments:analyze"
RISKY = "our secret ok, dont tell your mom"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with app_client(tmp_path_factory.mktemp("perspective")) as client:
        yield client


def request(**change):
    return {"comment": {"text": RISKY}, "requestedAttributes": {"GROOMING_RISK": {}}, **change}


def error_of(answer):
    error = answer.json()["error"]
    assert error["code"] == answer.status_code
    return error["message"], error["status"], error["details"][0]["errorType"]


def test_every_attribute_is_scored(client):
    answer = client.post(ANALYZE, json=request(requestedAttributes={name: {} for name in ATTRIBUTES})).json()

    expected = score(RISKY)
    values = {name: one["summaryScore"]["value"] for name, one in answer["attributeScores"].items()}
    assert values == {
        "GROOMING_RISK": expected.risk,
        "DISCLOSURE": expected.disclosure,
        **{name.upper(): expected.patterns[name] for name in PATTERNS},
    }
    assert answer["languages"] == ["en"]
    assert set(answer) == {"attributeScores", "languages"}


def test_the_answer_has_the_hosted_shape(client):
    answer = client.post(ANALYZE, json=request(clientToken="token-1", languages=["en"], doNotStore=True))

    value = score(RISKY).risk
    assert answer.json() == {
        "attributeScores": {
            "GROOMING_RISK": {
                "spanScores": [{"begin": 0, "end": 33, "score": {"value": value, "type": "PROBABILITY"}}],
                "summaryScore": {"value": value, "type": "PROBABILITY"},
            }
        },
        "languages": ["en"],
        "clientToken": "token-1",
    }


def test_each_sentence_is_scored_where_spans_are_asked_for(client):
    text = "Hi \U0001f44b! " + RISKY
    answer = client.post(ANALYZE, json=request(comment={"text": text}, spanAnnotations=True)).json()

    spans = answer["attributeScores"]["GROOMING_RISK"]["spanScores"]
    units = text.encode("utf-16-le")
    parts = [units[2 * span["begin"] : 2 * span["end"]].decode("utf-16-le") for span in spans]
    assert parts == ["Hi \U0001f44b!", RISKY]
    assert [span["score"]["value"] for span in spans] == [score(part).risk for part in parts]


def test_attributes_below_their_threshold_are_left_out(client):
    value = score(RISKY).patterns["secrecy"]
    wanted = {"SECRECY": {"scoreThreshold": value}, "JOB_LURE": {"scoreThreshold": 0.99}}

    assert set(client.post(ANALYZE, json=request(requestedAttributes=wanted)).json()["attributeScores"]) == {"SECRECY"}
    nothing = client.post(ANALYZE, json=request(requestedAttributes={"JOB_LURE": {"scoreThreshold": 1}}))
    assert nothing.json() == {"languages": ["en"]}


@pytest.mark.parametrize(
    "change",
    [
        {"comment": {"text": RISKY, "type": "PLAIN_TEXT"}},
        {"requestedAttributes": {"GROOMING_RISK": {"scoreType": "PROBABILITY", "scoreThreshold": 0}}},
        {"requestedAttributes": {"GROOMING_RISK": None}},
        {"languages": ["en-GB"]},
        {"languages": []},
        {"context": {"entries": [{"text": "before", "type": "PLAIN_TEXT"}]}},
        {"context": {"articleAndParentComment": {"article": {"text": "a"}, "parentComment": {"text": "b"}}}},
        {"sessionId": "s", "communityId": "c", "doNotStore": None},
    ],
)
def test_valid_requests_are_accepted(client, change):
    assert client.post(ANALYZE, json=request(**change)).status_code == 200


def test_snake_case_names_and_bodies_without_content_type_are_accepted(client):
    body = json.dumps({"comment": {"text": "gg"}, "requested_attributes": {"GROOMING_RISK": {"score_threshold": 0}}})

    answer = client.post(f"{ANALYZE}?alt=json&prettyPrint=false", content=body)

    assert "GROOMING_RISK" in answer.json()["attributeScores"]


@pytest.mark.parametrize(
    ("change", "message", "kind"),
    [
        ({"comment": None}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"comment": {"text": " \n"}}, "Comment must be non-empty.", "COMMENT_EMPTY"),
        ({"comment": {"text": "é" * 10_241}}, "Comment text too long.", "COMMENT_TOO_LONG"),
        ({"requestedAttributes": None}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        ({"requestedAttributes": {}}, "Missing requested_attributes", "NO_REQUESTED_ATTRIBUTES"),
        ({"requestedAttributes": {"TOXICITY": {}}}, "Unknown requested attribute: TOXICITY.", "INVALID_REQUEST"),
        (
            {"requestedAttributes": {"SECRECY": {"scoreType": "STD_DEV_SCORE"}}},
            "Requested score type STD_DEV_SCORE is not supported by attribute SECRECY",
            "INVALID_REQUEST",
        ),
        (
            {"comment": {"text": "gg", "type": "HTML"}},
            "Currently, only 'PLAIN_TEXT' comments are supported",
            "INVALID_REQUEST",
        ),
        ({"comment": {"text": "gg", "type": "WORD"}}, "Unknown text type", "INVALID_REQUEST"),
        (
            {"languages": ["en", "de", "fr"]},
            "Attribute GROOMING_RISK does not support request languages: de, fr",
            "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE",
        ),
        ({"languages": ["not a language"]}, "languages must be language codes", "INVALID_REQUEST"),
        (
            {"context": {"entries": [{}], "articleAndParentComment": {"article": {"text": "a"}}}},
            "Context can have either entries or article_and_parent_comment",
            "INVALID_REQUEST",
        ),
        ({"comment": {"text": 5}}, "the request does not have the form", "INVALID_REQUEST"),
        ({"spanAnnotations": "yes"}, "the request does not have the form", "INVALID_REQUEST"),
        ({"unknown": 5}, "the request does not have the form", "INVALID_REQUEST"),
    ],
)
def test_errors_have_the_hosted_words_and_shape(client, change, message, kind):
    answer = client.post(ANALYZE, json=request(**change))

    said, status, error_type = error_of(answer)
    assert said.startswith(message)
    assert (answer.status_code, status, error_type) == (400, "INVALID_ARGUMENT", kind)
    assert answer.json()["error"]["details"][0]["@type"].startswith("type.googleapis.com/")


def test_a_language_that_is_not_supported_names_the_attribute(client):
    answer = client.post(ANALYZE, json=request(languages=["de"]))

    assert answer.json()["error"]["details"][0]["languageNotSupportedByAttributeError"] == {
        "requestedLanguages": ["de"],
        "attribute": "GROOMING_RISK",
    }
    dropped = client.post(ANALYZE, json=request(languages=["de"], dropUnsupportedAttributes=True))
    assert dropped.json() == {"languages": ["de"]}


def test_unknown_names_are_not_quoted(client):
    for change in (
        {"requestedAttributes": {"my canary": {}}},
        {"requestedAttributes": {"SECRECY": {"scoreType": "my canary"}}},
        {"my canary": 1},
        {"comment": {"my canary": 1}},
        {"languages": ["my canary"]},
    ):
        answer = client.post(ANALYZE, json=request(**change))
        assert answer.status_code == 400
        assert "canary" not in answer.text


def test_other_errors_have_the_hosted_shape(client):
    broken = client.post(ANALYZE, content=b"{comment")
    large = client.post(ANALYZE, json=request(clientToken="x" * 300_000))
    suggested = client.post("/v1alpha1/comments:suggestscore", json={})
    unknown = client.get("/v1alpha1/nothing")
    wrong_method = client.get(ANALYZE)

    assert [answer.status_code for answer in (broken, large, suggested, unknown, wrong_method)] == [
        400, 400, 404, 404, 405,
    ]  # fmt: skip
    for answer in (broken, large, suggested, unknown, wrong_method):
        assert set(answer.json()["error"]) == {"code", "message", "status", "details"}
    assert "keeps no suggestions" in error_of(suggested)[0]


def test_last_sentence_takes_the_rest_of_a_long_text():
    text = "a. " * 500

    found = sentences(text)

    assert len(found) == MOST
    assert found[-1].end == len(text.rstrip())
    assert sentences("...")[0].end == 3


def test_discovery_document_has_the_address_of_the_service(client):
    document = client.get("/$discovery/rest?version=v1alpha1").json()

    assert document["rootUrl"] == "http://testserver/"
    assert client.get("/$discovery/rest?version=v2").json()["error"]["status"] == "NOT_FOUND"


@pytest.mark.slow
def test_the_hosted_api_s_python_sample_runs(tmp_path):
    from googleapiclient import discovery
    from googleapiclient.errors import HttpError

    with Server(tmp_path, "--alias", "TOXICITY=GROOMING_RISK", keys="copy-your-api-key-here") as server:
        client = discovery.build(
            "commentanalyzer",
            "v1alpha1",
            developerKey="copy-your-api-key-here",
            discoveryServiceUrl=f"{server.url}/$discovery/rest?version=v1alpha1",
            static_discovery=False,
        )
        analyze_request = {
            "comment": {"text": "friendly greetings from python"},
            "requestedAttributes": {"TOXICITY": {}},
        }
        response = client.comments().analyze(body=analyze_request).execute()
        own = {**analyze_request, "requestedAttributes": {"GROOMING_RISK": {}}}
        ours = client.comments().analyze(body=own).execute()
        with pytest.raises(HttpError, match="Unknown requested attribute: INSULT"):
            client.comments().analyze(body={**analyze_request, "requestedAttributes": {"INSULT": {}}}).execute()
        with pytest.raises(HttpError, match="keeps no suggestions"):
            client.comments().suggestscore(body={}).execute()
        client.close()

    value = response["attributeScores"]["TOXICITY"]["summaryScore"]["value"]
    assert value == score("friendly greetings from python").risk
    assert ours["attributeScores"]["GROOMING_RISK"] == response["attributeScores"]["TOXICITY"]
    assert "copy-your-api-key-here" not in server.log.read_text()


@pytest.mark.parametrize("aliases", [{"TOXICITY": "RISK"}, {"SECRECY": "GROOMING_RISK"}, {"no name": "GROOMING_RISK"}])
def test_invalid_alias_is_refused(tmp_path, aliases):
    with pytest.raises(ValueError, match="alias"), app_client(tmp_path, aliases=aliases):
        pass


@pytest.mark.parametrize("kind", ["text/plain", "text/plain;charset=UTF-8", "Text/Plain"])
def test_json_that_a_browser_sends_as_plain_text_is_read(client, kind):
    answer = client.post(ANALYZE, content=json.dumps(request()), headers={"content-type": kind})
    broken = client.post(ANALYZE, content="{", headers={"content-type": kind})

    assert answer.json()["attributeScores"]["GROOMING_RISK"]["summaryScore"]["value"] == score(RISKY).risk
    assert (broken.status_code, error_of(broken)[0]) == (400, "the body is not valid JSON")


def test_other_content_types_are_refused(client):
    for kind in ("application/x-www-form-urlencoded", "text/html", "application/octet-stream"):
        answer = client.post(ANALYZE, content=json.dumps(request()), headers={"content-type": kind})
        assert answer.status_code == 400


def test_one_language_may_stand_without_a_list(client):
    assert client.post(ANALYZE, json=request(languages="en")).json()["languages"] == ["en"]
    answer = client.post(ANALYZE, json=request(languages="de"))
    assert error_of(answer)[2] == "LANGUAGE_NOT_SUPPORTED_BY_ATTRIBUTE"
    assert client.post(ANALYZE, json=request(languages=5)).status_code == 400
