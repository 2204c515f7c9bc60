"""Work on sites that nobody waits for."""

from crm.background.registry import Progress, Silent, background_task, daily_task
from sites.actions.checking import check_locations
from sites.actions.looking_up import LookUp
from sites.actions.refresh import refresh_locations
from sites.geocoders import geocoder
from sites.models import LocationDoubt, PendingSite
from staff.models import User

LOOK_UP = "sites.look_up"
CHECK = "sites.check_locations"


@daily_task
def refresh_google_locations() -> int:
    """Keep Google's coordinates no longer than its terms allow; answers how many rows changed."""
    done = refresh_locations()
    return done.renewed + done.replaced + done.forgotten


@daily_task
def check_all_locations() -> int:
    """Look for doubtful locations; answers how many doubts are kept."""
    check_locations(Silent())
    return LocationDoubt.objects.count()


@background_task(CHECK)
def check(progress: Progress) -> str:
    """Look for doubtful locations now."""
    return check_locations(progress)


@background_task(LOOK_UP)
def look_up(progress: Progress, *, user_id: int, customer_id: int | None = None) -> str:
    """Look up the addresses that wait, those of one customer or all."""
    by = User.objects.get(pk=user_id)
    places = PendingSite.objects.visible_to(by)
    if customer_id is not None:
        places = places.filter(customer=customer_id)
    return LookUp(geocoder(), by=by).run(places, progress)
