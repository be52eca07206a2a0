"""Orientation assistant for health, social and medico-social coordination (design: README.md)."""
