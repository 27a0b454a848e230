# src/calendar: civil dates, cells of time, periods
libinvcore_a_SOURCES += \
	src/calendar/date.c \
	src/calendar/freq.c \
	src/calendar/freqscan.c \
	src/calendar/grid.c \
	src/calendar/pattern.c \
	src/calendar/phase.c \
	src/calendar/time.c \
	src/calendar/workdays.c \
	src/calendar/civil.h \
	src/calendar/pattern.h \
	src/calendar/phase.h
invinclude_HEADERS += \
	src/inv/date.h \
	src/inv/time.h \
	src/inv/freq.h \
	src/inv/freqscan.h \
	src/inv/grid.h \
	src/inv/period.h \
	src/inv/workdays.h
