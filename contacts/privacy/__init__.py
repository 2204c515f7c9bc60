"""A person's rights: everything that is held about them in a file, and its erasure by a plan."""
