# The filters. A new one: its block here, tools/inv-NAME.c, man/inv-NAME.x.
noinst_LIBRARIES += libtools.a
libtools_a_SOURCES = \
	tools/common.c tools/common.h \
	tools/options.c tools/options.h \
	tools/help.c \
	tools/messages.c tools/messages.h \
	tools/progress.c \
	tools/tables.c \
	tools/carry.c tools/carry.h \
	tools/edges.c tools/edges.h \
	tools/kept.c tools/kept.h \
	tools/rows.c \
	tools/rows_jobs.c tools/rows_jobs.h \
	tools/hold.c tools/hold.h \
	tools/given.c tools/given.h \
	tools/join.c tools/join.h \
	tools/numbers.c tools/numbers.h \
	tools/past.c tools/past.h \
	tools/series.c tools/series.h \
	tools/regressors.c tools/regressors.h \
	tools/lessons.c tools/lessons.h \
	tools/models.c tools/models_history.c tools/models_jobs.c tools/models.h \
	tools/reduce.c tools/reduce.h \
	tools/year.c tools/year.h
tools_libs = libtools.a libinvcore.a $(GSL_LIBS)

bin_PROGRAMS += tools/inv-abc
tools_inv_abc_SOURCES = tools/inv-abc.c tools/abc.h tools/abc_options.c tools/abc_rows.c tools/abc_history.c \
	tools/abc_policy.c tools/abc_classes.c
tools_inv_abc_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-balance
tools_inv_balance_SOURCES = tools/inv-balance.c tools/balance.h tools/balance_read.c tools/balance_write.c tools/balance_periods.c \
	tools/balance_remarks.c
tools_inv_balance_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-echelon
tools_inv_echelon_SOURCES = tools/inv-echelon.c tools/echelon.h tools/echelon_read.c tools/echelon_net.c tools/echelon_nets.c tools/echelon_gsm.c \
	tools/echelon_serial.c tools/echelon_metric.c
tools_inv_echelon_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-kpi
tools_inv_kpi_SOURCES = tools/inv-kpi.c tools/kpi.h tools/kpi_columns.c tools/kpi_read.c tools/kpi_layers.c tools/kpi_groups.c
tools_inv_kpi_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-safety
tools_inv_safety_SOURCES = tools/inv-safety.c tools/safety.h \
	tools/safety_class.c tools/safety_costs.c tools/safety_explain.c tools/safety_leads.c \
	tools/safety_solve.c tools/safety_rows.c tools/safety_history.c tools/safety_forecast.c
tools_inv_safety_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-lot
tools_inv_lot_SOURCES = tools/inv-lot.c tools/lot.h tools/lot_read.c tools/lot_plan.c tools/lot_write.c
tools_inv_lot_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-newsvendor
tools_inv_newsvendor_SOURCES = tools/inv-newsvendor.c tools/newsvendor.h tools/newsvendor_budget.c \
	tools/newsvendor_demand.c tools/newsvendor_paths.c tools/newsvendor_supply.c
tools_inv_newsvendor_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-optimize
tools_inv_optimize_SOURCES = tools/inv-optimize.c tools/optimize.h tools/optimize_read.c tools/optimize_demand.c \
	tools/optimize_solve.c tools/optimize_history.c tools/optimize_dp.c tools/optimize_dp_read.c tools/optimize_dp.h
tools_inv_optimize_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-reorder
tools_inv_reorder_SOURCES = tools/inv-reorder.c tools/reorder.h tools/reorder_calendar.c tools/reorder_columns.c tools/reorder_dates.c \
	tools/reorder_line.c tools/reorder_projection.c tools/reorder_receipts.c tools/reorder_stock.c tools/reorder_substitutes.c \
	tools/reorder_suppliers.c tools/reorder_together.c tools/reorder_transfers.c
tools_inv_reorder_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-eoq
tools_inv_eoq_SOURCES = tools/inv-eoq.c tools/eoq.h tools/eoq_read.c tools/eoq_find.c tools/eoq_joint.c tools/eoq_budget.c
tools_inv_eoq_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-clean
tools_inv_clean_SOURCES = tools/inv-clean.c tools/clean.h \
	tools/clean_periods.c tools/clean_values.c tools/clean_stockout.c tools/clean_write.c \
	tools/clean_check.c tools/clean_remarks.c
tools_inv_clean_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-alert
tools_inv_alert_SOURCES = tools/inv-alert.c tools/alert.h tools/alert_rules.c tools/alert_custom.c tools/alert_words.c \
	tools/alert_state.c tools/alert_print.c tools/alert_mail.c
tools_inv_alert_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-forecast
tools_inv_forecast_SOURCES = tools/inv-forecast.c tools/forecast.h tools/forecast_open.c tools/forecast_rows.c tools/forecast_explain.c \
	tools/forecast_like.c tools/forecast_adjust.c tools/forecast_fits.c tools/fits.c tools/fits_write.c tools/fits.h
tools_inv_forecast_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-eval
tools_inv_eval_SOURCES = tools/inv-eval.c tools/eval.h tools/eval_windows.c tools/eval_actual.c tools/eval_open.c \
	tools/eval_block.c tools/eval_columns.c tools/eval_totals.c tools/eval_compare.c tools/eval_gate.c
tools_inv_eval_LDADD = $(tools_libs)

bin_PROGRAMS += tools/inv-sim
tools_inv_sim_SOURCES = tools/inv-sim.c tools/sim.h tools/sim_setup.c tools/sim_runs.c tools/sim_columns.c tools/sim_demand.c tools/sim_rows.c \
	tools/sim_paths.c tools/sim_history.c tools/sim_levels.c tools/sim_replay.c tools/sim_network.h \
	tools/sim_network.c tools/sim_network_read.c
tools_inv_sim_LDADD = $(tools_libs)
