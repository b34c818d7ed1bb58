# Thin wrappers over the npm scripts. `make help` lists them. With ENV=dev, staging or prod they work on that environment on AWS, else on this
# machine.
API_URL ?= http://localhost:3000/api
DATA_DIR ?= .data
ENV ?=
APP ?= api
deploy := npm run --silent deploy --
env := --env $(or $(ENV),dev)

.PHONY: help setup up frontend-dev check plan deploy destroy test-ingestion test-api logs-api test

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  %-16s %s\n", $$1, $$2 }'

setup: ## install and build what is missing; with ENV=dev also what the account needs once, and the environment
	@npm run --silent build
ifneq ($(ENV),)
	@$(deploy) --account
	@$(deploy) $(env)
endif

up: ## run everything: http://localhost:3000
	@npm run --silent start

frontend-dev: ## the dashboard with reload on change, against a running API
	@npx nx serve dashboard

plan: ## what a deployment would change (ENV=dev)
	@$(deploy) $(env) --plan

deploy: ## deploy an environment to AWS (ENV=dev)
	@$(deploy) $(env)

destroy: ## remove an environment from AWS (ENV=dev)
	@$(deploy) $(env) --destroy

ifneq ($(ENV),)
check: ## lint, module boundaries and types; with ENV=dev whether the environment is well
	@$(deploy) $(env) --check

test-ingestion: ## run the sources now and show what came of it (ENV=dev)
	@$(deploy) $(env) --run

test-api: ## ask the API for its newest records and sums (ENV=dev)
	@$(deploy) $(env) --ask

logs-api: ## follow the log of the running product, or with ENV=dev that of APP=api, ingestion or processing
	@$(deploy) $(env) --log $(APP)
else
check:
	@npm run --silent check

test-ingestion:
	@npm run --silent twl -- run jsonplaceholder
	@npm run --silent twl -- run randomuser

test-api:
	@curl -fsS '$(API_URL)/health/ready' && echo
	@curl -fsS '$(API_URL)/records?limit=3' && echo
	@curl -fsS '$(API_URL)/analytics' && echo

logs-api:
	@tail -n 50 -F '$(DATA_DIR)/logs/current.log'
endif

test: ## the whole test suite
	@npm test
