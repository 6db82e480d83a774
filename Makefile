# OpenSSL is built along only where its headers are missing.
ifeq ($(shell pkg-config --exists openssl 2>/dev/null && echo yes),yes)
export OPENSSL_NO_VENDOR = 1
endif

BINARY = $(or $(CARGO_TARGET_DIR),target)/debug/rapport

.DEFAULT_GOAL := help
.PHONY: help run test test-sqlite test-postgres check openapi bench

help: ## What there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: ## Build and serve, with an embedded database and a demo organization
	cargo run -- serve

test: test-sqlite test-postgres ## Every test, on SQLite and on PostgreSQL

test-sqlite: ## Unit tests, the suite, the README's walk, Swagger UI, examples, calendars and a TypeScript client on SQLite
	cargo test
	tests/readme-walk $(BINARY)
	tests/browser $(BINARY)
	tests/examples $(BINARY)
	tests/read-calendar $(BINARY)
	tests/typescript-client $(BINARY)

test-postgres: ## The suite and the walk on PostgreSQL: TEST_POSTGRES_URL, or a throw-away cluster
	RAPPORT_TEST_ENGINE=postgres tests/with-postgres cargo test --test api
	tests/with-postgres tests/readme-walk $(BINARY) postgres

check: ## Formatting, lints, licences, and the committed contract
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo test --test api house::
	cargo run --quiet -- openapi --check openapi/openapi.json
	tests/lint-openapi

openapi: ## Write the contract anew
	cargo run --quiet -- openapi > openapi/openapi.json

bench: ## Load and start-up beside bare handlers, as ratios, and a launch to 10,000
	RAPPORT_POSTGRES_FSYNC=on tests/with-postgres cargo bench --bench load
