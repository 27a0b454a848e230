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
