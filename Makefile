# Python 3.11 or later is all that must be there; the rest is fetched by hash.
PYTHON ?= python3
ARGS ?=
DO = $(PYTHON) -m scripts.bootstrap

.PHONY: run test check bench format api clean

run:     ## prepare what is missing and start everything
	@exec $(DO) run $(ARGS)

test:    ## all checks, then all tests
	@$(DO) test $(ARGS)

check:   ## linters, types, import contracts, generated files
	@$(DO) check

bench:   ## benchmarks, one JSON object a line
	@$(DO) bench $(ARGS)

format:  ## bring code into the house form
	@$(DO) format

api:     ## write openapi.json and the TypeScript client anew
	@$(DO) api

clean:   ## remove what can be made again, never the data
	@$(DO) clean
