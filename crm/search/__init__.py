"""Search: folded columns, and the sources of the global search box."""
