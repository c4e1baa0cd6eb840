# VENTRA's commands. Everything happens in this folder; the system's Python stays untouched.
SHELL := /bin/sh
.DEFAULT_GOAL := help
PY := .venv/bin/python
CODE := src tests tools $(wildcard bench migrations)
ARGS ?=

.PHONY: help demo up test test-full check fix types bench env env-dev page apt python-tests page-tests

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' Makefile

demo: env page ## all of VENTRA over a simulated market, on http://localhost:3000 (PORT=...)
	@exec $(PY) -m ventra.services.demo demo $(ARGS)

up: env page ## all of VENTRA over the real marketplace, as COLLECT says (off, tracked, all)
	@exec $(PY) -m ventra.services.demo up $(ARGS)

test: env-dev apt check python-tests page-tests ## lint, types, import contracts, all tests, the page's tests

test-full: test ## also what takes long: all looks and bad inputs, an empty machine as root and as an ordinary user
	$(PY) -m pytest --full -m full $(ARGS)
	VENTRA_TEST_PG=18 $(PY) -m pytest --full --only-postgres -m "not full" $(SIDE_BY_SIDE) $(ARGS)
	.venv/bin/ventra calibrate --check
	tests/fresh.sh

check: env-dev ## lint, format, types and import contracts of the Python code
	.venv/bin/ruff check $(CODE)
	.venv/bin/ruff format --check $(CODE)
	.venv/bin/mypy
	.venv/bin/lint-imports

fix: env-dev ## put right what lint and format can
	.venv/bin/ruff format $(CODE)
	.venv/bin/ruff check --fix $(CODE)
	.venv/bin/ruff format $(CODE)

types: env-dev ## the page's types from the api's own description
	.venv/bin/ventra openapi > apps/web/openapi.json.new
	mv apps/web/openapi.json.new apps/web/openapi.json
	$(PY) tools/web.py run types

bench: env-dev ## benchmarks, each a ratio against something named
	$(PY) -m bench $(ARGS)

# The parts of the above.
env:
	@python3 tools/env.py demo

env-dev:
	@python3 tools/env.py dev

page: env
	@$(PY) tools/web.py build

apt:
	@python3 tools/apt.py

# Files of tests run side by side, in their order, as the longest are not the last.
SIDE_BY_SIDE := -n 3 --dist loadfile --no-loadscope-reorder

python-tests: env-dev page
	VENTRA_TEST_PG=16 $(PY) -m pytest $(SIDE_BY_SIDE) $(ARGS)
	VENTRA_TEST_PG=18 $(PY) -m pytest --only-postgres $(SIDE_BY_SIDE) $(ARGS)

page-tests: env-dev
	$(PY) tools/web.py run typecheck lint test
