"""Sites: the places where services are delivered, and how sure we are of where they are."""
