"""Pages of what happened: to anything, to one customer, to one record; one change set, and its undoing."""
