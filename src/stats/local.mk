# src/stats: moments, quantiles, autocorrelation, distributions, optimisers
libinvcore_a_SOURCES +=
invinclude_HEADERS += \
	src/inv/dist.h \
	src/inv/optim.h
