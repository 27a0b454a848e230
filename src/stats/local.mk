# src/stats: moments, quantiles, autocorrelation, distributions, optimisers
libinvcore_a_SOURCES += \
	src/stats/brent.c \
	src/stats/continuous.c \
	src/stats/counts.c \
	src/stats/dist.c \
	src/stats/draw.c \
	src/stats/empirical.c \
	src/stats/igamma.c \
	src/stats/kinds.h \
	src/stats/negbin.c \
	src/stats/normal.c \
	src/stats/simplex.c \
	src/stats/special.c \
	src/stats/special.h
invinclude_HEADERS += \
	src/inv/dist.h \
	src/inv/optim.h
