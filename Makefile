# make report and make test are the two commands; each does its own set-up.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c

# Git ignores report/, so that a report leaves the checkout as it is; reports/ is the published one.
OUT ?= report
# The report carries the time of the last commit to what it is made from, so that it stays the same
# bytes until something changes; without a history, the present.
SOURCE_DATE_EPOCH ?= $(shell git log -1 --format=%ct -- data analyses Sources 2>/dev/null | grep . || date +%s)
export SOURCE_DATE_EPOCH

# The report and the tests share one build, which `swift test` alone would make anew with flags of its own.
RUN_TESTS := swift test -c release --skip-build

.PHONY: help setup setup-tests build report publish test python-peers fuzz bench bench-peers lint format clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install the Debian packages (with sudo where needed)
	@scripts/setup.sh

build: setup ## Build everything in release
	scripts/build.sh

report: build ## Ingest data/, run all analyses, write report/
	.build/release/interleave reproduce --out "$(OUT)"

publish: ## Make the report that the repository shows, reports/
	@$(MAKE) report OUT=reports

setup-tests:
	@scripts/setup.sh tests

test: setup-tests ## Run all tests
	scripts/build.sh --build-tests
	$(RUN_TESTS)

python-peers: ## Install what tests read notebooks with (nbformat, nbconvert, Jupytext) into .build
	@scripts/python-peers.sh

fuzz: setup-tests ## Read damaged results, databases, profiles, golden cases and checkpoints, FUZZ_SECONDS (60) each
	scripts/build.sh --build-tests
	INTERLEAVE_FUZZ_SECONDS=$${FUZZ_SECONDS:-60} INTERLEAVE_FUZZ_SEED=$${FUZZ_SEED:-$$(date +%s)} \
	  $(RUN_TESTS) --filter FuzzTests

bench: build ## Time the main jobs against this machine's sgemm rate
	.build/release/interleave bench

bench-peers: build ## Compare the training step with JAX (installs it into .build)
	bench/peers/run.sh

lint: ## Check the formatting and the house rules
	swift format lint --strict -r Package.swift Sources Tests analyses
	scripts/house-rules.sh

format: ## Format all sources in place
	swift format -i -r Package.swift Sources Tests analyses

clean: ## Remove what builds and runs made, but not reports
	rm -rf .build interleave.sqlite interleave.sqlite-wal interleave.sqlite-shm interleave.records
