# A fresh machine needs Python 3.11 or newer with venv, and make. `make demo` and `make test` do the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-full lint types unit slow full timing fuzz notebooks notebook-outputs model corpus docs pictures bench speed field clean

demo: .venv/demo
	$(BIN)/grooming-risk score examples/chat.jsonl --format table --explain

# `test` is what a change needs. `.ci/run` adds slow (servers, browsers, builds) and timing; `test-full` also notebooks and full.
test: lint types unit

test-full: test slow timing notebooks full

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/dev
	$(BIN)/mypy

# A file of tests stays in one process, so that what its tests share is made once.
unit: .venv/dev
	$(BIN)/python -m pytest -q -n 2 --dist loadscope -m "not slow and not full and not timing"

slow: .venv/dev
	$(BIN)/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder -m "slow and not full and not timing and not notebook"

full: .venv/dev
	$(BIN)/python -m pytest -q -n 2 -m full tests

timing: .venv/dev
	$(BIN)/python -m pytest -q -m timing tests

# Random command lines over broken files; the tests draw a few. RUNS=20000 draws more, FUZZ_SEED=7 others.
fuzz: .venv/dev
	FUZZ_RUNS=$(or $(RUNS),3000) $(BIN)/python -m pytest -q tests/cli/test_fuzz.py

# Runs the notebooks and compares what they give with the outputs that they keep.
notebooks: .venv/dev
	$(BIN)/python -m pytest -q -n 2 -m notebook tests/contracts/test_notebook_runs.py

# Keeps what the notebooks give. Then `make pictures`, which shows two of them.
notebook-outputs: .venv/dev
	$(BIN)/python docs/notebooks/run.py notebooks notebooks/*.ipynb

# Rebuilds the messages from the lines, and the shipped model from the messages.
corpus: .venv/dev
	$(BIN)/grooming-risk corpus build -o data/synthetic

model: .venv/dev
	$(BIN)/grooming-risk train -o models/default --unseen-authors --jobs 2

docs: .venv/dev
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build

# The pictures of the documentation; needs Chromium and its driver.
pictures: .venv/dev
	$(BIN)/python docs/pictures/make.py

# Speed as ratios in one run, and quality beside what people use today. MESSAGES=chat.jsonl takes messages of your own
# as well; FULL=1 also a list of a million. `speed` and `field` write their pages of the documentation.
bench: .venv/bench
	$(BIN)/python benchmarks/speed_run.py $(if $(MESSAGES),--messages $(MESSAGES)) $(if $(FULL),--full)

speed: .venv/bench
	$(BIN)/python benchmarks/speed_run.py --page docs/explanation/speed.md $(if $(MESSAGES),--messages $(MESSAGES)) $(if $(FULL),--full)
	$(BIN)/python benchmarks/scale_plan.py --write docs/how-to/scale-out.md

field: .venv/bench
	$(BIN)/python benchmarks/compare_field.py --write docs/explanation/field.md $(if $(MESSAGES),--benign $(MESSAGES))

.PHONY: licences release
# The licences of all dependencies, as the documentation lists them.
licences: .venv/dev
	$(BIN)/python release/licences.py --write

# What is published: built twice, checked, and tried in empty environments. Needs a package index; takes minutes.
release: export SOURCE_DATE_EPOCH ?= $(or $(shell git log -1 --format=%ct 2>/dev/null),1580601600)
release: .venv/release
	rm -rf dist
	$(BIN)/python -m build
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl
	$(BIN)/python release/build_again.py dist
	$(BIN)/python release/try_wheel.py dist
	$(BIN)/python release/bill_of_materials.py dist

.venv/pip:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	touch $@

.venv/demo: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet -e .
	touch $@

.venv/dev: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet -e ".[train,parquet,plot,service,dask,pdf,fast,exports,desk]" --group dev
	touch $@ .venv/demo

.venv/bench: .venv/dev
	$(BIN)/python -m pip install --quiet --group bench
	touch $@

.venv/release: .venv/pip pyproject.toml
	$(BIN)/python -m pip install --quiet --group release
	touch $@

clean:
	rm -rf .venv docs/_build dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
