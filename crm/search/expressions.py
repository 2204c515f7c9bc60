"""SQL expressions of searchable columns, immutable so that a generated column may use them."""

from django.db.models import Func, TextField


class Fold(Func):
    """`crm_fold(text)`: lower case, no accents; the same as `crm.text.fold`."""

    function = "crm_fold"
    output_field = TextField()
    arity = 1


class Digits(Func):
    """The digits of a text."""

    template = "regexp_replace(%(expressions)s, '[^0-9]', '', 'g')"
    output_field = TextField()
    arity = 1


class Texts(Func):
    """`crm_texts(jsonb)`: the texts and numbers of a flat JSON object, one after the other."""

    function = "crm_texts"
    output_field = TextField()
    arity = 1
