# src/stock: sources and public headers of this floor
libinvcore_a_SOURCES += \
	src/stock/lots.c \
	src/stock/price.c \
	src/stock/price.h \
	src/stock/eoq.c
invinclude_HEADERS += \
	src/inv/lots.h \
	src/inv/eoq.h
