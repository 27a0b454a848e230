lib_LIBRARIES = libinvcore.a
libinvcore_a_SOURCES =
pkgconfigdir = $(libdir)/pkgconfig
pkgconfig_DATA = invcore.pc
include_HEADERS = src/invcore.h
invincludedir = $(includedir)/inv
invinclude_HEADERS =

include src/base/local.mk
include src/table/local.mk
include src/calendar/local.mk
include src/stats/local.mk
include src/forecast/local.mk
include src/stock/local.mk
