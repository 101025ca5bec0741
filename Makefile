# make trial   the main job: exhaust a healthy group, break one, prove the quorums
# make test    the tests; both set everything up on a fresh machine, in .venv
# make lint    ruff and mypy
# make deep    a long fuzz, and scenarios in full: longer than make test may take
# make bench   the benchmarks
# make gallery a small site of the traces in traces/, in build/gallery
# make traces  hunt every mutant and settle every claim anew, write the traces to traces/, make the gallery

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: trial test lint deep bench gallery traces clean

trial: $(READY)
	@echo "1. A healthy group of three, exhausted"; echo
	$(BIN)/seatrial check raft
	@echo; echo "2. The same with one rule broken (exit code 12: violated)"; echo
	$(BIN)/seatrial check raft --mutant vote-twice --property election-safety; test $$? -eq 12
	@echo; echo "3. What holds for every number of members"; echo
	$(BIN)/seatrial prove
	@echo; echo "4. What that means for 1 to 9"; echo
	$(BIN)/seatrial table tolerance

test: $(READY)
	$(BIN)/python -m pytest -n 2

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

deep: $(READY)
	$(BIN)/python -m pytest -n 2 --hypothesis-profile=deep tests/test_fuzz_raft.py
	$(BIN)/python -m pytest -n 2 -m deep

bench: $(READY)
	$(BIN)/python benchmarks/engines.py
	$(BIN)/python benchmarks/fuzz_depth.py
	$(BIN)/python benchmarks/zoo.py

gallery: $(READY)
	rm -rf build/gallery && mkdir -p build
	$(BIN)/seatrial gallery build/gallery

traces: $(READY)
	rm -rf build/gallery && mkdir -p build
	$(BIN)/seatrial gallery build/gallery --hunt

clean:
	rm -rf .venv build *.egg-info .hypothesis .mypy_cache .pytest_cache .ruff_cache seatrial-traces

# The virtual environment is made anew when what it is made of changes.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "seatrial needs Python 3.11 or newer; name one with: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 2; }
	$(PYTHON) -m venv --clear .venv
	PIP_CONSTRAINT=constraints.txt $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@
