#!/bin/sh
# Runs once, when the database volume is new: the role of web and worker, which owns no table.
# Its rights are granted after each `migrate` (core/grants.py).
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
  --set password="$APP_DATABASE_PASSWORD" <<'SQL'
CREATE ROLE sejaras_app LOGIN PASSWORD :'password';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
SQL
