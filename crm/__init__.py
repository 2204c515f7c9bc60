"""The project and its kernel: pages, changes, archive, import, search, labels."""
