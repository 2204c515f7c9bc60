"""Filling in forms of the administration as a browser does."""

from typing import Any

from django.test import Client
from django.urls import reverse


def change_address(record: Any) -> str:
    return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])


def add_address(model: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")


def shown_values(client: Client, address: str) -> dict[str, Any]:
    """What the form holds, ready to be sent back."""
    form = client.get(address).context["adminform"].form
    values: dict[str, Any] = {}
    for bound in form:
        value = bound.field.prepare_value(bound.value())
        if value is None or value is False:
            continue
        values[bound.html_name] = "on" if value is True else value
    return values


def save(client: Client, address: str, **changes: Any) -> Any:
    """Send the form with some values changed; None takes a value out."""
    values = {**shown_values(client, address), **changes}
    return client.post(address, {name: value for name, value in values.items() if value is not None})


def errors(response: Any) -> dict[str, list[str]]:
    """The errors of a form that came back."""
    assert response.status_code == 200
    return dict(response.context["adminform"].form.errors)
