"""The web server's settings: `gunicorn crm.wsgi` reads this file."""

import gc

from crm.env import read_environment

bind = f"127.0.0.1:{read_environment().port}"
worker_class = "gthread"
workers = 2
threads = 4
preload_app = True  # workers share the memory of the loaded code
timeout = 60
graceful_timeout = 10
control_socket_disable = True  # nobody steers it while it runs
loglevel = "warning"


def when_ready(server: object) -> None:
    """Leave what was loaded before the workers start out of garbage collection.

    Looking through the loaded code again and again costs a page a tenth of its time, and copies shared memory.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(25_000, 20, 20)
