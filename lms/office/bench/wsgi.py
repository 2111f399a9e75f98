"""What the web server runs for the bench: the product, with the smallest page beside it."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lms.settings")
settings.ROOT_URLCONF = "lms.office.bench.urls"

application = get_wsgi_application()
