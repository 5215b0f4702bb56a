# On a fresh machine with Python 3.11 or newer two commands are enough: `make demo` and `make test`.
# Both set themselves up in .venv, with uv where it is installed, with venv and pip where it is not.

PYTHON ?= python3
UV ?= $(shell command -v uv)
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
PINS := constraints.txt
DEMO := --db demo-announcements.db --archive demo-pages.db

# Each writes files that are committed, and a test fails while one of them is not current.
GENERATORS := aggregator.dates.build aggregator.networks.document

INSTALLER = $(if $(UV),$(UV) pip install --python $(BIN)/python,$(BIN)/python -m pip install)
INSTALL = $(INSTALLER) --quiet --constraint $(PINS) --editable

.DEFAULT_GOAL := help
.PHONY: help demo test lint docs constraints clean

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(VENV)/ready-for-demo ## Crawl the demo site over HTTP on this machine and show what was found
	@$(BIN)/herald demo $(DEMO)

test: lint ## Check and test everything
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/ready-for-test ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/ready-for-test ## Write anew all files that are generated
	@for module in $(GENERATORS); do echo "python -m $$module"; $(BIN)/python -m $$module || exit 1; done

constraints: ## Take the newest version of every dependency into constraints.txt
	rm -rf build/newest
	$(PYTHON) -m venv build/newest
	build/newest/bin/pip install --quiet '.[all]'
	build/newest/bin/pip freeze --exclude city-herald --exclude setuptools > $(PINS)
	rm -rf build

clean: ## Remove all that was set up or made by the demo, and keep every other database
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -f demo-announcements.db* demo-pages.db*

$(VENV)/ready-for-demo: pyproject.toml $(PINS) | $(VENV)/made
	@echo "Installing City Herald in $(VENV) …"
	@$(INSTALL) .
	@touch $@

$(VENV)/ready-for-test: pyproject.toml $(PINS) | $(VENV)/made
	@echo "Installing City Herald and all that its tests need in $(VENV) …"
	@$(INSTALL) '.[all]'
	@touch $@ $(VENV)/ready-for-demo

$(VENV)/made:
ifeq ($(UV),)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "City Herald needs Python 3.11 or newer: install it, or name it as in: make demo PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "Python cannot make a virtual environment here: install the package python3-venv (or uv)"; exit 1; }
endif
	@rm -rf $(VENV)
	@$(if $(UV),$(UV) venv --quiet --python '>=3.11' $(VENV),$(PYTHON) -m venv $(VENV))
	@touch $@
