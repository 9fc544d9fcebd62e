# Two commands do everything: `make run` opens the program on a sample office, `make test` runs the tests.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DB     ?= office/dangan.db
ARGS   ?=

.PHONY: run test ci check bench soak papers words docs clean

run: $(VENV)/.run
	@sh scripts/utf8.sh
	@sh scripts/sample.sh $(BIN)/dangan $(DB)
	@$(BIN)/dangan --db $(DB) $(ARGS)

test: $(VENV)/.test
	$(BIN)/python -m pytest -n 2 -q -m "not slow" $(ARGS)

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m scripts.docs --check

ci: check $(VENV)/.test
	$(BIN)/python -m pytest -n 2 -q $(ARGS)

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks $(ARGS)

soak: $(VENV)/.test
	DANGAN_SOAK=20 $(BIN)/python -m pytest -n 2 -q --timeout 3600 tests/storage $(ARGS)
	$(BIN)/python -m tests.soak 10

papers: $(VENV)/.run
	$(BIN)/python -m scripts.papers $(ARGS)

words: $(VENV)/.dev
	$(BIN)/python scripts/words.py

docs: $(VENV)/.dev
	$(BIN)/python -m scripts.docs

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@sh scripts/setup.sh "$(PYTHON)" "$(VENV)"

$(VENV)/.run: $(VENV)/bin/python pyproject.toml
	@echo "Installing dangan into $(VENV) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test]"
	@touch $@

$(VENV)/.dev: $(VENV)/.test
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[test,dev]"
	@touch $@
