# bench: speed against the peers, side by side; no part of make check
EXTRA_DIST += bench/run bench/gen-sales.py bench/gen-items.py bench/peer-stock.py bench/peer-forecast.py \
	bench/stock bench/peer-calls.py
EXTRA_PROGRAMS = bench/cost bench/panel bench/stock-calls
CLEANFILES += bench/cost$(EXEEXT) bench/panel$(EXEEXT) bench/stock-calls$(EXEEXT)
bench_cost_SOURCES = bench/cost.c
bench_panel_SOURCES = bench/panel.c
bench_panel_LDADD = libinvcore.a $(GSL_LIBS)
bench_stock_calls_SOURCES = bench/stock-calls.c
bench_stock_calls_LDADD = libinvcore.a $(GSL_LIBS)

# make bench BENCH='--runs 3 read eoq'
BENCH =
bench: all bench/cost$(EXEEXT)
	$(srcdir)/bench/run --tools tools --data bench-data $(BENCH)
# make bench-forecast BENCH='--runs 3 ets dotm'
bench-forecast: all bench/cost$(EXEEXT)
	$(srcdir)/bench/forecast --tools tools --data bench-data $(BENCH)
# STOCKPYL_VENV=~/venv make bench-stock BENCH='--runs 3 ss lots'
bench-stock: all bench/cost$(EXEEXT) bench/stock-calls$(EXEEXT)
	$(srcdir)/bench/stock --tools tools --data bench-data $(BENCH)
.PHONY: bench bench-forecast bench-stock

# how good and how fast inv-forecast is beside its peers, and what came of it
EXTRA_DIST += bench/accuracy bench/forecast bench/peer-bounds.py bench/RESULTS.md

# tables that were learned across series: src/forecast/ewm-weights.h, trust_table.h, spread_table.h
EXTRA_DIST += bench/learn-ewm.py bench/learn-auto.py
