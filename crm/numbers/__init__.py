"""Number series: gap-free, never reused."""
