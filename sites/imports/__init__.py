"""Bringing places in from files; those without a pin wait to be located."""
