"""Digests of models: equal for equal scores, different otherwise."""

from grooming_risk import load_model
from grooming_risk.model.identity import fingerprint, model_digest
from grooming_risk.scoring.scorer import Scorer


def with_words(tmp_path):
    (tmp_path / "xx").mkdir()
    (tmp_path / "xx" / "image.txt").write_text("[picture]\nbildchen\n")
    return load_model(lexicons=[tmp_path / "xx"])


def test_equal_models_have_equal_digests_written_or_not():
    model = load_model()

    assert model_digest(load_model()) == model_digest(Scorer(model.artifact._replace(sha256=""))) == model_digest(model)
    assert fingerprint(load_model()) == fingerprint(model)


def test_weights_words_and_base_rate_change_the_digest(model_folder, tmp_path):
    models = [load_model(), load_model(model_folder), load_model(base_rate=0.2), with_words(tmp_path)]

    assert len({model_digest(model) for model in models}) == 4


def test_a_fingerprint_names_what_differs(model_folder, tmp_path):
    def differs(model):
        return [name for name, value in fingerprint(model).items() if value != fingerprint(load_model())[name]]

    assert differs(load_model(base_rate=0.2)) == ["thresholds"]
    assert differs(with_words(tmp_path)) == ["lexicon"]
    assert "model" in differs(load_model(model_folder))
