"""Django's administration, made to change data through domain actions alone."""
