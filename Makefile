# A fresh machine needs Python 3.11 or newer with venv, and make. `make demo` and `make test` do the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types unit model corpus clean

demo: .venv/demo
	$(BIN)/grooming-risk score examples/chat.jsonl --format table --explain

test: lint types unit

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

unit: .venv/dev
	$(BIN)/python -m pytest -q
	$(BIN)/python -m pytest -q --nbmake --nbmake-timeout=300 notebooks

# Rebuilds the messages from the lines, and the shipped model from the messages.
corpus: .venv/dev
	$(BIN)/grooming-risk corpus build -o data/synthetic

model: .venv/dev
	$(BIN)/grooming-risk train -o models/default --jobs 2

.venv/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	touch $@

.venv/demo: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	touch $@

.venv/dev: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet -e ".[train,parquet]" --group dev
	touch $@ .venv/demo

clean:
	rm -rf .venv dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
