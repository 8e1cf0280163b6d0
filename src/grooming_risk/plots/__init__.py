"""Plots in scikit-learn's Display manner: a class holds arrays, ``plot`` draws them (extra ``plot``: matplotlib).

``from_predictions`` takes labels and scores, ``from_estimator`` a model and messages. Unlike scikit-learn's they only
compute; only ``plot`` needs matplotlib.
"""

from grooming_risk.plots.alarm_latency import AlarmLatencyDisplay
from grooming_risk.plots.alerts import AlertsDisplay
from grooming_risk.plots.pattern_confusion import PatternConfusionDisplay
from grooming_risk.plots.precision_recall import PrecisionRecallDisplay
from grooming_risk.plots.reliability import ReliabilityDisplay
from grooming_risk.plots.slices import SlicesDisplay

__all__ = [
    "AlarmLatencyDisplay",
    "AlertsDisplay",
    "PatternConfusionDisplay",
    "PrecisionRecallDisplay",
    "ReliabilityDisplay",
    "SlicesDisplay",
]
