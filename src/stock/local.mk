# src/stock: sources and public headers of this floor
libinvcore_a_SOURCES += \
	src/stock/abc.c \
	src/stock/balance.c \
	src/stock/check.c \
	src/stock/check.h \
	src/stock/draws.c \
	src/stock/hull.c \
	src/stock/kpi.c \
	src/stock/kpi_service.c \
	src/stock/kpi_stock.c \
	src/stock/kpi_stock.h \
	src/stock/layers.c \
	src/stock/life.c \
	src/stock/lots.c \
	src/stock/lotsize.c src/stock/lotsize.h \
	src/stock/lotsize_bounded.c src/stock/lotsize_exact.c src/stock/lotsize_rules.c \
	src/stock/heap.c \
	src/stock/heap.h \
	src/stock/load.c \
	src/stock/plan.c \
	src/stock/ration.c \
	src/stock/transfer.c \
	src/stock/price.c \
	src/stock/price.h \
	src/stock/eoq.c \
	src/stock/eoq_search.c \
	src/stock/problem.h \
	src/stock/disruption.c \
	src/stock/exchange.c \
	src/stock/joint.c \
	src/stock/walk.c \
	src/stock/walk.h \
	src/stock/yield.c \
	src/stock/ltd.c \
	src/stock/ltd_history.c \
	src/stock/spans.h \
	src/stock/safety.c \
	src/stock/sim.c \
	src/stock/sim_means.c \
	src/stock/simnet.c \
	src/stock/simnet.h \
	src/stock/simnet_build.c \
	src/stock/reorder.c \
	src/stock/project.c \
	src/stock/shape.c \
	src/stock/level.c \
	src/stock/alert.c
invinclude_HEADERS += \
	src/inv/draws.h \
	src/inv/load.h \
	src/inv/abc.h \
	src/inv/balance.h \
	src/inv/kpi.h \
	src/inv/layers.h \
	src/inv/life.h \
	src/inv/lots.h \
	src/inv/lotsize.h \
	src/inv/plan.h \
	src/inv/ration.h \
	src/inv/transfer.h \
	src/inv/eoq.h \
	src/inv/disruption.h \
	src/inv/exchange.h \
	src/inv/joint.h \
	src/inv/yield.h \
	src/inv/ltd.h \
	src/inv/safety.h \
	src/inv/sim.h \
	src/inv/simnet.h \
	src/inv/reorder.h \
	src/inv/project.h \
	src/inv/shape.h \
	src/inv/level.h \
	src/inv/alert.h
