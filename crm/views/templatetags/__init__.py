"""The tag that draws the tabs."""
