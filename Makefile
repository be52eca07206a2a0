# `make app` shows the assistant on the demonstration directory; `make test` runs every test. The rest is below.
PYTHON ?= python3
BIN := .venv/bin
PORT ?= 8501

.PHONY: app test lint notebooks bench lab system demo install install-test clean

app: demo
	$(BIN)/streamlit run app.py --server.port $(PORT)

demo: install
	$(BIN)/orientation demo

test: install-test lint
	$(BIN)/python -m pytest

lint: install-test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

notebooks: install-test
	$(BIN)/python -m pytest -m notebooks

bench: install
	$(BIN)/orientation bench search
	$(BIN)/orientation bench names
	$(BIN)/orientation bench import
	$(BIN)/orientation bench understand
	$(BIN)/orientation bench orient

lab: install-test
	$(BIN)/orientation demo
	$(BIN)/jupyter lab notebooks

# Chromium (driven by a Node that needs libatomic) and PostgreSQL for the tests that need them (Debian). Without them those tests are skipped, with a sentence.
system:
	apt-get update
	apt-get install --yes --no-install-recommends python3-venv chromium postgresql libatomic1

install: .venv/installed
install-test: .venv/installed-test

# The pip of Debian 12 takes minutes to resolve what is already installed.
.venv/bin/python:
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Il manque le module venv de Python : « apt-get install python3-venv », ou « make system »."; exit 1; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --upgrade pip

.venv/installed: .venv/bin/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable .
	touch $@

.venv/installed-test: .venv/installed requirements-data.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable ".[test,notebooks]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-data.txt
	touch $@

clean:
	rm -rf .venv data/*.sqlite* data/snapshot data/quarantine
