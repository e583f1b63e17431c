# `make run` and `make test` need nothing but Python 3.11 or newer: they make .venv and bring their own servers.

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do "$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
PY := .venv/bin/python
LOCK := $(PY) -m uv pip compile -q --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
# Tests wait as often as they work: two processes for each core.
PROCESSES ?= $(shell expr 2 '*' $$(getconf _NPROCESSORS_ONLN))
# Where it is set (in images, say), every process would compile all modules anew, and the tests start hundreds.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check types style schema messages pictures client bench fuzz lock demo-reset installed installed-dev

help:
	@echo "make run         the whole server, with everything it needs; Ctrl-C stops it"
	@echo "make test        all tests          make fuzz    the long ones too"
	@echo "make check       style, types, floors, migrations, API schema"
	@echo "make bench       the benchmarks     make lock    requirements*.txt anew"
	@echo "make messages    compiles the console's Chinese, and says what is missing"
	@echo "make client      the Python client's rows and models and docs/events/, from the API schema"
	@echo "make demo-reset  forget the demo's data; the next run starts over"

run: installed
	@exec $(PY) -m config.supervisor

test: installed-dev
	$(PY) -m pytest -n $(PROCESSES) tests
	$(PY) -m pytest tests/im/statistics/test_counting.py

fuzz: installed-dev
	FUZZ=long $(PY) -m pytest -n $(PROCESSES) tests
	FUZZ=long $(PY) -m pytest tests/im/statistics/test_counting.py

check: types style schema

types: installed-dev
	HONGYAN_DEMO=1 SECRET_KEY=unused $(PY) -m mypy .

style: installed-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports

schema: installed-dev
	$(PY) -m tests.servers manage.py makemigrations --check --dry-run
	$(PY) -m tests.servers manage.py spectacular --validate --fail-on-warn --file /dev/null

messages: installed-dev
	HONGYAN_DEMO=1 SECRET_KEY=unused DJANGO_SETTINGS_MODULE=config.settings $(PY) -m tests.catalogues

pictures: installed-dev
	@mkdir -p docs/images
	PICTURES=docs/images $(PY) -m pytest tests/console/browser/test_journeys.py

client: installed-dev
	@mkdir -p build
	$(PY) -m tests.servers manage.py spectacular --format openapi-json --file build/openapi.json
	$(PY) clients/python/generate.py build/openapi.json
	$(PY) -m tests.servers manage.py event_schemas

bench: installed-dev
	$(PY) -m benchmarks

lock: installed-dev
	$(LOCK) requirements.in -o requirements.txt
	$(LOCK) -c requirements.txt requirements.in requirements-dev.in -o requirements-dev.txt

demo-reset: installed
	@$(PY) -m config.embedded

installed:
	@test -n "$(PYTHON)" || { echo "Hongyan needs Python 3.11 or newer."; exit 1; }
	@"$(PYTHON)" deploy/install.py requirements.txt

installed-dev:
	@test -n "$(PYTHON)" || { echo "Hongyan needs Python 3.11 or newer."; exit 1; }
	@"$(PYTHON)" deploy/install.py requirements-dev.txt
