"""Middleware of the service: access log, API keys, limits."""
