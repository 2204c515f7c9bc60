"""One sentence for a change set: "changed the status from Pending to Active and added the tag VIP".

The actor is left out: pages show who acted in a way of their own.
"""

from collections import defaultdict
from collections.abc import Sequence

from django.apps import apps
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import Truncator, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.changes.describe import ChangeKind, ObjectChange
from crm.changes.models import ChangeSet
from crm.changes.rows import owners_first
from crm.changes.tracked import TrackedModel
from crm.changes.values import FieldChange

LONG = 40  # characters; a longer value is not told in the sentence
FEW = 3
KINDS = {"+": ChangeKind.CREATED, "~": ChangeKind.CHANGED, "-": ChangeKind.REMOVED}

_verbs: dict[str, tuple[str | Promise, str | Promise]] = {}


def register_verb(name: str, told: str | Promise, *, of_many: str | Promise = "") -> None:
    """Say how an action is told: `register_verb("archive", _("archived"))` → "archived Orange", "archived 3 customers".

    `name` is an action's name, or its first word for all actions that begin with it. `of_many` stands before a number
    where `told` names the noun already.
    """
    _verbs[name] = told, of_many or told


def sentence(change_set: ChangeSet, objects: Sequence[ObjectChange], *, about: Model | None = None) -> str:
    """What a change set did, without its actor.

    `objects` as `describe` answers them; empty for a change set that is too large to read. The object the
    page is `about` is not named again.
    """
    if change_set.undoes_id:
        return _("undid change %(number)s") % {"number": change_set.undoes_id}
    parts = _told_by_verb(change_set, objects) or _told_by_objects(objects, about) or _told_by_counts(change_set)
    return get_text_list(parts, _("and"))


def _told_by_verb(change_set: ChangeSet, objects: Sequence[ObjectChange]) -> list[str]:
    verbs = _verbs.get(change_set.verb) or _verbs.get(change_set.verb.partition("_")[0])
    if verbs is None:
        return []
    verb, of_many = verbs
    same = [each for each in objects if each.model is objects[0].model]
    if len(same) == 1:
        what = same[0].object_label
    else:
        counted = _counts(change_set)
        model = next((model for model in counted if not model.link_to), next(iter(counted), None))
        if model is None:
            return []
        verb, what = of_many, _counted(model, sum(counted[model].values()))
    return [_("%(verb)s %(what)s") % {"verb": verb, "what": what}]


def _told_by_objects(objects: Sequence[ObjectChange], about: Model | None) -> list[str]:
    groups: dict[tuple[type[TrackedModel], ChangeKind], list[ObjectChange]] = defaultdict(list)
    for each in objects:
        groups[each.model, each.kind].append(each)
    main = next((each for each in objects if not each.linked), None)
    named = main if main is None or not _is(main, about) else None
    parts = []
    for (model, kind), group in groups.items():
        if _came_with(main, model, kind):
            continue
        if model.link_to:
            parts.append(_links(model, kind, group))
        elif kind == ChangeKind.CHANGED and len(group) == 1:
            parts.append(_fields(group[0], named=group[0] is named or group[0] is not main))
        else:
            owner = group[0].owner
            parts.append(_many(model, kind, group, owner="" if about is not None and owner == str(about) else owner))
    return parts


def _came_with(main: ObjectChange | None, model: type[TrackedModel], kind: ChangeKind) -> bool:
    """Whether something was created with a new record, as part of it: that goes without saying."""
    if main is None or model.link_to or model is main.model:
        return False
    return main.kind == kind == ChangeKind.CREATED


def _is(change: ObjectChange, about: Model | None) -> bool:
    return about is not None and isinstance(about, change.model) and about.pk == change.pk


def _fields(change: ObjectChange, *, named: bool) -> str:
    """Up to two short values are told in full; of more, the names."""
    fields = change.fields
    if not fields:
        return _("changed %(name)s") % {"name": change.object_label}
    name = change.object_label if named else ""
    if len(fields) <= 2 and all(_is_short(field) for field in fields):
        return get_text_list([_field(fields[0], name), *(_field(field) for field in fields[1:])], _("and"))
    labels = [_lower(field.label) for field in fields[:FEW]]
    if (more := len(fields) - FEW) > 0:
        labels.append(ngettext("%(count)d more field", "%(count)d more fields", more) % {"count": more})
    return _("changed %(what)s") % {"what": _of(get_text_list(labels, _("and")), name)}


def _field(field: FieldChange, name: str = "") -> str:
    what = _of(_("the %(field)s") % {"field": _lower(field.label)}, name)
    values = {"what": what, "before": field.before, "after": field.after}
    if not field.before:
        return _("set %(what)s to %(after)s") % values
    if not field.after:
        return _("cleared %(what)s (%(before)s)") % values
    return _("changed %(what)s from %(before)s to %(after)s") % values


def _of(what: str, name: str) -> str:
    return _("%(what)s of %(name)s") % {"what": what, "name": name} if name else what


def _is_short(field: FieldChange) -> bool:
    return max(len(field.before), len(field.after)) <= LONG


def _lower(label: str) -> str:
    """A label inside a sentence; an abbreviation (VAT number) keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _many(model: type[TrackedModel], kind: ChangeKind, group: Sequence[ObjectChange], *, owner: str) -> str:
    """Created, changed or removed objects: one by its name and whose it is, more by their number."""
    if len(group) == 1:
        label = Truncator(group[0].object_label).chars(LONG)
        what = _("the %(noun)s %(name)s") % {"noun": model._meta.verbose_name, "name": label}
        what = _("%(what)s for %(owner)s") % {"what": what, "owner": owner} if owner else what
    else:
        what = _counted(model, len(group))
    return _told(kind, what)


def _links(model: type[TrackedModel], kind: ChangeKind, group: Sequence[ObjectChange]) -> str:
    """Tags and the like: by their names where they are few."""
    names = sorted({each.linked for each in group})
    noun = model._meta.verbose_name if len(names) == 1 else model._meta.verbose_name_plural
    what = _counted(model, len(group))
    if len(names) <= FEW:
        what = _("the %(noun)s %(names)s") % {"noun": noun, "names": get_text_list(names, _("and"))}
    return _told(kind, what, link=True)


def _told_by_counts(change_set: ChangeSet) -> list[str]:
    """The main nouns of a large change set: what only hangs on them is left out."""
    counted = _counts(change_set)
    main = {model: kinds for model, kinds in counted.items() if not model.link_to} or counted
    parts = [
        _told(KINDS[kind], _counted(model, number), link=bool(model.link_to))
        for model, kinds in main.items()
        for kind, number in sorted(kinds.items())
        if number
    ]
    return parts[:FEW] or [_("changed something that is no longer kept")]


def _counts(change_set: ChangeSet) -> dict[type[TrackedModel], dict[str, int]]:
    known = {model._meta.label_lower: model for model in apps.get_models() if issubclass(model, TrackedModel)}
    counted = {known[label]: kinds for label, kinds in change_set.counts.items() if label in known}
    return {model: counted[model] for model in owners_first(counted)}


def _counted(model: type[Model], number: int) -> str:
    noun = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return _("%(number)d %(noun)s") % {"number": number, "noun": noun}


def _told(kind: ChangeKind, what: str, *, link: bool = False) -> str:
    if kind == ChangeKind.CREATED:
        return (_("added %(what)s") if link else _("created %(what)s")) % {"what": what}
    if kind == ChangeKind.REMOVED:
        return _("removed %(what)s") % {"what": what}
    return _("changed %(what)s") % {"what": what}
