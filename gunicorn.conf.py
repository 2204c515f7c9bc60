"""The web server's settings: `gunicorn crm.wsgi` reads this file."""

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
