# Thin wrappers over the npm scripts. `make help` lists them.
API_URL ?= http://localhost:3000/api
DATA_DIR ?= .data

.PHONY: help setup up frontend-dev check test-ingestion test-api logs-api test

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-16s %s\n", $$1, $$2 }'

setup: ## install and build what is missing
	@npm run --silent build

up: ## run everything: http://localhost:3000
	@npm run --silent start

frontend-dev: ## the dashboard with reload on change, against a running API
	@npx nx serve dashboard

check: ## lint, module boundaries and types
	@npm run --silent check

test-ingestion: ## run both sources now and show what came of it
	@npm run --silent twl -- run jsonplaceholder
	@npm run --silent twl -- run randomuser

test-api: ## ask the running API for its newest records and sums
	@curl -fsS '$(API_URL)/health/ready' && echo
	@curl -fsS '$(API_URL)/records?limit=3' && echo
	@curl -fsS '$(API_URL)/analytics' && echo

logs-api: ## follow the log of the running product
	@tail -n 50 -F '$(DATA_DIR)/logs/current.log'

test: ## the whole test suite
	@npm test
