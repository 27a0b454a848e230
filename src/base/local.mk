# src/base: status, memory, strings, hash of keys, numbers in and out, random numbers, jobs
libinvcore_a_SOURCES += \
	src/base/status.c \
	src/base/mem.c \
	src/base/buf.c
invinclude_HEADERS += \
	src/inv/status.h \
	src/inv/mem.h \
	src/inv/buf.h \
	src/inv/num.h \
	src/inv/rng.h \
	src/inv/keys.h \
	src/inv/jobs.h
