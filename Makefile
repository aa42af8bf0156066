# People and CI run the same scripts: every target calls one in bin/.
.DEFAULT_GOAL := help
.PHONY: help run setup test test-quick lint check format bench messages vendor shots lock notice openapi

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## the portal with the demo city; PORT HOST DATA_DIR DATABASE_URL REDIS_URL DEMO are honoured
	@bin/run

setup: ## the environment with all development packages
	@bin/setup dev

test: ## everything: lint, SQLite, PostgreSQL with Redis and a worker, browser, both orders
	@bin/test

test-quick: ## unit and integration tests on SQLite, without pages and slow sweeps
	@bin/test-quick

lint: ## format, lint, layers, types, migrations, messages, lock files
	@bin/lint

check: ## Django's deployment check with production settings
	@bin/check-deploy

format: ## mend what the formatters can mend
	@bin/format

bench: ## speed against a hand-written limit, at city scale
	@bin/bench

messages: ## collect the texts into locale/ and compile them
	@bin/messages

vendor: ## unpack the browser assets again and write static/vendor/VERSIONS.txt
	@bin/vendor

shots: ## pictures of every page at 360 and 1280 px
	@bin/shots

lock: ## write the locked requirements from the .in files
	@bin/lock

notice: ## write NOTICE from the lock files
	@bin/notice

openapi: ## write docs/openapi.yaml
	@bin/openapi
