"""Warnings and blocks: the one gate before what staff do, the forms that show it, and what is open behind a block."""
