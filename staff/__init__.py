"""The people who use Waypoint, and what their roles allow."""
