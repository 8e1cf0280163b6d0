"""Trains on a quarter, half and all of the training lines, and measures each model on the held-out split.

    .venv/bin/python benchmarks/learning_curve.py [harmless.jsonl]

False-alarm rates come from the harmless messages of the file, or else from the held-out everyday lines.
"""

import sys
from random import Random

from grooming_risk import evaluate, load_corpus, train
from grooming_risk.io.messages import read_records
from grooming_risk.scoring.scorer import Scorer

SHARES = (0.25, 0.5, 1.0)


def main(paths):
    """Print one row for each share."""
    corpus, held_out = load_corpus("train"), load_corpus("held_out")
    benign = [record.text for path in paths for record in read_records(path)]
    groups = sorted(corpus["group"].unique())
    Random(0).shuffle(groups)
    print("share  lines  auc_look_alikes  mean_ap  recall at each false-alarm rate")
    for share in SHARES:
        part = corpus[corpus["group"].isin(groups[: round(len(groups) * share)])]
        model = Scorer(train(part, search=False, n_jobs=-1))
        figures = evaluate(held_out, model=model, benign_texts=benign).figures
        print(
            f"{share:5.2f}  {part['line'].nunique():5d}  {figures['auc_look_alikes']:15.3f}  "
            f"{figures['average_precision']['mean']:7.3f}  {figures['recall_at_false_alarm_rate']}",
            flush=True,
        )


if __name__ == "__main__":
    main(sys.argv[1:])
