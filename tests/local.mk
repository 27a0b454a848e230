# tests
EXTRA_DIST += tests/lib.sh tests/all.sh tests/contract-exceptions bootstrap .ci/run

# What the test scripts are told.
AM_TESTS_ENVIRONMENT = FILTERS='$(filters)' MAN_PAGES='$(man_pages)'; export FILTERS MAN_PAGES;

# The tests that run once more under the sanitizers.
print-memory-tests:
	@for t in $(TESTS); do \
	  case $$t in tests/unit/* | tests/run-cases) echo $$t ;; esac; done
.PHONY: print-memory-tests

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_eoq
TESTS += tests/unit/check_eoq
tests_unit_check_eoq_SOURCES = tests/unit/check_eoq.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_eoq_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_eoq_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_date
TESTS += tests/unit/check_date
tests_unit_check_date_SOURCES = tests/unit/check_date.c
tests_unit_check_date_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_date_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_time
TESTS += tests/unit/check_time
tests_unit_check_time_SOURCES = tests/unit/check_time.c
tests_unit_check_time_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_time_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_period
TESTS += tests/unit/check_period
tests_unit_check_period_SOURCES = tests/unit/check_period.c
tests_unit_check_period_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_period_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_layout
TESTS += tests/unit/check_layout
tests_unit_check_layout_SOURCES = tests/unit/check_layout.c tests/unit/tables.c tests/unit/tables.h
tests_unit_check_layout_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_layout_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_params
TESTS += tests/unit/check_params
tests_unit_check_params_SOURCES = tests/unit/check_params.c tests/unit/tables.c tests/unit/tables.h
tests_unit_check_params_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_params_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_group
TESTS += tests/unit/check_group
tests_unit_check_group_SOURCES = tests/unit/check_group.c tests/unit/tables.c tests/unit/tables.h
tests_unit_check_group_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_group_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
