# src/forecast: sources and public headers of this floor

# data preparation: rows to regular series, gaps, outliers, the quality report
libinvcore_a_SOURCES += \
	src/forecast/regular.c \
	src/forecast/fill.c \
	src/forecast/outlier.c \
	src/forecast/quality.c
invinclude_HEADERS += \
	src/inv/regular.h \
	src/inv/fill.h \
	src/inv/outlier.h \
	src/inv/quality.h
