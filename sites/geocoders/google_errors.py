"""Google's many ways to fail, in our three words. No message holds a key or an address.

Statuses: https://developers.google.com/maps/documentation/geocoding/requests-geocoding#StatusCodes
"""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import InvalidOperation

import requests
from googlemaps.exceptions import ApiError, HTTPError, Timeout, TransportError

from crm.errors import Misconfigured, Rejected, TryLater

KEY = "GOOGLE_MAPS_API_KEY"
REFUSALS = {
    "REQUEST_DENIED": "Google refuses the key: it is wrong, restricted, or the service is not enabled for it.",
    "OVER_DAILY_LIMIT": "Google's limit for today is used up, or billing is not enabled.",
}


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turn what googlemaps and requests raise into TryLater, Rejected or Misconfigured.

    The original is dropped (`from None`): its text holds the whole address of the request, key included.
    """
    try:
        yield
    except ApiError as error:
        raise of_status(error.status) from None
    except HTTPError as error:
        raise of_code(error.status_code) from None
    except (Timeout, requests.Timeout):
        raise TryLater("Google did not answer in time.") from None
    except (TransportError, requests.ConnectionError):
        raise TryLater("Google cannot be reached.") from None
    except (ValueError, KeyError, TypeError, AttributeError, InvalidOperation, requests.RequestException):
        raise TryLater("Google's answer cannot be read.") from None


def of_status(status: str) -> Exception:
    """The error of a status in an answer's body."""
    if status in REFUSALS:
        return Misconfigured(REFUSALS[status], setting=KEY)
    if status in ("INVALID_REQUEST", "NOT_FOUND", "ZERO_RESULTS"):
        return Rejected("Google knows no such place.")
    if status == "OVER_QUERY_LIMIT":
        return TryLater("Google asks for fewer questions a minute.", after=60)
    return TryLater("Google could not answer.", after=10)  # UNKNOWN_ERROR, and what may come


def of_code(code: int, *, bad_key: bool = False) -> Exception:
    """The error of an HTTP status; `bad_key` where its body says so."""
    if bad_key or code in (401, 403):
        return Misconfigured(REFUSALS["REQUEST_DENIED"], setting=KEY)
    if code in (400, 404):
        return Rejected("Google knows no such place.")
    if code == 429:
        return TryLater("Google asks for fewer questions a minute.", after=60)
    return TryLater("Google could not answer.", after=10)
