"""The page that shows how far a background job is."""
