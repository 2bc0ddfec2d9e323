# make run    set everything up and start the app
# make test   set everything up and run the tests (ARGS go to pytest)
# make check  lint, formatting, types;  make lint: without types
# Another Python: make run PYTHON=/path/to/python3.12

export PYTHON
ARGS ?=

.PHONY: run test check lint clean

run:
	@scripts/run $(ARGS)

test:
	@scripts/test $(ARGS)

check:
	@scripts/check

lint:
	@scripts/check lint

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis
