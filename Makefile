# Each target does its own set-up: Go, Node and git are all that must be there.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := build
MAKEFLAGS += --no-print-directory

LINTER   := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
FUZZTIME ?= 30s
ARGS     ?=

# The packages in which goroutines run, beside the tests' own.
RACY := ./alerts/... ./chain/... ./client/... ./cmd/... ./engine/... ./feed/... ./notify/... ./store/... ./web/...
# Tests that start the program as a process of its own: the detector sees nothing of it, only a slow chain.
PROCESSES := ^(TestWatch|TestModes|TestRefusals|TestSurface|TestRecordAndReplay|TestPeopleAreTold|TestHangup|TestBackfill|TestSeveralMachines|TestSuspendedOwner|TestFault29EveryWritePoint|TestFault[0-9]+Watch.*)$$
SHIPPED := linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 windows/arm64

# Without cgo the program is one static file, and that is what is tested.
export CGO_ENABLED := 0
export PATH := $(CURDIR)/bin:$(PATH)

say = @printf '\n%s == %s\n' "$$(date +%T)" '$(1)'

.PHONY: build test lint race fuzz outage bench soak generate demo replay-crash contracts setup fresh cross metrics monitoring packages asyncapi page

build: ## bin/brink
	go build -o bin/ ./cmd/brink

test: setup contracts lint fresh asyncapi packages metrics monitoring page ## everything that is checked before a change lands
	@trap 'kill $$away 2>/dev/null || :' EXIT; $(MAKE) outage & away=$$!; $(MAKE) fuzz; wait $$away
	@$(MAKE) race
	$(call say,go test)
	go test -timeout 30m ./...

setup: ## what the checks need beside Go and Node
	@scripts/setup

contracts: ## the genuine contracts that the devnet runs
	$(call say,contracts)
	node devnet/contracts/build.mjs

lint: bin/$(notdir $(LINTER)) ## linters and import rules
	$(call say,lint)
	$< run
	cd deploy/test && $(CURDIR)/$< run

bin/$(notdir $(LINTER)):
	$(call say,building golangci-lint)
	GOBIN=$(CURDIR)/bin GOFLAGS= go install $(LINTER)
	mv bin/golangci-lint $@

fresh: ## generated files are what would be generated now
	$(call say,generated files)
	@scripts/fresh go generate ./...

asyncapi: ## AsyncAPI's own parser reads the document of the feed
	$(call say,asyncapi)
	npm ci --prefix scripts/asyncapi --no-fund --no-audit --loglevel=error
	node scripts/asyncapi/check.mjs

cross: ## the program builds for every platform that it is shipped for
	$(call say,cross-build)
	@for platform in $(SHIPPED); do \
		echo "$$platform"; \
		GOOS=$${platform%/*} GOARCH=$${platform#*/} go build -o /dev/null ./cmd/brink; \
	done

metrics: ## Prometheus's own opinion of our metrics
	$(call say,metrics)
	@scripts/metrics

monitoring: contracts bin/demo ## rules, alerts and dashboards, on Prometheus and a market that moves
	$(call say,monitoring)
	@scripts/monitoring

page: contracts bin/demo ## the page in Chromium, on a market that moves; pictures of every view in screenshots/
	$(call say,page)
	@scripts/page

packages: build ## a snapshot of the release, and what people install it with
	$(call say,packages)
	@scripts/packages

fuzz: ## every fuzz target, FUZZTIME each
	$(call say,fuzz)
	@scripts/fuzz $(FUZZTIME)

outage: contracts ## all nodes away for ten minutes, which takes next to no processor time
	OUTAGE=10m go test -count=1 -timeout 20m -run '^TestFault19WatchNodesDown$$' ./cmd/brink

race: contracts ## the race detector where goroutines run
	$(call say,race)
	CGO_ENABLED=1 go test -race -timeout 30m -skip '$(PROCESSES)' $(RACY)

# A million faulted blocks in five lives, and thousands of short ones: about ten minutes.
soak: export SOAK_BLOCKS ?= 1000000
soak: export SOAK_SEEDS ?= 5000
soak: ## the simulator for long; SOAK_FROM=n begins with another seed
	$(call say,soak)
	go test -count=1 -timeout 0 -v -run '^TestFault40' ./simulator

bench: ## docs/benchmarks.md, measured here and now; TIME=5s measures for longer
	@scripts/bench

generate: ## bindings, references, golden files and dashboards
	go generate ./...
	go test ./config ./cmd/brink ./web ./metrics -update
	npm ci --prefix deploy/grafana/generate --no-fund --no-audit --loglevel=error
	npm run --silent --prefix deploy/grafana/generate build

demo: ## a chain, a market and brink on it; ARGS=--once ends by itself
	@$(MAKE) -j2 contracts bin/demo
	@bin/demo $(ARGS)

replay-crash: ## the crash of 10 October 2025 on a local market, with a report; ARGS=--pace=5m is shorter
	@$(MAKE) -j2 contracts bin/demo
	@mkdir -p bin/crash
	@bin/demo --crash bin/crash/report $(ARGS)

.PHONY: bin/demo
bin/demo:
	go build -o bin/ ./cmd/brink ./cmd/demo
