"""WSGI entry point; gunicorn serves `sejaras.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.prod")

ordinary = get_wsgi_application()

from core.hot_reads import HotReads  # noqa: E402  it needs the settings, which are there only now

application = HotReads(ordinary)
