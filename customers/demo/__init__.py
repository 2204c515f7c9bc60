"""The customers of the demo world."""
