# make run    the demo office on http://127.0.0.1:8000
# make test   everything that must be green, on SQLite and on PostgreSQL
# make env    the environment alone: .venv/bin/taskapp works after it
# make thorough   the longest tests at their full length, on both databases
# make test-faults   senders killed and stopped, sixteen writers: more of what `make test` does a little of
# make soak, make soak-postgres   a working day of 3,000 people in half an hour, on SQLite or on PostgreSQL
# make rights, make mutate   everybody before every task over HTTP; whether the tests notice a changed right
# make scan, make audit, make sbom   the code before scanners, the libraries before advisories, the list of components
# make screens   the pictures of the guides and the README, made anew of the demo office
# make lock   newer versions of the libraries, pinned with their hashes

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE  # every process of the tests would compile the whole program anew
export PATH := $(or $(PATH),/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin)

PYTHON ?= python3
PORT ?= 8000
WORKERS ?= 3
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard taskapp/translations/*/LC_MESSAGES/*.po))
APT := DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0
PYTEST := $(BIN)/python -m pytest -p tests.strict -p tests.choosing -q -n $(WORKERS) --dist worksteal

.PHONY: help env dev run test thorough lint test-sqlite test-postgres test-faults test-cut-off fuzz fuzz-readers rights mutate bench nodes soak soak-postgres system lock catalogues clean fuzz-api fuzz-pages scan scan-running audit sbom screens

help:
	@sed -n 's/^# //p' Makefile | head -10

env: .venv/runtime.stamp $(CATALOGUES)
	@:

dev: .venv/dev.stamp $(CATALOGUES)
	@:

run: env
	@export TASKAPP_ENV=demo TASKAPP_BASE_URL="$${TASKAPP_BASE_URL:-http://127.0.0.1:$(PORT)}"
	$(BIN)/taskapp demo
	echo
	echo "Giao Việc: $$TASKAPP_BASE_URL  (tài khoản / account: chutich, mật khẩu / password: demo; Ctrl+C để dừng / to stop)"
	echo
	exec $(BIN)/taskapp serve --host 127.0.0.1 --port $(PORT)

# What asks nothing new of a database is not run on the second one: tests/choosing.py. All of it: make test-postgres.
test: export ASKED = test-output/asked.json
test: system dev
	@$(MAKE) lint
	$(MAKE) test-sqlite
	$(MAKE) test-postgres

lint: dev
	@$(BIN)/ruff check .
	$(BIN)/ruff format --check --quiet . || { echo "Run: $(BIN)/ruff format"; exit 1; }
	$(BIN)/mypy
	$(BIN)/lint-imports

test-sqlite: dev
	@env -u TEST_DATABASE_URL $(PYTEST)

# Tests that ask no database run once, by themselves; what the browser shows and who may open which door does not depend
# on the database, nor how the API keeps to its document; what a life of a task may do is searched on SQLite: here it is
# the same statements on another server; the demo is moved on from day to day there, loaded here too; and how the server's
# processes are started and ended, and what they load, is the same whatever they ask.
ONCE = tests/journeys tests/repo/test_routes.py tests/safety/test_every_answer.py $(patsubst %,tests/rights/test_%.py,table doors leaks) \
	$(patsubst %,tests/api/test_%.py,client conformance) $(patsubst %,tests/demo/test_%.py,today together people) \
	tests/reports/test_two_years.py tests/reports/test_forecast.py tests/test_serve.py

test-postgres: dev
	@LIVES=4 $(BIN)/python -m tests.postgres -- $(PYTEST) $(addprefix --ignore ,$(ONCE))

# Those that have something to leave out in `make test`.
LONGEST = $(shell grep -rl 'import much' tests --include='test_*.py')

thorough: dev
	@export THOROUGH=1 LIVES=60
	env -u TEST_DATABASE_URL timeout 30m $(PYTEST) $(LONGEST) tests/journeys
	timeout 30m $(BIN)/python -m tests.postgres -- $(PYTEST) $(filter-out tests/journeys/%,$(LONGEST))

# A hundredth of the full numbers is scale 1, which `make test` does; by hand choose what the machine can do in an hour.
FAULT_SCALE ?= 20

test-faults: dev
	@export FAULT_SCALE=$(FAULT_SCALE)
	env -u TEST_DATABASE_URL timeout 30m $(PYTEST) tests/faults
	timeout 30m $(BIN)/python -m tests.postgres -- $(PYTEST) tests/faults
	$(MAKE) test-cut-off

# Eight machines with networks of their own, in real time: as root, or as a user who may be root of namespaces of his own.
NETWORKS = $(if $(filter 0,$(shell id -u)),,unshare --map-current-user --keep-caps --net)

test-cut-off: dev
	@if ! command -v ip >/dev/null; then
		$(call install,iproute2,ip for the networks of the tests)
	fi
	timeout 15m $(NETWORKS) $(BIN)/python -m pytest -p tests.strict -q -s tests/faults/cut_off.py

# Lives of tasks in which people do anything in any order, for each of two offices; one seed, so that it can be repeated.
LIVES ?= 5000

fuzz: dev
	@env -u TEST_DATABASE_URL LIVES=$(LIVES) timeout 60m $(BIN)/python -m pytest -p tests.strict -q -n 2 \
		--hypothesis-seed=20261125 tests/tasks/test_machine.py
	$(MAKE) fuzz-api
	$(MAKE) fuzz-readers
	$(MAKE) fuzz-pages

# Requests made up from the document of the API: CALLS well-formed and as many ill-formed ones of each operation.
CALLS ?= 200

fuzz-api: dev
	@env -u TEST_DATABASE_URL CALLS=$(CALLS) timeout 60m $(BIN)/python -m pytest -p tests.strict -q tests/api/test_conformance.py

# Mutated documents against their readers, a fifth of the time each: texts, limits, cells, names, files; what was found is kept and gone on from.
FUZZ_SECONDS ?= 1200

fuzz-readers: .venv/fuzz.stamp
	@for what in texts limits cells names files; do $(BIN)/python -m tests.fuzz.run $$what $$(( $(FUZZ_SECONDS) / 5 )); done

# Requests made up at random against all addresses, as everybody and nobody, with right and wrong tokens of forms: nothing
# may answer 5xx. Goes on from where it stopped, for at most PAGES_SECONDS on each of two cores.
PAGES_REQUESTS ?= 1000000
PAGES_SECONDS ?= 3600

fuzz-pages: dev
	@env -u TEST_DATABASE_URL $(BIN)/python -m tests.fuzz.pages $(PAGES_REQUESTS) $(PAGES_SECONDS) 1/2 &
	env -u TEST_DATABASE_URL $(BIN)/python -m tests.fuzz.pages $(PAGES_REQUESTS) $(PAGES_SECONDS) 0/2 || failed=1
	wait $$! && [ -z "$${failed:-}" ]

# Everybody before every task, and all addresses and lists before more strangers; `make test` draws some of them.
rights: dev
	@env -u TEST_DATABASE_URL RIGHTS_EVERYTHING=1 timeout 60m $(BIN)/python -m pytest -p tests.strict -q -n $(WORKERS) tests/rights

# The rules with one thing changed, again and again: at least 95 of 100 changes must be noticed, the others explained.
mutate: dev
	@timeout 60m $(BIN)/python -m tests.rights.mutation

# What pages cost over offices of so many tasks, beside their floor; on SQLite, then on PostgreSQL.
BENCH_TASKS ?= 10000 100000

bench: dev
	@env -u TEST_DATABASE_URL timeout 30m $(BIN)/python -m tests.bench.pages $(BENCH_TASKS)
	@timeout 30m $(BIN)/python -m tests.postgres --long -- $(BIN)/python -m tests.bench.pages $(BENCH_TASKS)

# Three web nodes behind nginx, PostgreSQL with a standby, then the same behind PgBouncer: what people notice when parts
# are restarted or die. As root.
nodes: dev
	@if ! PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null; then
		$(call install,nginx-light,nginx before the web nodes)
	fi
	if ! PATH="$$PATH:/usr/sbin" command -v pgbouncer >/dev/null; then
		$(call install,pgbouncer,PgBouncer before the database)
	fi
	timeout 20m $(BIN)/python -m tests.bench.nodes
	timeout 20m $(BIN)/python -m tests.bench.nodes pooled

# Everybody signs in and works through the day while memory, open files and connections are watched. Before it begins
# the office is built, and the scheduler does what a night leaves to it: some minutes each.
SOAK_MINUTES ?= 30
SOAK_PEOPLE ?= 3000

soak: dev
	@env -u TEST_DATABASE_URL timeout 60m $(BIN)/python -m tests.bench.soak $(SOAK_MINUTES) $(SOAK_PEOPLE)

soak-postgres: dev
	@timeout 60m $(BIN)/python -m tests.postgres --long -- $(BIN)/python -m tests.bench.soak $(SOAK_MINUTES) $(SOAK_PEOPLE)

# What scanners find in the code: bandit by its own rules (pyproject.toml says which do not fit), semgrep by ours.
SCAN := .venv/scan/bin

scan: .venv/scan.stamp
	@$(SCAN)/bandit --quiet --recursive --configfile pyproject.toml taskapp wsgi.py
	$(SCAN)/semgrep scan --metrics off --disable-version-check --quiet --error --config tests/scan/semgrep.yml taskapp wsgi.py
	echo "bandit and semgrep: nothing found"

# A running office before wapiti and sqlmap, signed in, ATTACK_SECONDS each; what they say goes to test-output/scan.
ATTACK_SECONDS ?= 600

scan-running: env .venv/attack.stamp
	@$(BIN)/python -m tests.scan.running $(ATTACK_SECONDS)

# Known holes of the libraries. It asks the advisories over the network: when it cannot, it fails and says so.
audit: .venv/scan.stamp
	@if ! $(SCAN)/pip-audit --strict --require-hashes --disable-pip --progress-spinner off -r requirements/runtime.txt; then
		echo "NOT AUDITED, or holes were found: read the lines above. Without a way to the advisories run it in a checkout that" >&2
		echo "has one, before each release: an unanswered question is no clean result." >&2
		exit 1
	fi

# All components as CycloneDX, with licences: the locked libraries as they are installed, and what is vendored for browsers.
SBOM ?= test-output/sbom.cdx.json

sbom: env .venv/scan.stamp
	@mkdir -p $(dir $(SBOM))
	$(SCAN)/cyclonedx-py environment --output-reproducible --pyproject pyproject.toml --of JSON -o $(SBOM).raw $(BIN)/python
	$(BIN)/python -m tests.scan.components $(SBOM).raw $(SBOM)
	rm $(SBOM).raw

# --- the environment ---------------------------------------------------------------------------------------------

# An environment knows its own path: one that came along with a copied or moved tree is made anew.
ifneq ($(wildcard .venv/runtime.stamp),)
ifneq ($(shell cat .venv/runtime.stamp),$(CURDIR))
$(shell rm -rf .venv)
endif
endif

$(BIN)/python:
	@if ! $(PYTHON) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
		$(call install,python3 python3-venv,Python 3.11+ and its venv module)
	fi
	$(PYTHON) -m venv --clear .venv

.venv/runtime.stamp: requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "Installing the libraries …"
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/runtime.txt
	$(BIN)/python -m pip install --quiet --no-index --no-deps --no-build-isolation -e .
	echo '$(CURDIR)' > $@

.venv/dev.stamp: requirements/dev.txt .venv/runtime.stamp
	@echo "Installing the tools of the tests …"
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	touch $@

.venv/fuzz.stamp: requirements/fuzz.txt .venv/dev.stamp
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/fuzz.txt
	touch $@

.venv/scan.stamp .venv/attack.stamp: .venv/%.stamp: requirements/%.txt | .venv/runtime.stamp
	@$(PYTHON) -m venv --clear .venv/$*
	.venv/$*/bin/python -m pip install --quiet --require-hashes -r requirements/$*.txt
	touch $@

catalogues: $(CATALOGUES)

%.mo: %.po | .venv/runtime.stamp
	@$(BIN)/pybabel --quiet compile -i $< -o $@

lock: .venv/dev.stamp
	@compile() { $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-strip-extras --python-version 3.11 --no-header --no-annotate \
		--no-emit-index-url --no-emit-find-links --no-config "$$@"; }
	compile requirements/runtime.in -o requirements/runtime.txt
	compile requirements/dev.in -c requirements/runtime.txt -o requirements/dev.txt
	for each in fuzz scan attack; do compile requirements/$$each.in -o requirements/$$each.txt; done
	git diff --stat -- requirements

screens: system dev
	@env -u TEST_DATABASE_URL $(BIN)/python -m tests.journeys.screens
	ls -s docs/screens

# --- what Debian has to give -------------------------------------------------------------------------------------

# $(call install,packages,what they are): as root from Debian, otherwise says what is missing and stops.
define install
if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	echo "Installing from Debian: $(1)"; \
	$(APT) update; \
	$(APT) install -y --no-remove --no-install-recommends $(1) >/dev/null; \
else \
	echo "Missing: $(2). As root run: apt-get install $(1)" >&2; \
	exit 1; \
fi
endef

# Without Debian's PostgreSQL the tests use the server that is among the tools; for Chromium there is no stand-in.
system:
	@if ! command -v chromium >/dev/null && ! command -v chromium-browser >/dev/null; then
		$(call install,chromium,Chromium for the browser tests)
	fi
	if ! PATH="$$PATH:/usr/sbin" command -v exim4 >/dev/null; then
		$(call install,exim4-daemon-light,Exim as the mail server of the tests)
	fi
	if ! PATH="$$PATH:/usr/sbin" command -v slapd >/dev/null; then
		$(call install,slapd,slapd as the LDAP directory of the tests)
	fi
	if ! command -v pdftoppm >/dev/null || ! tesseract --list-langs 2>/dev/null | grep -qx vie; then
		$(call install,poppler-utils tesseract-ocr tesseract-ocr-vie,Tesseract in Vietnamese for scanned pages)
	fi
	if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 && [ "$$(id -u)" = 0 ] && [ -z "$${TEST_DATABASE_URL:-}" ]; then
		$(call install,postgresql,PostgreSQL for the tests)
	fi

clean:
	@rm -rf .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis test-output htmlcov *.egg-info $(CATALOGUES)
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +
