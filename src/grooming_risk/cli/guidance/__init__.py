"""Commands that print advice, campaign plans and fact sheets."""
