"""Commands of demonstration and measurement data."""
