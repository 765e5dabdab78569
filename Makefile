# A thin front to the commands of this project. `make` alone lists what there is.
# Everything is made inside .venv and by .venv/bin/python, with relative paths only, so that the folder
# may have any name. The files .venv/.made, .packages, .project and .dev say what is installed; each is
# written last, so an interrupted step is done again.

PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet
UV ?= uv
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help claims figure install lab notebooks book paper test pages bench lint lock clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*  ## \(.*\)/make \1	\2/p' Makefile

install: .venv/.packages .venv/.project  ## make .venv and install what the notebooks need
	@echo "Ready. Next: make lab"

# No news and no check for a newer version: JupyterLab asks no other host for anything.
lab: .venv/.packages .venv/.project  ## open the notebooks in JupyterLab
	@$(PY) -m jupyterlab --ServerApp.root_dir=. --LabApp.news_url=None \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate notebooks/00_start_here.ipynb

notebooks: .venv/.packages  ## make notebooks/ from lessons/
	@$(PY) -m twocrises notebooks

book: .venv/.dev  ## make build/book/html, the suite as pages for any browser
	@$(PY) -m twocrises book

paper: .venv/.dev  ## the same as PDF, with a handout for each notebook (needs chromium)
	@$(PY) -m twocrises paper

test: .venv/.dev .venv/.project  ## run the tests, then what `make lint` runs
	@$(PY) -m pytest --numprocesses auto --maxprocesses 4 --dist worksteal
	@$(MAKE) --no-print-directory lint

pages: .venv/.dev .venv/.project  ## run the slow tests: every page of the book in a browser, and on paper
	@$(PY) -m pytest -m slow --numprocesses auto --maxprocesses 4 --dist worksteal

# Needs data that are not part of the project: TWO_CRISES_EVAL names their folder, by default ../shared/eval.
bench: .venv/.dev .venv/.project  ## measure speed and quality anew, about forty-five minutes
	@for name in walk opening cleaning speed dating repeats keyness null tone voices topics readers; do echo "$$name:"; $(PY) -m benchmarks.$$name || exit 1; done

lint: .venv/.dev .venv/.project  ## check style and types
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check
	@$(PY) -m mypy

# Versions that still fit are kept. `make lock UV="uv --cache-dir build/uv"` passes options to uv,
# `make lock LOCK=--upgrade` takes the newest versions.
COMPILE = $(UV) pip compile pyproject.toml - --universal --generate-hashes --no-emit-index-url \
	--no-emit-find-links --no-header --no-annotate --python-version 3.11 -q $(LOCK)
lock:  ## resolve requirements*.txt anew from pyproject.toml (needs uv)
	$(if $(shell command -v $(firstword $(UV))),,$(error make lock needs uv, which is not here: \
	install it with `python3 -m pip install uv`, or name it with UV=/path/to/uv))
	@echo "setuptools>=77" | $(COMPILE) -o requirements.txt
	@echo "setuptools>=77" | $(COMPILE) --extra book --extra dev -c requirements.txt -o requirements-dev.txt

clean:  ## remove caches and build/; .venv stays
	@rm -rf build .pytest_cache .hypothesis .mypy_cache .ruff_cache two_crises.egg-info
	@find . -path ./.venv -prune -o -path ./.git -prune -o -type d -name __pycache__ -exec rm -rf {} +

# Prints "ready" when .venv works, "use:NAME" for a Python that can make one, or else one sentence.
PYTHONS = $(if $(PYTHON),"$(PYTHON)",python3 python3.13 python3.12 python3.11 python3.14)
FIND_PYTHON = new='import sys; sys.exit(sys.version_info < (3, 11))'; \
	if $(PY) -c "import pip; $$new" 2>/dev/null; then echo ready; exit; fi; \
	for p in $(PYTHONS); do \
		if ! v=$$("$$p" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null); then continue; fi; \
		if ! "$$p" -c "$$new" 2>/dev/null; then old="$${old:-$$p is Python $$v}"; \
		elif "$$p" -c 'import ensurepip, venv' 2>/dev/null; then echo "use:$$p"; exit; \
		else bare="$${bare:-$$p}"; fi; \
	done; \
	if [ "$$bare" ]; then echo "$$bare cannot make a virtual environment, its venv module is missing:" \
		"install it (Debian and Ubuntu: sudo apt install $${bare\#\#*/}-venv) and run make again"; \
	elif [ "$$old" ]; then echo "$$old, but the notebooks need 3.11 or newer:" \
		"install a newer Python, or name one with make PYTHON=/path/to/python3"; \
	else echo "No Python 3 was found$(if $(PYTHON), at $(PYTHON)), and the notebooks need 3.11 or newer:" \
		"install it, or name one with make PYTHON=/path/to/python3"; fi

.venv/.made:
	$(eval FOUND := $(shell $(FIND_PYTHON)))
	$(if $(filter ready use:%,$(firstword $(FOUND))),,$(error $(FOUND)))
	@[ "$(FOUND)" = ready ] || { [ -e .venv ] || new=1; \
		"$(subst use:,,$(FOUND))" -m venv .venv >/dev/null 2>&1 || { [ -z "$$new" ] || rm -rf .venv; \
		echo "$(subst use:,,$(FOUND)) could not make .venv: install its venv module (Debian and Ubuntu:" \
		"sudo apt install $(notdir $(subst use:,,$(FOUND)))-venv) and run make again." >&2; exit 1; }; }
	@touch $@

.venv/.packages: requirements.txt .venv/.made
	@echo "Installing the packages of requirements.txt into .venv (once, about two minutes) …"
	@$(PIP) --require-hashes -r requirements.txt
	@touch $@

.venv/.project: pyproject.toml .venv/.packages
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.packages
	@echo "Installing the packages of requirements-dev.txt into .venv (once, under a minute) …"
	@$(PIP) --require-hashes -r requirements-dev.txt
	@touch $@

claims: .venv/.packages  ## write the ledger of claims to book/
	@$(PY) -m twocrises claims

figure: claims  ## draw the figure of the README from the ledger
	@$(PY) -c "from twocrises.figures import ledger, publish; from twocrises.ledger import read_ledger; \
		found = read_ledger('book'); publish(ledger(found), 'book/two_crises'); \
		publish(ledger(found, narrow=True), 'book/two_crises_narrow')"
