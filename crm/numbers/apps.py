"""The app behind this room."""

from django.apps import AppConfig


class NumbersConfig(AppConfig):
    """Number series: gap-free, never reused."""

    name = "crm.numbers"
    label = "numbers"
