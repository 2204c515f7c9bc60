"""The queue of places to locate: a list, and a page where one after the other gets its pin."""
