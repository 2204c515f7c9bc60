"""What this process remembers of the answers of address services."""

from typing import cast

from django.core.cache import BaseCache, caches
from django.utils.connection import ConnectionProxy

memory = cast(BaseCache, ConnectionProxy(caches, "memory"))
