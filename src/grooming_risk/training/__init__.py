"""Training: scikit-learn transformer and estimator, calibration, thresholds, model card."""
