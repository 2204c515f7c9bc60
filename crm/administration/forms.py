"""The form of every page of the administration."""

from typing import Any, ClassVar

from django import forms

from crm.errors import DomainError, Refused


class VersionedForm(forms.ModelForm):
    """Carries the version that was read, and the refusal of an action that was tried with it."""

    base_version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    refusal: ClassVar[DomainError | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "base_version" in self.fields:
            self.initial["base_version"] = self.instance.version

    def clean(self) -> dict[str, Any]:
        """Show the refusal beside its field, or above the form."""
        cleaned = super().clean() or self.cleaned_data
        if (refusal := self.refusal) is not None:
            for reason in refusal.reasons if isinstance(refusal, Refused) else [refusal.message]:
                self.add_error(refusal.field if refusal.field in self.fields else None, str(reason))
        return cleaned

    def values(self, *, changed_only: bool) -> dict[str, Any]:
        """What to hand to the action, by the names of its keywords.

        With `changed_only`, the fields that were touched, and what the form put together by itself.
        """
        untouched = set(self.fields) - set(self.changed_data) if changed_only else set()
        return {name: value for name, value in self.cleaned_data.items() if name not in {*untouched, "base_version"}}
