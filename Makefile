# Everything a person does here, by name. `make` alone lists it. Works with GNU make 3.81 (macOS) and newer.
# .venv is made when it is missing and brought up to date when a lock file or pyproject.toml changes.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help demo serve test lint format fuzz bench bench-web evaluate train docs translations notice lock wheel clean

BIN := .venv/bin
# Two workers, a whole file to one of them, so that what a file sets up (a wheel, a browser) is set up once.
PYTEST_OPTIONS ?= -n 2 --dist loadfile
FUZZ_SECONDS ?= 60

help:  ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

demo: .venv/.base  ## see Heard at work: the web application with a demo organisation, on this machine
	@$(BIN)/heard serve --demo --data build/demo

serve: .venv/.base  ## an installation of your own, in heard-data
	@$(BIN)/heard serve

test: lint  ## everything CI runs: lint, then all tests in random order, with coverage; the web's on PostgreSQL too
	$(BIN)/python -m pytest $(PYTEST_OPTIONS) --cov --cov-report=term
	$(BIN)/python -m tests.web.postgres pytest tests/web -m "not browser and not slow" $(PYTEST_OPTIONS)

lint: .venv/.dev  ## style, types, import contracts, reasons for ignores, and that generated files are fresh
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/reasons.py
	$(BIN)/python tools/notice.py --check
	$(BIN)/python tools/evaluate.py --check
	$(BIN)/python tools/translate.py --check
	@if [ -f tools/reference.py ]; then set -x; $(BIN)/python tools/reference.py --check; fi

format: .venv/.dev  ## put code into ruff's format and mend what ruff can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

fuzz: .venv/.fuzz  ## feed every reader broken input for FUZZ_SECONDS=60 each (Linux only)
	$(BIN)/python -m fuzz --seconds $(FUZZ_SECONDS)

bench: .venv/.dev  ## measure import time, turns a second and memory
	$(BIN)/python -m benchmarks

bench-web: .venv/.dev  ## measure the web application with 100,000 conversations (POSTGRES=1: on PostgreSQL too)
	$(BIN)/python -m benchmarks.web $(if $(POSTGRES),--postgres)

evaluate: $(if $(FILE),.venv/.base,.venv/.evaluate)  ## write evaluation/REPORT.md; FILE=labelled.jsonl measures that file alone
	@if [ -n "$(FILE)" ]; then $(BIN)/heard evaluate "$(FILE)"; else $(BIN)/python tools/evaluate.py; fi

train: .venv/.train  ## make the encoder again from its material (about an hour; goes on where it was interrupted)
	$(BIN)/python -m heard.training

docs: .venv/.dev  ## write the reference pages anew from the code
	$(BIN)/python tools/reference.py

translations: .venv/.dev  ## gather the strings of the web interface into its translations, and compile them
	$(BIN)/python tools/translate.py

notice: .venv/.dev  ## write NOTICE anew from the lock files and the installed packages
	$(BIN)/python tools/notice.py

lock:  ## write the lock files anew (UPGRADE=1 takes the newest versions), then NOTICE
	sh tools/lock.sh
	$(MAKE) notice

wheel: .venv/.dev  ## build the wheel into dist/
	$(BIN)/python -m hatchling build -t wheel

clean:  ## remove .venv, caches and built files
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis .coverage .coverage.* build dist htmlcov
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.base: pyproject.toml requirements/encoder.txt requirements/build.txt
	@sh tools/setup.sh base

.venv/.dev: pyproject.toml requirements/dev.txt
	@sh tools/setup.sh dev

.venv/.train: pyproject.toml requirements/train.txt
	@sh tools/setup.sh train

.venv/.evaluate: pyproject.toml requirements/dev.txt requirements/evaluate.txt tools/convokit.txt
	@sh tools/setup.sh evaluate

.venv/.fuzz: pyproject.toml requirements/dev.txt requirements/fuzz.txt
	@sh tools/setup.sh fuzz
