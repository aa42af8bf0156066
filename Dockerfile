# The portal for production: web, worker, beat and migrations are one image with different commands.
FROM python:3.11-slim-bookworm AS build
WORKDIR /build
COPY requirements/prod.txt .
RUN python -m venv /opt/venv && /opt/venv/bin/pip install --no-cache-dir --require-hashes -r prod.txt

FROM python:3.11-slim-bookworm
# Letters need Pango, HarfBuzz and these two typefaces: without them they change their look with no error.
RUN apt-get update \
    && apt-get install -y --no-install-recommends \
       libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libmagic1 fontconfig fonts-texgyre fonts-liberation \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /app sejaras \
    && install -d -o sejaras -g sejaras /data
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=sejaras.settings.prod DATA_DIR=/data STATIC_ROOT=/app/staticfiles \
    XDG_CACHE_HOME=/tmp
COPY --from=build /opt/venv /opt/venv
WORKDIR /app
COPY . .
RUN python bin/checks/compile_messages.py \
    && DJANGO_SETTINGS_MODULE=sejaras.settings.dev DATA_DIR=/tmp/build STATIC_ROOT=/app/staticfiles \
       python manage.py collectstatic --noinput --verbosity 0 \
    && rm -rf /tmp/build
USER sejaras
VOLUME /data
EXPOSE 8000
CMD ["gunicorn", "sejaras.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--threads", "4", \
     "--timeout", "60", "--graceful-timeout", "20", "--max-requests", "2000", "--max-requests-jitter", "200", \
     "--no-control-socket"]
