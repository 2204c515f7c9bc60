"""Measures Waypoint against the figures it promises; README.md has the last table."""
