"""What `make` calls: prepare the checkout, run the site, check the code. Standard library only."""
