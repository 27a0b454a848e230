# src/stats: moments, quantiles, autocorrelation, distributions, optimisers
libinvcore_a_SOURCES += \
	src/stats/acf.c \
	src/stats/boxcox.c \
	src/stats/brent.c \
	src/stats/continuous.c \
	src/stats/counts.c \
	src/stats/density.c \
	src/stats/dist.c \
	src/stats/draw.c \
	src/stats/empirical.c \
	src/stats/igamma.c \
	src/stats/kinds.h \
	src/stats/kendall.c \
	src/stats/loess.c src/stats/loess.h \
	src/stats/loss2.c \
	src/stats/lsq.c \
	src/stats/mixture.c \
	src/stats/moments.c \
	src/stats/negbin.c \
	src/stats/student.c \
	src/stats/normal.c \
	src/stats/normality.c \
	src/stats/pmf.c \
	src/stats/quantile.c \
	src/stats/simplex.c \
	src/stats/special.c \
	src/stats/special.h \
	src/stats/stl.c \
	src/stats/table.c \
	src/stats/unitroot.c
invinclude_HEADERS += \
	src/inv/acf.h \
	src/inv/boxcox.h \
	src/inv/dist.h \
	src/inv/kendall.h \
	src/inv/lsq.h \
	src/inv/mixture.h \
	src/inv/moments.h \
	src/inv/normality.h \
	src/inv/optim.h \
	src/inv/pmf.h \
	src/inv/quantile.h \
	src/inv/stl.h \
	src/inv/unitroot.h

# which of several forecasts is better
libinvcore_a_SOURCES += src/stats/compare.c
invinclude_HEADERS += src/inv/compare.h
