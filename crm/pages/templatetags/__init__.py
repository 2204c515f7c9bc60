"""Template tags of the page kinds."""
