"""Customers: who we serve and invoice."""
