"""The places of the site: what the navigation and the "new" menu offer to whom."""
