"""What a conversation shows and stores: states, alerts, the byte format."""
