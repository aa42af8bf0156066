"""WSGI entry point; gunicorn serves `sejaras.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sejaras.settings.prod")

application = get_wsgi_application()
