"""Tags and typed custom attributes."""
