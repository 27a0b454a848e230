# src/forecast: sources and public headers of this floor

# data preparation: rows to regular series, gaps, outliers, the quality report
libinvcore_a_SOURCES += \
	src/forecast/regular.c \
	src/forecast/fill.c \
	src/forecast/outlier.c \
	src/forecast/outlier_stl.c src/forecast/outlier_stl.h \
	src/forecast/quality.c
invinclude_HEADERS += \
	src/inv/regular.h \
	src/inv/fill.h \
	src/inv/outlier.h \
	src/inv/quality.h

# models, fitted to a series, and the outlooks that they give
libinvcore_a_SOURCES += \
	src/forecast/series.c \
	src/forecast/work.c \
	src/forecast/rectify.c src/forecast/rectify.h \
	src/forecast/lumpy.c src/forecast/lumpy.h \
	src/forecast/outlook.c \
	src/forecast/models.h \
	src/forecast/fit.c \
	src/forecast/flat.c \
	src/forecast/naive.c \
	src/forecast/window.c \
	src/forecast/ses.c \
	src/forecast/ets.c src/forecast/ets.h \
	src/forecast/ets_local.c src/forecast/ets_local.h \
	src/forecast/ets_product.c \
	src/forecast/ets_pass.c src/forecast/ets_pass.h \
	src/forecast/ets_step.c src/forecast/ets_step.h \
	src/forecast/ets_region.c \
	src/forecast/ets_fit.c \
	src/forecast/ets_form.c src/forecast/ets_form.h \
	src/forecast/ets_outlook.c \
	src/forecast/ets_choose.c \
	src/forecast/smooth.c \
	src/forecast/season.c src/forecast/season.h \
	src/forecast/theta_fit.c src/forecast/theta.h \
	src/forecast/theta.c \
	src/forecast/design.c src/forecast/design.h \
	src/forecast/regress.c src/forecast/regress.h \
	src/forecast/ces_pass.c src/forecast/ces_pass.h \
	src/forecast/ces_fit.c src/forecast/ces.h \
	src/forecast/ces.c \
	src/forecast/terms.c src/forecast/terms.h \
	src/forecast/lesson.c \
	src/forecast/regressed.c src/forecast/regressed.h \
	src/forecast/regressed_ahead.c \
	src/forecast/poly.c \
	src/forecast/logistic.c \
	src/forecast/linear.c \
	src/forecast/arima_arma.c src/forecast/arima_arma.h \
	src/forecast/arima_poly.c \
	src/forecast/arima_gaps.c src/forecast/arima_gaps.h \
	src/forecast/arima_data.c \
	src/forecast/arima_look.c src/forecast/arima_look.h \
	src/forecast/arima_fit.c src/forecast/arima_fit.h \
	src/forecast/arima_search.c src/forecast/arima_search.h \
	src/forecast/arima_state.c src/forecast/arima_state.h \
	src/forecast/arima_outlook.c src/forecast/arima.h \
	src/forecast/arima_estimate.c src/forecast/arima_estimate.h \
	src/forecast/arima_explain.c \
	src/forecast/arima.c src/forecast/arima_choice.c \
	src/forecast/demand.c src/forecast/demand.h \
	src/forecast/stlm.c src/forecast/stlm.h \
	src/forecast/stlm_say.c \
	src/forecast/tbats.c src/forecast/tbats.h \
	src/forecast/tbats_run.c \
	src/forecast/tbats_pass.c \
	src/forecast/tbats_region.c \
	src/forecast/tbats_fit.c \
	src/forecast/tbats_choose.c \
	src/forecast/tbats_keep.c \
	src/forecast/croston.c \
	src/forecast/croston_look.h \
	src/forecast/tsb.c src/forecast/tsb.h \
	src/forecast/adida.c \
	src/forecast/ewm.c src/forecast/ewm-weights.h \
	src/forecast/hurdle.c \
	src/forecast/comb.c src/forecast/comb.h src/forecast/combine.c \
	src/forecast/traits.c src/forecast/traits.h \
	src/forecast/panel.c src/forecast/panel.h \
	src/forecast/trust.c src/forecast/trust.h src/forecast/trust_table.h \
	src/forecast/spread.c src/forecast/spread.h src/forecast/spread_table.h \
	src/forecast/auto.c \
	src/forecast/model.c \
	src/forecast/forecast.c \
	src/forecast/explain.c \
	src/forecast/saved.c src/forecast/saved.h \
	src/forecast/resume.c \
	src/forecast/scores.c src/forecast/scores.h \
	src/forecast/conformal.c \
	src/forecast/like.c
invinclude_HEADERS += \
	src/inv/series.h \
	src/inv/lesson.h \
	src/inv/work.h \
	src/inv/arima.h \
	src/inv/outlook.h \
	src/inv/ets.h \
	src/inv/model.h \
	src/inv/forecast.h \
	src/inv/explain.h \
	src/inv/saved.h \
	src/inv/conformal.h \
	src/inv/like.h

# how good forecasts were
libinvcore_a_SOURCES += \
	src/forecast/accuracy.c \
	src/forecast/backtest.c
invinclude_HEADERS += \
	src/inv/accuracy.h \
	src/inv/backtest.h
