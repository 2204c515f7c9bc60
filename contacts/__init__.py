"""People: who they are, what they may do, what may be done for them, and what they agreed to."""
