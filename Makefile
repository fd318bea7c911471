# make site · make test · make check · make format · make messages · make bench · make lighthouse · make lock · make clean
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: site test check format messages bench lighthouse lock clean
.DEFAULT_GOAL := site

site: $(VENV)/.site
	@$(BIN)/ocop build

test: $(VENV)/.test
	@$(BIN)/python -m tests.chromium
	@$(BIN)/python -m tests.servers
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(PYTEST)

check: $(VENV)/.test
	$(BIN)/ruff format --check generator tests benchmarks
	$(BIN)/ruff check generator tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@$(MAKE) --no-print-directory test

format: $(VENV)/.test
	$(BIN)/ruff format generator tests benchmarks
	$(BIN)/ruff check --fix generator tests benchmarks

messages: $(VENV)/.test
	$(BIN)/python -m tests.messages
	$(BIN)/python -m tests.reference

# Hours for all sizes; `make bench BENCH="--size 1000"` takes minutes. See docs/performance.md.
bench: $(VENV)/.bench
	@$(BIN)/python -m benchmarks $(BENCH)

# Marks of Lighthouse for the bundle as nginx serves it; needs Node (npx) and the servers that `make test` installs.
lighthouse: $(VENV)/.test
	@$(BIN)/python -m tests.lighthouse

lock: $(VENV)/.test
	$(PIP) install uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group build --group test -c requirements.lock -o requirements-test.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group bench -c requirements.lock -o requirements-bench.lock

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

$(VENV)/.bench: requirements-bench.lock $(VENV)/.test
	@$(PIP) install --require-hashes -r requirements-bench.lock
	@touch $@
