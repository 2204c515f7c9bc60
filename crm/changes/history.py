"""django-simple-history, made to point at the change set of every row."""

from typing import Any

from django.db import models
from simple_history.models import HistoricalRecords

from crm.changes.current import current_change_set


class ChangeRow(models.Model):
    """What every history row carries besides the columns of its model."""

    change_set = models.ForeignKey("changes.ChangeSet", models.PROTECT, related_name="+", db_index=True, editable=False)

    class Meta:
        abstract = True


class History(HistoricalRecords):
    """`history = History()` on a tracked model: 64-bit ids, one index, a change set on every row."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("history_id_field", models.BigAutoField())
        options.setdefault("bases", (ChangeRow,))
        options.setdefault("user_db_constraint", False)
        super().__init__(**options)

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        """The newest rows of one object come from one index."""
        options: dict[str, Any] = super().get_meta_options(model)
        key = model._meta.pk.attname  # type: ignore[union-attr]
        name = f"{model._meta.model_name}_history"[:30]
        options["indexes"] = (models.Index(fields=[key, "-history_date", "-history_id"], name=name),)
        options["default_permissions"] = ()
        return options

    def create_historical_record(self, instance: models.Model, history_type: str, using: str | None = None) -> None:
        """Write the history row of one saved or deleted object under the current change set."""
        change_set = current_change_set()
        history_model = getattr(type(instance), self.manager_name).model
        row = history_model(
            history_date=change_set.now(),
            history_type=history_type,
            history_user_id=change_set.row.actor_id,
            change_set_id=change_set.row.pk,
            **{field.attname: getattr(instance, field.attname) for field in self.fields_included(instance)},
        )
        row.save(using=using)
        change_set.note(instance, history_type)
