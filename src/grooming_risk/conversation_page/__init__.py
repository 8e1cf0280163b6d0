"""The parts of the page that shows a conversation. `grooming_risk.view` puts them together."""
