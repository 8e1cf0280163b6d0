"""Commands that train, measure for minutes or serve, made to end as soon as their arguments and inputs are read."""

import importlib
from functools import cache
from pathlib import Path
from types import SimpleNamespace

from grooming_risk._resources import resource_folder
from grooming_risk.corpus.load import load_conversations, load_corpus
from grooming_risk.corpus.quality.check import check_sources
from grooming_risk.model.artifact import read_artifact
from grooming_risk.training.adaptation import Adaptation, Standing

SHIPPED = resource_folder("models") / "default"


def make_quick(patch):
    """Put quick stand-ins behind what the commands read; `patch` takes them off again."""
    artifact = read_artifact(SHIPPED)
    standing = Standing(1000.0, 0.5)

    def checked(source):
        return [] if source is None else check_sources(source)  # the shipped ones take long, and have a test

    def adapted(texts, folder, **_):
        return Adaptation(Path(folder), len(texts), 1, standing, standing)

    stand_ins = {
        "desk.open": {"serve": lambda *_, **__: None},  # the desk is filled and does not wait
        "scoring.serve": {"_run": lambda *_: None},
        "evaluation.report": {"_measure": lambda *_, **__: (None, None, None)},
        "training.train": {"read_artifact": lambda _: artifact, "some_chat": lambda **_: {}, "some_tests": dict},
    }
    for module, names in stand_ins.items():
        for name, value in names.items():
            patch.setattr(importlib.import_module(f"grooming_risk.cli.{module}"), name, value)
    inner = {
        "training.train": {"train": lambda *_, **__: artifact, "with_unseen_authors": lambda made, *_, **__: made,
                           "save_model": lambda *_, **__: None},
        "training.adaptation": {"adapt": adapted},
        "training.languages.teach": {"teach_languages": lambda made, *_, **__: made},
        "reporting.page": {"render_report": lambda *_, **__: "<p>measured"},
        "corpus.load": {"load_corpus": CORPUS, "load_conversations": CONVERSATIONS},
        "corpus.build": {"build_corpus": lambda *_, **__: {"messages": 1}},
        "corpus.quality.datasheet": {"render_datasheet": lambda *_, **__: ""},
        "corpus.quality.check": {"check_sources": checked},
        "corpus.quality.schema": {"check_built": lambda *_: 1},
        "evaluation.comparison.compare": {"compare": lambda *_, **__: COMPARISON},
    }  # fmt: skip
    for module, names in inner.items():
        for name, value in names.items():
            patch.setattr(importlib.import_module(f"grooming_risk.{module}"), name, value)


CORPUS, CONVERSATIONS = cache(load_corpus), cache(load_conversations)
"""Read once: no command changes them."""
COMPARISON = SimpleNamespace(
    to_dict=dict, moved=dict, summary="no difference is shown", verdict="no difference", figures={}
)
