# Everything one does with the project. `make` alone lists it.
.DEFAULT_GOAL := help
PYTHON := .venv/bin/python

.PHONY: help run test setup train check format evaluate smoke bench torture lock

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: setup ## start everything; the box it prints says where
	@.venv/bin/motcua up

test: setup ## the whole test suite
	@$(PYTHON) -m pytest
	@engine/.venv/bin/python -m pytest tests/engine -c tests/engine/pytest.ini

setup: ## install both environments (run and test do it by themselves)
	@sh scripts/setup.sh

train: setup ## train a model, also when there is one
	@.venv/bin/motcua train

check: setup ## style, types, import rules, catalogue, provinces
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/motcua catalogue check
	@.venv/bin/motcua province check

format: setup ## put the code in its form
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .

evaluate: setup ## score the answers to the project's own questions
	@.venv/bin/motcua evaluate evaluation/questions/*.jsonl --baseline evaluation/baseline.json

smoke: setup ## ask one question in eight, and fail if the answers have become worse
	@.venv/bin/motcua evaluate evaluation/questions/*.jsonl --every 8 --no-strip \
	  --baseline evaluation/smoke.json

bench: setup ## measure turns, memory and sizes on this machine
	@$(PYTHON) -m bench

torture: setup ## try to lose, double and disorder messages (some 20 minutes)
	@$(PYTHON) -m torture

lock: setup ## pin anew what pyproject.toml and engine/pyproject.toml ask for
	@sh scripts/lock.sh
