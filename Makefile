# Everything a person needs: `make run`. Everything a contributor needs: `make test` and `make check`.
# Needs only Python >= 3.11 (with venv) and make. Node comes from PyPI into .venv; nothing is compiled.

PYTHON ?= python3
BIN := .venv/bin
STAMPS := .venv/stamps
# The venv's own node and npm come before any other on the machine.
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
# uv is the quick way; pip does the same where uv has no wheel.
INSTALL = if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1); \
	else $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1); fi
CLIENT_INPUTS := $(shell find web -type d \( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help run demo test test-unit test-client test-e2e check bench generate lock format screenshots clean
.DELETE_ON_ERROR:

help:
	@echo "make run          start the platform; the last line says where to click"
	@echo "make demo         the same with a federation in the middle of its term, and six simulated people in a room"
	@echo "make test         all tests: Python, client, real browsers"
	@echo "make check        lint, format, types, import rules, stale generated files"
	@echo "make bench        figures of the media server, the fan-out, home, calendars; Lighthouse on the pages of series"
	@echo "make screenshots  every screen, both languages and themes, three widths"
	@echo "make generate     TypeScript message types from the Python ones"
	@echo "make lock         pin the dependencies anew, with hashes"
	@echo "make format       let ruff and eslint mend what they can"

# --- Programs ----------------------------------------------------------------------------------------------------

run: $(STAMPS)/run web/dist/.built
	@exec $(BIN)/roundtable serve

demo: $(STAMPS)/demo web/dist/.built
	@exec $(BIN)/roundtable demo

# --- Tests -------------------------------------------------------------------------------------------------------

test: test-client test-unit test-e2e

test-unit: $(STAMPS)/dev $(STAMPS)/e2e
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not e2e and not benchmark" $(PYTEST_ARGS)

test-client: $(STAMPS)/run $(STAMPS)/client
	cd web && $(WITH_NODE) npm run --silent test

test-e2e: $(STAMPS)/dev $(STAMPS)/e2e web/dist/.built browsers
	$(BIN)/python -m pytest -q -m e2e $(PYTEST_ARGS)

.PHONY: browsers
browsers:
	@$(BIN)/python -m tests.e2e.browsers

bench: $(STAMPS)/dev
	$(BIN)/python -m tests.benchmarks

screenshots: $(STAMPS)/dev web/dist/.built browsers
	$(BIN)/python -m tests.e2e.screenshots

# --- Rules -------------------------------------------------------------------------------------------------------

check: $(STAMPS)/dev $(STAMPS)/client
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m roundtable.cli types --check
	cd web && $(WITH_NODE) npm run --silent types
	cd web && $(WITH_NODE) npm run --silent lint

.PHONY: web
web: web/dist/.built

generate: $(STAMPS)/run
	$(BIN)/python -m roundtable.cli types

format: $(STAMPS)/dev $(STAMPS)/client
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	cd web && $(WITH_NODE) npm run --silent lint -- --fix

COMPILE = $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --python-version 3.11
lock: $(STAMPS)/venv
	$(COMPILE) --all-extras -o requirements-dev.txt pyproject.toml
	$(COMPILE) -c requirements-dev.txt --extra fast --extra build -o requirements.txt pyproject.toml
	$(COMPILE) -c requirements-dev.txt --extra fast --extra build --extra demo -o requirements-demo.txt pyproject.toml
	echo "uv" | $(COMPILE) --no-annotate -o requirements-uv.txt -

# --- Stamps: each step is done again only when its inputs changed ------------------------------------------------------

$(STAMPS)/venv: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name one: make run PYTHON=python3.12"; exit 1; }
	@[ -x $(BIN)/python ] || { echo "Making .venv ..."; $(PYTHON) -m venv .venv; } || \
		{ rm -rf .venv; echo "python3-venv is missing (Debian, Ubuntu: apt install python3-venv)"; exit 1; }
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: \
		--require-hashes -r requirements-uv.txt || echo "No uv for this machine: pip will do."
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: requirements.txt $(STAMPS)/project
	@echo "Installing what the platform needs ..."
	@$(call INSTALL,requirements.txt)
	@touch $@

$(STAMPS)/demo: requirements-demo.txt $(STAMPS)/run
	@echo "Installing the simulated people's media client ..."
	@$(call INSTALL,requirements-demo.txt)
	@touch $@

$(STAMPS)/dev: requirements-dev.txt $(STAMPS)/demo
	@echo "Installing what the tests need ..."
	@$(call INSTALL,requirements-dev.txt)
	@touch $@

# The console command `roundtable`, pointing into this checkout.
$(STAMPS)/project: pyproject.toml requirements.txt $(STAMPS)/venv
	@$(call INSTALL,requirements.txt)
	@if [ -x $(BIN)/uv ]; then $(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .; \
		else $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .; fi
	@touch $@

$(STAMPS)/client: web/package.json web/package-lock.json $(STAMPS)/run
	@echo "Installing what the client is built with ..."
	@cd web && $(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(STAMPS)/e2e: tests/e2e/package.json tests/e2e/package-lock.json $(STAMPS)/run
	@cd tests/e2e && $(WITH_NODE) npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/.built: $(CLIENT_INPUTS) $(STAMPS)/client
	@echo "Building the client ..."
	@cd web && $(WITH_NODE) npm run --silent build
	@touch $@

clean:
	rm -rf web/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis test-results
