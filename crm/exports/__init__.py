"""Taking a list out as a file: what is filtered, with the columns that are shown."""
