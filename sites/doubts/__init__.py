"""The list of doubtful locations, each with its reason and the way to mend it."""
