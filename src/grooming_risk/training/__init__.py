"""Training: scikit-learn transformer and estimator, calibration, thresholds, the model card."""
