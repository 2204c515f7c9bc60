"""django-simple-history, made to point at the change set of every row."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from crm.changes.current import current_change_set
from crm.changes.record import record_rows


class ChangeRow(models.Model):
    """What every history row carries besides the columns of its model; who and why stand on the change set."""

    change_set = models.ForeignKey(
        "changes.ChangeSet", models.PROTECT, related_name="+", db_index=False, editable=False
    )

    class Meta:
        abstract = True

    @property
    def history_user(self) -> Any:
        """The person who acted, as the package's own pages ask for it; None for a system actor."""
        return self.change_set.actor

    @property
    def history_change_reason(self) -> str:
        """The reason that was given, as the package's own pages ask for it."""
        return self.change_set.reason


class History(HistoricalRecords):
    """`history = History()` on a tracked model: 64-bit ids, two indexes, a change set on every row.

    Columns named in `excluded_fields` move without history (a password hash, a counter); generated columns
    are always left out.
    """

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_id_field", models.BigAutoField())
        options.setdefault("bases", (ChangeRow,))
        super().__init__(**options)

    def fields_included(self, model: type[models.Model] | models.Model) -> "list[models.Field[Any, Any]]":
        """The stored columns that are kept."""
        return [field for field in super().fields_included(model) if not field.generated]

    def copy_fields(self, model: type[models.Model]) -> "dict[str, models.Field[Any, Any]]":
        """Copies without indexes: history is read by object, by change set and by customer alone."""
        fields: dict[str, models.Field[Any, Any]] = super().copy_fields(model)
        for field in fields.values():
            field.db_index = False  # type: ignore[attr-defined]
        return fields

    def get_extra_fields(self, model: type[models.Model], fields: dict[str, Any]) -> dict[str, Any]:
        """The package's columns, without those that the change set holds once for all its rows."""
        extra: dict[str, Any] = super().get_extra_fields(model, fields)
        return {name: item for name, item in extra.items() if name not in ("history_user", "history_change_reason")}

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """Newest first by id: ids follow the order of an object's versions, dates need not.

        A change set's rows share its opening time, so a longer one can be dated before what it overtook.
        """
        options: dict[str, Any] = super().get_meta_options(model)
        key = model._meta.pk.name
        owner = {None: [], "pk": [key]}.get(path := getattr(model, "customer_path", None), [str(path)])
        names = {field.attname: field.name for field in model._meta.concrete_fields}
        direct = [names[name] for name in owner if "__" not in name]
        options |= {
            "ordering": ("-history_id",),
            "get_latest_by": ("history_id",),
            "indexes": (models.Index(fields=[key, "-history_id"]), models.Index(fields=["change_set", *direct])),
            "default_permissions": (),
        }
        return options

    def create_historical_record(self, instance: models.Model, history_type: str, using: str | None = None) -> None:
        """Write the history row of one saved object under the open change set, as the database stored it."""
        opened = current_change_set()
        record_rows(opened, type(instance), [instance.pk], history_type)
        opened.note_customer_of(instance)

    def pre_delete(self, instance: models.Model, **kwargs: Any) -> None:
        """Write the last history row while the row still stands."""
        self.create_historical_record(instance, "-")

    def post_delete(self, instance: models.Model, using: str | None = None, **kwargs: Any) -> None:
        """Nothing is left to do: `pre_delete` wrote the row."""
