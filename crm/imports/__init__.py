"""Import in two phases: every line is checked first, then the file is applied as one change set."""
