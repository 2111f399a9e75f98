"""How the web server runs. Every value can be given anew on gunicorn's command line or in GUNICORN_CMD_ARGS."""

import gc
import os

from django.urls import reverse

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = max(2, len(os.sched_getaffinity(0)))
# Threads keep waiting connections of browsers from holding a whole worker.
worker_class = "gthread"
threads = 4
# The application is loaded once and shared, so a start is quick and each further worker is small.
preload_app = True
# The heartbeat file must not wait for a disk.
worker_tmp_dir = "/dev/shm"  # noqa: S108 - memory, not a shared folder for data
# A worker that grew is replaced; not all of them at the same request.
max_requests = 20_000
max_requests_jitter = 2_000
# A day's report of a large city takes longer than gunicorn's 30 seconds would allow on a slow machine.
timeout = 120
control_socket_disable = True
# Starting and stopping of workers is everyday; what needs somebody's eye is a warning.
loglevel = "warning"


def when_ready(server: object) -> None:
    """Load every page's code before the workers divide; each would otherwise do it at its first request, for seconds.

    What is there by then stays for ever, and the search for garbage need not walk through it again and again.
    """
    reverse("start")
    gc.collect()
    gc.freeze()
