"""Demonstration and measurement data."""
