# Unit tests of src/stock and of what it stands on, a block each, in alphabetical order.
if HAVE_CHECK
check_PROGRAMS += tests/unit/check_abc
TESTS += tests/unit/check_abc
tests_unit_check_abc_SOURCES = tests/unit/check_abc.c tests/unit/trend-values.h tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_abc_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_abc_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_assembly
TESTS += tests/unit/check_assembly
tests_unit_check_assembly_SOURCES = tests/unit/check_assembly.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_assembly_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_assembly_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_balance
TESTS += tests/unit/check_balance
tests_unit_check_balance_SOURCES = tests/unit/check_balance.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_balance_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_balance_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_exchange
TESTS += tests/unit/check_exchange
tests_unit_check_exchange_SOURCES = tests/unit/check_exchange.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_exchange_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_exchange_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_gsm
TESTS += tests/unit/check_gsm
tests_unit_check_gsm_SOURCES = tests/unit/check_gsm.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_gsm_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_gsm_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_gsm_net
TESTS += tests/unit/check_gsm_net
tests_unit_check_gsm_net_SOURCES = tests/unit/check_gsm_net.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_gsm_net_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_gsm_net_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_joint
TESTS += tests/unit/check_joint
tests_unit_check_joint_SOURCES = tests/unit/check_joint.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_joint_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_joint_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_kpi
TESTS += tests/unit/check_kpi
tests_unit_check_kpi_SOURCES = tests/unit/check_kpi.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_kpi_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_kpi_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_lotsize
TESTS += tests/unit/check_lotsize
tests_unit_check_lotsize_SOURCES = tests/unit/check_lotsize.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_lotsize_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_lotsize_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_metric
TESTS += tests/unit/check_metric
tests_unit_check_metric_SOURCES = tests/unit/check_metric.c tests/unit/metric-net.h tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_metric_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_metric_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_metricsim
TESTS += tests/unit/check_metricsim
tests_unit_check_metricsim_SOURCES = tests/unit/check_metricsim.c tests/unit/metric-net.h tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_metricsim_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_metricsim_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_plan
TESTS += tests/unit/check_plan
tests_unit_check_plan_SOURCES = tests/unit/check_plan.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_plan_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_plan_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_basestock
TESTS += tests/unit/check_basestock
tests_unit_check_basestock_SOURCES = tests/unit/check_basestock.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_basestock_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_basestock_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_dp
TESTS += tests/unit/check_dp
tests_unit_check_dp_SOURCES = tests/unit/check_dp.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_dp_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_dp_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_newsvendor
TESTS += tests/unit/check_newsvendor
tests_unit_check_newsvendor_SOURCES = tests/unit/check_newsvendor.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_newsvendor_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_newsvendor_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
check_PROGRAMS += tests/unit/check_pmf
TESTS += tests/unit/check_pmf
tests_unit_check_pmf_SOURCES = tests/unit/check_pmf.c
tests_unit_check_pmf_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_pmf_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_price
TESTS += tests/unit/check_price
tests_unit_check_price_SOURCES = tests/unit/check_price.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_price_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_price_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_rq
TESTS += tests/unit/check_rq
tests_unit_check_rq_SOURCES = tests/unit/check_rq.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_rq_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_rq_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_rq_quadrature
TESTS += tests/unit/check_rq_quadrature
tests_unit_check_rq_quadrature_SOURCES = tests/unit/check_rq_quadrature.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_rq_quadrature_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_rq_quadrature_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_serial
TESTS += tests/unit/check_serial
tests_unit_check_serial_SOURCES = tests/unit/check_serial.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_serial_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_serial_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_service
TESTS += tests/unit/check_service
tests_unit_check_service_SOURCES = tests/unit/check_service.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_service_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_service_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_sim
TESTS += tests/unit/check_sim
tests_unit_check_sim_SOURCES = tests/unit/check_sim.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_sim_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_sim_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_simexact
TESTS += tests/unit/check_simexact
tests_unit_check_simexact_SOURCES = tests/unit/check_simexact.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_simexact_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_simexact_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_simnet
TESTS += tests/unit/check_simnet
tests_unit_check_simnet_SOURCES = tests/unit/check_simnet.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_simnet_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_simnet_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_supply
TESTS += tests/unit/check_supply
tests_unit_check_supply_SOURCES = tests/unit/check_supply.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_supply_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_supply_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_ss
TESTS += tests/unit/check_ss
tests_unit_check_ss_SOURCES = tests/unit/check_ss.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_ss_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ss_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)

check_PROGRAMS += tests/unit/check_ss_service
TESTS += tests/unit/check_ss_service
tests_unit_check_ss_service_SOURCES = tests/unit/check_ss_service.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_ss_service_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_ss_service_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
if HAVE_CHECK
check_PROGRAMS += tests/unit/check_workdays
TESTS += tests/unit/check_workdays
tests_unit_check_workdays_SOURCES = tests/unit/check_workdays.c tests/unit/oracle.c tests/unit/oracle.h
tests_unit_check_workdays_CFLAGS = $(AM_CFLAGS) $(CHECK_CFLAGS)
tests_unit_check_workdays_LDADD = libinvcore.a $(CHECK_LIBS) $(GSL_LIBS)
endif
