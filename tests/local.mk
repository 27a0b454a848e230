# tests
EXTRA_DIST += tests/lib.sh tests/all.sh tests/contract-exceptions bootstrap .ci/run

# What the test scripts are told; a unit test's time does not depend on who else is busy.
AM_TESTS_ENVIRONMENT = FILTERS='$(filters)' MAN_PAGES='$(man_pages)' CC='$(CC)' \
	CK_DEFAULT_TIMEOUT="$${CK_DEFAULT_TIMEOUT:-120}"; export FILTERS MAN_PAGES CC CK_DEFAULT_TIMEOUT;

# The tests that run once more under the sanitizers.
print-memory-tests:
	@for t in $(TESTS); do \
	  case $$t in tests/unit/* | tests/run-cases) echo $$t ;; esac; done
.PHONY: print-memory-tests

# The rules of the house: who includes whom, who may do what.
TESTS += tests/layers
EXTRA_DIST += tests/layers tests/uncomment
syntax-check: libinvcore.a
	CC='$(CC)' srcdir='$(srcdir)' $(srcdir)/tests/layers
.PHONY: syntax-check

# The filters' cases: cmd, inputs, and what must come out.
TESTS += tests/run-cases tests/comma-locale
EXTRA_DIST += tests/run-cases tests/comma-locale tests/cases

# Known answers through the filters, where they are beside the source.
TESTS += tests/oracle-filters
EXTRA_DIST += tests/oracle-filters

# Twice the input is twice the work.
TESTS += tests/linear
EXTRA_DIST += tests/linear

TESTS += tests/real-data tests/eval-scores tests/bootstrap
EXTRA_DIST += tests/real-data tests/eval-scores tests/bootstrap

# make installcheck, also with DESTDIR.
EXTRA_DIST += tests/installed
installcheck-local:
	FILTERS='$(filters)' MAN_PAGES='$(man_pages)' CC='$(CC) $(INV_CFLAGS) $(CFLAGS)' srcdir='$(srcdir)' \
	  prefix='$(DESTDIR)$(prefix)' bindir='$(DESTDIR)$(bindir)' libdir='$(DESTDIR)$(libdir)' \
	  mandir='$(DESTDIR)$(mandir)' bashcompdir='$(DESTDIR)$(bashcompdir)' $(srcdir)/tests/installed

# Each fuzz target for a time; clang's libFuzzer.
FUZZ_SECONDS = 60
fuzz: config.h
	srcdir='$(srcdir)' $(srcdir)/tests/fuzz/run $(FUZZ_SECONDS)
.PHONY: fuzz
EXTRA_DIST += tests/fuzz
clean-fuzz:
	rm -rf fuzz
.PHONY: clean-fuzz

# With --enable-coverage: what the tests reach, in coverage/index.html.
coverage:
	@case "$(INV_CFLAGS)" in *--coverage*) ;; *) echo "configure --enable-coverage first" >&2; exit 1 ;; esac
	find . -name '*.gcda' -exec rm -f {} +
	-$(MAKE) $(AM_MAKEFLAGS) check
	lcov --quiet --capture --directory . --base-directory $(top_srcdir) --output-file coverage.info
	lcov --quiet --extract coverage.info '*/src/*' '*/tools/*' --output-file coverage.info
	genhtml --quiet --output-directory coverage coverage.info
	lcov --summary coverage.info
clean-local: clean-fuzz
	rm -rf coverage coverage.info
	find . \( -name '*.gcda' -o -name '*.gcno' \) -exec rm -f {} +
.PHONY: coverage

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_alert
TESTS += tests/unit/check_alert
tests_unit_check_alert_SOURCES = tests/unit/check_alert.c
tests_unit_check_alert_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_alert_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_eoq
TESTS += tests/unit/check_eoq
tests_unit_check_eoq_SOURCES = tests/unit/check_eoq.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_eoq_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_eoq_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_reorder
TESTS += tests/unit/check_reorder
tests_unit_check_reorder_SOURCES = tests/unit/check_reorder.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_reorder_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_reorder_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_ltd
TESTS += tests/unit/check_ltd
tests_unit_check_ltd_SOURCES = tests/unit/check_ltd.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_ltd_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ltd_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_safety
TESTS += tests/unit/check_safety
tests_unit_check_safety_SOURCES = tests/unit/check_safety.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_safety_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_safety_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
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

if HAVE_CHECK
base_checks = tests/unit/check_base tests/unit/check_num tests/unit/check_keys tests/unit/check_rng tests/unit/check_jobs
check_PROGRAMS += $(base_checks)
TESTS += $(base_checks)
tests_unit_check_base_SOURCES = tests/unit/check_base.c
tests_unit_check_base_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_base_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_num_SOURCES = tests/unit/check_num.c tests/unit/num-vectors.h
tests_unit_check_num_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_num_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_keys_SOURCES = tests/unit/check_keys.c
tests_unit_check_keys_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_keys_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_rng_SOURCES = tests/unit/check_rng.c
tests_unit_check_rng_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_rng_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_jobs_SOURCES = tests/unit/check_jobs.c
tests_unit_check_jobs_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_jobs_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
EXTRA_DIST += tests/unit/gen-num-vectors.py

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_input
TESTS += tests/unit/check_input
tests_unit_check_input_SOURCES = tests/unit/check_input.c
tests_unit_check_input_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_input_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_output
TESTS += tests/unit/check_output
tests_unit_check_output_SOURCES = tests/unit/check_output.c
tests_unit_check_output_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_output_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
check_PROGRAMS += tests/unit/check_regular
TESTS += tests/unit/check_regular
tests_unit_check_regular_SOURCES = tests/unit/check_regular.c
tests_unit_check_regular_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_regular_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_fill
TESTS += tests/unit/check_fill
tests_unit_check_fill_SOURCES = tests/unit/check_fill.c
tests_unit_check_fill_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_fill_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_outlier
TESTS += tests/unit/check_outlier
tests_unit_check_outlier_SOURCES = tests/unit/check_outlier.c
tests_unit_check_outlier_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_outlier_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_quality
TESTS += tests/unit/check_quality
tests_unit_check_quality_SOURCES = tests/unit/check_quality.c
tests_unit_check_quality_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_quality_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

TESTS += tests/robust
EXTRA_DIST += tests/robust

if HAVE_CHECK
stats_checks = tests/unit/check_dist tests/unit/check_stats tests/unit/check_optim
check_PROGRAMS += $(stats_checks)
TESTS += $(stats_checks)
tests_unit_check_dist_SOURCES = tests/unit/check_dist.c tests/unit/dist_values.h
tests_unit_check_dist_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_dist_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_stats_SOURCES = tests/unit/check_stats.c
tests_unit_check_stats_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_stats_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_optim_SOURCES = tests/unit/check_optim.c
tests_unit_check_optim_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_optim_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
EXTRA_DIST += tests/unit/gen-dist.py

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_unitroot tests/unit/check_arima
TESTS += tests/unit/check_unitroot tests/unit/check_arima
tests_unit_check_unitroot_SOURCES = tests/unit/check_unitroot.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_unitroot_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_unitroot_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_arima_SOURCES = tests/unit/check_arima.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_arima_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_arima_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_stl
TESTS += tests/unit/check_stl
tests_unit_check_stl_SOURCES = tests/unit/check_stl.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_stl_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_stl_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_stlm
TESTS += tests/unit/check_stlm
tests_unit_check_stlm_SOURCES = tests/unit/check_stlm.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_stlm_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_stlm_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_tbats
TESTS += tests/unit/check_tbats
tests_unit_check_tbats_SOURCES = tests/unit/check_tbats.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_tbats_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_tbats_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
forecast_checks = tests/unit/check_ets tests/unit/check_ets_model tests/unit/check_ets_r \
	tests/unit/check_outlook tests/unit/check_models tests/unit/check_lumpy
check_PROGRAMS += $(forecast_checks)
TESTS += $(forecast_checks)
tests_unit_check_ets_model_SOURCES = tests/unit/check_ets_model.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_ets_model_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ets_model_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_ets_r_SOURCES = tests/unit/check_ets_r.c
tests_unit_check_ets_r_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ets_r_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_ets_SOURCES = tests/unit/check_ets.c tests/unit/forecast-values.h
tests_unit_check_ets_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ets_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_outlook_SOURCES = tests/unit/check_outlook.c tests/unit/forecast-values.h
tests_unit_check_outlook_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_outlook_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_models_SOURCES = tests/unit/check_models.c tests/unit/forecast-values.h
tests_unit_check_models_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_models_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
tests_unit_check_lumpy_SOURCES = tests/unit/check_lumpy.c tests/unit/lumpy-values.h
tests_unit_check_lumpy_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_lumpy_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
if HAVE_CHECK
check_PROGRAMS += tests/unit/check_accuracy
TESTS += tests/unit/check_accuracy
tests_unit_check_accuracy_SOURCES = tests/unit/check_accuracy.c
tests_unit_check_accuracy_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_accuracy_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
if HAVE_CHECK
check_PROGRAMS += tests/unit/check_theta
TESTS += tests/unit/check_theta
tests_unit_check_theta_SOURCES = tests/unit/check_theta.c tests/unit/theta-values.h tests/unit/oracle.c \
	tests/unit/oracle.h
tests_unit_check_theta_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_theta_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
EXTRA_DIST += tests/unit/gen-theta.py
if HAVE_CHECK
check_PROGRAMS += tests/unit/check_ces
TESTS += tests/unit/check_ces
tests_unit_check_ces_SOURCES = tests/unit/check_ces.c tests/unit/ces-values.h tests/unit/oracle.c \
	tests/unit/oracle.h
tests_unit_check_ces_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ces_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
EXTRA_DIST += tests/unit/gen-ces.py
EXTRA_DIST += tests/unit/gen-lumpy.py
EXTRA_DIST += tests/unit/gen-forecast.py

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_explain
TESTS += tests/unit/check_explain
tests_unit_check_explain_SOURCES = tests/unit/check_explain.c tests/unit/air.h
tests_unit_check_explain_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_explain_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_regress
TESTS += tests/unit/check_regress
tests_unit_check_regress_SOURCES = tests/unit/check_regress.c
tests_unit_check_regress_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_regress_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_saved
TESTS += tests/unit/check_saved
tests_unit_check_saved_SOURCES = tests/unit/check_saved.c tests/unit/air.h
tests_unit_check_saved_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_saved_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_comb
TESTS += tests/unit/check_comb
tests_unit_check_comb_SOURCES = tests/unit/check_comb.c tests/unit/air.h
tests_unit_check_comb_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_comb_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_edges
TESTS += tests/unit/check_edges
tests_unit_check_edges_SOURCES = tests/unit/check_edges.c
tests_unit_check_edges_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_edges_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_conformal
TESTS += tests/unit/check_conformal
tests_unit_check_conformal_SOURCES = tests/unit/check_conformal.c tests/unit/air.h
tests_unit_check_conformal_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_conformal_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_like
TESTS += tests/unit/check_like
tests_unit_check_like_SOURCES = tests/unit/check_like.c
tests_unit_check_like_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_like_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif

if HAVE_CHECK
check_PROGRAMS += tests/unit/check_auto
TESTS += tests/unit/check_auto
tests_unit_check_auto_SOURCES = tests/unit/check_auto.c tests/unit/air.h
tests_unit_check_auto_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_auto_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
