"""Many messages at once, by numba: the hot path over numbers. See `grooming_risk.scoring.compiled.batch_scorer`."""
