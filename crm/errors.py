"""Errors named by what the caller should do about them."""

from collections.abc import Iterable

from django.utils.functional import Promise


class DomainError(Exception):
    """A rule refuses; the message is a whole sentence for the user.

    `field` names the form field the sentence belongs to, where there is one.
    """

    def __init__(self, message: str | Promise, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.field = field

    def __str__(self) -> str:
        return self.message


class Refused(DomainError):
    """Several reasons at once, each a sentence."""

    def __init__(self, reasons: Iterable[str | Promise]) -> None:
        self.reasons = [str(reason) for reason in reasons]
        super().__init__(" ".join(self.reasons))


class TryLater(Exception):
    """An outside service is busy or away; trying again after `after` seconds may work."""

    def __init__(self, message: str, *, after: float = 60.0) -> None:
        super().__init__(message)
        self.after = after


class Rejected(Exception):
    """An outside service understood the request and said no; repeating it is useless."""


class Misconfigured(Exception):
    """A setting must be mended by an administrator before this can work."""

    def __init__(self, message: str, *, setting: str) -> None:
        super().__init__(message)
        self.setting = setting
