# make chat: a working chat page from a bare Python 3.11.  make test: every test.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: install install-dev chat test lint format typecheck bench bench-page clean

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --constraint constraints.txt --editable .
	@touch $@

$(VENV)/installed-dev: $(VENV)/installed
	$(PIP) install --quiet --constraint constraints.txt --editable '.[dev]'
	@touch $@

# pydoclint's parser and the one that chat-model clients use share a module name.
$(VENV)/pydoclint/installed: constraints.txt
	$(PYTHON) -m venv $(VENV)/pydoclint
	$(VENV)/pydoclint/bin/python -m pip --disable-pip-version-check install --quiet \
		--constraint constraints.txt pydoclint
	@touch $@

install: $(VENV)/installed

install-dev: $(VENV)/installed-dev

chat: install
	$(BIN)/duizhao chat --open

# The tests of one file stay together: they share a library or a browser.
test: install-dev
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile

lint: install-dev $(VENV)/pydoclint/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(VENV)/pydoclint/bin/pydoclint --quiet rag ui vectorstore prompts

format: install-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

typecheck: install-dev
	$(BIN)/mypy

bench: install-dev
	$(BIN)/python -m rag.evaluation.bench $(PARTS)

# The page in a browser, and 20 users who ask it at once.
bench-page: install-dev
	$(BIN)/python scripts/measure_page.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache build dist
