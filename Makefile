# Two commands from nothing: `make run` and `make test`. README.md says more.
PYTHON ?= python3
ifdef PORT
export PORT
endif
PREPARE = @$(PYTHON) -m tools.prepare

SIZE ?= M

.PHONY: run test lint format bench shots lock audit

run: ## The site with demo data on http://127.0.0.1:8000, or PORT=…
	$(PREPARE) machine port packages assets translations
	@.venv/bin/python -m tools.run

test: ## All checks and all tests
	$(PREPARE) machine packages developer assets translations browser
	@.venv/bin/python -m tools.check --tests

lint: ## The checks without the tests
	$(PREPARE) machine packages developer assets translations
	@.venv/bin/python -m tools.check

format: ## Write code and templates as the checks want them
	$(PREPARE) packages developer
	@.venv/bin/python -m tools.check --write

bench: ## The pages against their bars, with 100,000 customers, or SIZE=L for a million
	$(PREPARE) machine packages developer assets translations
	@.venv/bin/python -m benchmarks.run --size $(SIZE)

shots: ## Photographs of every page into shots/, while `make run` runs in another window
	$(PREPARE) packages developer browser
	@.venv/bin/python -m tests.browser.shots --home http://127.0.0.1:$(or $(PORT),8000)

audit: ## Known vulnerabilities of the locked packages; needs the network
	$(PREPARE) packages developer
	@.venv/bin/python -m tools.lock --audit

lock: ## Write the lock files from pyproject.toml and package.json; needs the network
	$(PREPARE) packages developer
	@.venv/bin/python -m tools.lock
