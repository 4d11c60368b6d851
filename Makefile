# Two commands do everything on a fresh machine with Python and make: `make demo` and `make test`.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TOOLS := $(VENV)/.tools
JOBS ?= 2
PEERS := tests/harvesters/peers

.PHONY: demo test lint types bench lock peers clean docs

demo: $(INSTALLED)
	$(BIN)/terrafair demo

test: $(TOOLS)
	$(BIN)/pytest -n $(JOBS) --dist loadscope

lint: $(TOOLS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(TOOLS)
	$(BIN)/mypy .

bench: $(TOOLS)
	@for script in $$(grep -l __main__ bench/*.py); do \
		echo "== $$script"; $(BIN)/python -m bench.$$(basename $$script .py) || exit $$?; \
	done

# the pages that are printed from tables: crosswalks, shapes, vocabularies, diagnostics, hubs
docs: $(TOOLS)
	TERRAFAIR_UPDATE=1 $(BIN)/pytest -q tests/*/test_documentation.py

# the exact versions, with hashes, of everything that is installed
COMPILE := $(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links \
	--allow-unsafe --no-header
lock: $(TOOLS)
	$(COMPILE) --extra build --output-file requirements.lock pyproject.toml
	$(COMPILE) --extra build --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --output-file $(PEERS)/requirements.lock $(PEERS)/requirements.in

PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("TerraFAIR needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	touch $@

$(TOOLS): $(INSTALLED) requirements-dev.lock
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

# catalogue servers of others, in an environment of their own; `make test` asks them too from then on
.peers/.installed: $(PEERS)/requirements.lock
	test -x .peers/bin/python || $(PYTHON) -m venv .peers
	.peers/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	touch $@

peers: $(TOOLS) .peers/.installed
	$(BIN)/pytest tests/harvesters/test_peers.py tests/api/reconciliation/test_reconciler.py

clean:
	rm -rf $(VENV) .peers data .mypy_cache .ruff_cache .pytest_cache .hypothesis
