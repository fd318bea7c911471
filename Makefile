# make site · make test · make check · make format · make messages · make lock · make clean
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: site test check format messages lock clean
.DEFAULT_GOAL := site

site: $(VENV)/.site
	@$(BIN)/ocop build

test: $(VENV)/.test
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m pytest --numprocesses=auto $(PYTEST)

check: $(VENV)/.test
	$(BIN)/ruff format --check generator tests
	$(BIN)/ruff check generator tests
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory test

format: $(VENV)/.test
	$(BIN)/ruff format generator tests
	$(BIN)/ruff check --fix generator tests

messages: $(VENV)/.test
	$(BIN)/python -m tests.messages
	$(BIN)/python -m tests.reference

lock: $(VENV)/.test
	$(PIP) install uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build --group test -c requirements.lock -o requirements-test.lock

clean:
	rm -rf $(VENV) site/* .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(VENV)/.python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: https://www.python.org/downloads/"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is needed (Debian: apt install python3-venv)."; exit 1; }
	@touch $@

$(VENV)/.site: requirements.lock pyproject.toml | $(VENV)/.python
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test: requirements-test.lock $(VENV)/.site
	@$(PIP) install --require-hashes -r requirements-test.lock
	@touch $@
