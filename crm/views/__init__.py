"""Saved views: a list as somebody filtered and arranged it, under a name, as a tab above the list."""
