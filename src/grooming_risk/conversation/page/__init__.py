"""The parts of the page that shows a conversation. `grooming_risk.conversation.page.page` puts them together."""
