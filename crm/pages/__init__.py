"""The page kinds every app declares its pages with."""
