"""Invented customers by the million, for measuring."""
