# src/base: status, memory, strings, hash of keys, numbers in and out, random numbers, jobs
libinvcore_a_SOURCES += \
	src/base/status.c \
	src/base/mem.c \
	src/base/buf.c \
	src/base/pow10.h \
	src/base/pow10.c \
	src/base/big.h \
	src/base/big.c \
	src/base/num-parse.c \
	src/base/num-format.c \
	src/base/hash.c \
	src/base/keys.c \
	src/base/seen.c \
	src/base/ziggurat.h \
	src/base/rng.c \
	src/base/jobs.c
EXTRA_DIST += src/base/gen-pow10.py src/base/gen-ziggurat.py
invinclude_HEADERS += \
	src/inv/status.h \
	src/inv/mem.h \
	src/inv/buf.h \
	src/inv/num.h \
	src/inv/rng.h \
	src/inv/keys.h \
	src/inv/jobs.h
