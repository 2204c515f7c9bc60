"""Work that outlives a request: queued with the change that asked for it, carried on when a worker dies."""
