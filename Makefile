# Every target does its own set-up first; a set-up that stands takes no time. `make help` lists the targets.
.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help setup install run test lint reliability bench screens lock

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## all the set-up: system packages, .venv/, locked dependencies, what the tests need
	@.ci/setup.sh test

install: ## the set-up of a server: only what the product itself needs
	@.ci/setup.sh run

run: ## start the product with its demo city on http://127.0.0.1:8000 (PORT=, DATA_DIR=, DATABASE_URL=)
	@.ci/setup.sh run
	@.ci/serve.sh

test: ## the whole suite: on SQLite, on a throw-away PostgreSQL, and in the browser
	@.ci/setup.sh test
	@.ci/test.sh

lint: ## formatting, style, types, one-way imports, templates, migrations, deployment settings
	@.ci/setup.sh lint
	@.ci/lint.sh

reliability: ## learners at work while server and database are killed a hundred times: is an answer lost?
	@.ci/setup.sh test
	@.ci/reliability.sh

bench: ## measure speed and query counts on SQLite and on PostgreSQL
	@.ci/setup.sh test
	@.ci/bench.sh

screens: ## a picture of every page, on a desk and on a phone, into docs/screens/
	@.ci/setup.sh test
	@.venv/bin/python -m tests.screens

lock: ## write both lock files anew from requirements*.in (UPGRADE=1 takes the newest versions allowed)
	@.ci/setup.sh lint
	@.ci/lock.sh
