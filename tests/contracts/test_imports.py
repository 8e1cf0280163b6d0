"""What an import costs: scoring stays on the standard library, the training half comes on demand."""

import pytest

from support.process import fresh

HEAVY = ("numpy", "scipy", "sklearn", "pandas", "nltk", "joblib", "pyarrow", "click", "rich", "jinja2")


def test_scoring_imports_nothing_beyond_the_standard_library():
    loaded = fresh(
        "import sys; from grooming_risk import score, score_many; s = score('hi'); s.patterns; s.evidence; "
        "list(score_many(['send me a pic, dont tell'])); "
        "print(*{name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    )

    assert set(loaded.split()) <= {"grooming_risk", "__main__", "_virtualenv", "_distutils_hack"} | {
        name for name in loaded.split() if name.startswith("__editable__") or name == "sitecustomize"
    }
    assert not set(loaded.split()) & set(HEAVY)


def test_a_first_score_imports_neither_dataclasses_nor_what_few_need():
    loaded = fresh("import sys; from grooming_risk import score; score('send me a pic'); print(*sys.modules)")

    costly = {"dataclasses", "inspect", "ast", "copy", "tempfile"}
    assert not {*loaded.split()} & {*costly, "grooming_risk.model.site", "grooming_risk.scoring.evidence"}


def test_training_names_come_on_demand():
    assert (
        fresh(
            "import grooming_risk, sys; before = 'sklearn' in sys.modules; grooming_risk.GroomingRiskClassifier; "
            "print(before, 'sklearn' in sys.modules, 'train' in dir(grooming_risk))"
        )
        == "False True True"
    )


def test_missing_extra_is_named():
    code = (
        "import sys; sys.modules['sklearn'] = None; import grooming_risk\n"
        "try: grooming_risk.GroomingRiskClassifier\n"
        "except grooming_risk.GroomingRiskError as e: print(type(e).__name__, e)"
    )

    assert "MissingExtraError" in fresh(code)
    assert "pip install 'grooming-risk[train]'" in fresh(code)


def test_missing_package_of_the_pages_is_named():
    code = (
        "import sys; sys.modules['jinja2'] = None; import grooming_risk; chat = grooming_risk.Conversation()\n"
        "try: chat._repr_html_()\n"
        "except grooming_risk.GroomingRiskError as e: print(type(e).__name__, e)"
    )

    assert fresh(code) == "MissingExtraError jinja2 is not installed; run: pip install grooming-risk"


def test_unknown_name_is_an_attribute_error():
    import grooming_risk

    with pytest.raises(AttributeError, match="no_such_name"):
        _ = grooming_risk.no_such_name


def test_score_is_the_function_even_after_its_modules_are_imported():
    import grooming_risk
    import grooming_risk.cli.main
    import grooming_risk.training.train

    assert callable(grooming_risk.score)
    assert callable(grooming_risk.train)
    assert callable(grooming_risk.evaluate)
