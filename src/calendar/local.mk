# src/calendar: civil dates, cells of time, periods
libinvcore_a_SOURCES += \
	src/calendar/date.c \
	src/calendar/freq.c
invinclude_HEADERS += \
	src/inv/date.h \
	src/inv/time.h \
	src/inv/freq.h \
	src/inv/freqscan.h \
	src/inv/grid.h \
	src/inv/period.h
