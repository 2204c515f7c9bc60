"""The check of all locations: pin, Plus Code, country and address against each other."""

import json
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone
from django.utils.translation import ngettext

from crm.background.registry import Progress
from sites.geocoders.gazetteer import NEAR_KM, Town, distance_km, gazetteer
from sites.models import DoubtKind, LocationDoubt, Site
from sites.pluscodes import NotACode, decode, looks_like_code

CHUNK = 5000  # sites read at once
CODE_KM = 0.5  # a written code is the place's own within this
_CODE = re.compile(r"\b[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,3}\b", re.IGNORECASE)

# Live sites at one pin that are not all at one address, with the number of the others; pins that are known to stand
# for a whole town or area are bound to meet
_SHARED = """
    SELECT site.id, pin.sites - 1
    FROM sites_site AS site
    JOIN (
        SELECT latitude, longitude, count(*) AS sites
        FROM sites_site
        WHERE archived_at IS NULL AND accuracy <> 'approximate'
        GROUP BY latitude, longitude
        HAVING count(*) > 1 AND count(DISTINCT crm_fold(line1 || ' ' || city)) > 1
    ) AS pin USING (latitude, longitude)
    WHERE site.archived_at IS NULL AND site.accuracy <> 'approximate'
"""
_KEEP = f"""
    INSERT INTO {LocationDoubt._meta.db_table} AS known (site_id, kind, facts, found_at, checked_at)
    SELECT site_id, kind, facts, %s, %s FROM unnest(%s::bigint[], %s::text[], %s::jsonb[]) AS new (site_id, kind, facts)
    ON CONFLICT (site_id, kind) DO UPDATE SET
        facts = excluded.facts, checked_at = excluded.checked_at,
        found_at = CASE WHEN known.facts = excluded.facts THEN known.found_at ELSE excluded.found_at END
"""


class Doubt(NamedTuple):
    """A doubt about a site, before it is kept."""

    site_id: int
    kind: DoubtKind
    facts: dict[str, Any]


class Located(NamedTuple):
    """What of a site can be compared."""

    pk: int
    latitude: float
    longitude: float
    country: str
    city: str
    text: str


def check_locations(progress: Progress) -> str:
    """Find every doubt anew; those that are gone are forgotten. Answers how many there are, in words.

    May be run again at any time and twice at once: a doubt is kept once for each site and kind.
    """
    begun = timezone.now()
    total, done, last = Site.objects.live().count(), 0, 0
    while sites := _next_sites(last):
        _keep([doubt for site in sites for doubt in doubts_about(site)], begun)
        last, done = sites[-1].pk, done + len(sites)
        progress.advance(min(done, total), total)
    _keep(_shared_pins(), begun)
    LocationDoubt.objects.filter(checked_at__lt=begun).delete()
    count = LocationDoubt.objects.standing().count()
    return ngettext("%(count)s doubtful location.", "%(count)s doubtful locations.", count) % {"count": count}


def doubts_about(site: Located) -> Iterable[Doubt]:
    """What speaks against one location by itself."""
    if not site.latitude and not site.longitude:
        yield Doubt(site.pk, DoubtKind.NULL_ISLAND, {})
    elif gazetteer().is_outside(site.country, site.latitude, site.longitude):
        yield Doubt(site.pk, DoubtKind.OUTSIDE, {})
    elif site.city and (towns := gazetteer().called(site.city, site.country)):
        away, town = min((distance_km(site.latitude, site.longitude, town), town.name) for town in towns)
        if away > NEAR_KM:
            yield Doubt(site.pk, DoubtKind.FAR, {"km": round(away), "town": town})
    for code in _CODE.findall(site.text) if "+" in site.text else ():
        if looks_like_code(code) and (km := _km_from_code(site, code)) > CODE_KM:
            yield Doubt(site.pk, DoubtKind.CODE, {"code": code.upper(), "km": round(km, 1)})
            return


def _next_sites(after: int) -> list[Located]:
    rows = Site.objects.live().filter(pk__gt=after).order_by("pk")
    columns = ("pk", "latitude", "longitude", "country", "city", "name", "line1", "line2", "address_note")
    return [
        Located(pk, float(latitude), float(longitude), str(country), city, " ".join(texts))
        for pk, latitude, longitude, country, city, *texts in rows.values_list(*columns)[:CHUNK]
    ]


def _km_from_code(site: Located, code: str) -> float:
    try:
        latitude, longitude = decode(code)
    except NotACode:
        return 0.0
    return distance_km(site.latitude, site.longitude, Town("", "", "", float(latitude), float(longitude), 0, ""))


def _shared_pins() -> list[Doubt]:
    with connection.cursor() as cursor:
        cursor.execute(_SHARED)
        return [Doubt(pk, DoubtKind.SHARED, {"count": others}) for pk, others in cursor.fetchall()]


def _keep(doubts: list[Doubt], begun: datetime) -> None:
    for start in range(0, len(doubts), CHUNK):
        part = doubts[start : start + CHUNK]
        columns = ([each.site_id for each in part], [str(each.kind) for each in part])
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [begun, begun, *columns, [json.dumps(each.facts) for each in part]])
