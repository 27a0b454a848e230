# bench: speed against the peers, side by side; no part of make check
EXTRA_DIST += bench/run bench/gen-sales.py bench/gen-items.py bench/peer-stock.py bench/peer-forecast.py
EXTRA_PROGRAMS = bench/cost
CLEANFILES += bench/cost$(EXEEXT)
bench_cost_SOURCES = bench/cost.c

# make bench BENCH='--runs 3 read eoq'
BENCH =
bench: all bench/cost$(EXEEXT)
	$(srcdir)/bench/run --tools tools --data bench-data $(BENCH)
.PHONY: bench

# tables that were learned across series: src/forecast/ewm-weights.h
EXTRA_DIST += bench/learn-ewm.py
