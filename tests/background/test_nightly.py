"""What a worker tidies up at night."""

from datetime import timedelta

from django.utils import timezone

from crm.background.tasks import nightly
from crm.pages.models import FormToken
from crm.pages.tokens import KEPT, new_token, use_token
from staff.models import User
from tests.factories import person


def test_form_tokens_are_forgotten_once_nobody_can_send_them_again(db: None) -> None:
    ana: User = person("ana")
    old, young = (use_token(new_token(), by=ana) for _ in range(2))
    assert old and young
    FormToken.objects.filter(pk=old.pk).update(used_at=timezone.now() - KEPT - timedelta(minutes=1))
    nightly(timestamp=0)
    assert list(FormToken.objects.all()) == [young]
