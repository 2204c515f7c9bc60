"""Servers on loopback that speak the protocols of outside services."""
