# The commands of the README. `make report` and `make test` set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
# One process more than there are cores: LibreOffice and other programs run while the test that started them waits.
WORKERS = $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: report test proof books lint format bench docs pictures approve clients clean

report: $(READY) pango
	$(BIN)/tco report scenarios/apac-assistant.yaml -o output

test: $(READY_DEV) pango office
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder

# The proofs that take minutes: random edits in the workbook, books saved by other programs, scenarios at the edges, hostile texts.
proof: $(READY_DEV) pango office
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder -m long

# The documents of the scenarios that `make test` leaves out: written, linted and recalculated one by one.
books: $(READY_DEV) pango office
	$(BIN)/pytest -n $(WORKERS) --dist loadgroup --no-loadscope-reorder -m proof --other-books

lint: $(READY_DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(READY_DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(READY_DEV) pango
	$(BIN)/python tests/benchmarks/run.py

docs: $(READY_DEV)
	$(BIN)/python docs/reference.py
	$(BIN)/python docs/worked_examples.py
	$(BIN)/python docs/accuracy.py

pictures: $(READY_DEV) pango office
	$(BIN)/python docs/pictures.py

# The pages of the summary as they look now become those that tests compare with: look at output/pictures/ first.
approve: $(READY_DEV) pango
	$(BIN)/pytest tests/test_pictures.py --renew-pictures

# A virtual environment with tco in it; Debian keeps the venv module in a package of its own.
$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "tco needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12 report"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { . scripts/system-packages.sh; install_packages python3-venv; }
	$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(READY_DEV): pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@ $(READY)

# The programs of other readers: Gnumeric from Debian, ExcelJS and SheetJS from npm, polars and a validator from PyPI. Tests find them.
clients: $(READY_DEV)
	@. scripts/system-packages.sh; want_clients tests/clients
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[clients]'

# System libraries: installed where that is possible without asking, and named where it is not.
.PHONY: pango office
pango:
	@. scripts/system-packages.sh; want_pango
office:
	@. scripts/system-packages.sh; want_office

clean:
	rm -rf $(VENV) tests/clients/node_modules .pytest_cache .mypy_cache .ruff_cache .hypothesis output/*/
