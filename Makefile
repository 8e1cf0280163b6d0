# A fresh machine needs Python 3.11 or newer with venv, and make. `make demo` and `make test` do the rest.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-full lint types unit slow full timing fuzz notebooks model corpus docs pictures bench speed field clean

demo: .venv/demo
	$(BIN)/grooming-risk score examples/chat.jsonl --format table --explain

# `test` is what a change needs. `.ci/run` adds slow (servers, browsers, builds), timing, notebooks; `test-full` also full.
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
	$(BIN)/python -m pytest -q -n 2 --dist loadscope -m "not slow and not timing"

slow: .venv/dev
	$(BIN)/python -m pytest -q -n 2 --dist loadscope --no-loadscope-reorder -m "slow and not full and not timing"

full: .venv/dev
	$(BIN)/python -m pytest -q -n 2 -m full tests

timing: .venv/dev
	$(BIN)/python -m pytest -q -m timing tests

# Random command lines over broken files; the tests draw a few. RUNS=20000 draws more, FUZZ_SEED=7 others.
fuzz: .venv/dev
	FUZZ_RUNS=$(or $(RUNS),3000) $(BIN)/python -m pytest -q tests/cli/test_fuzz.py

notebooks: .venv/dev
	$(BIN)/python -m pytest -q -n 2 --nbmake --nbmake-timeout=300 notebooks

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

clean:
	rm -rf .venv docs/_build dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis
