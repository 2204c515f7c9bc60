"""Bringing people in from files, and taking them out so that they come back the same."""
