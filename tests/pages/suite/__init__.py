"""What every list of the site must do, whoever declared it: `registry.py` says how its rows are made."""
