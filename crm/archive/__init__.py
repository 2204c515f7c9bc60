"""Archive batches: what left together comes back together."""
