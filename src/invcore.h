/* SPDX-License-Identifier: GPL-3.0-or-later */
/* invcore: demand forecasting and stock control without I/O of its own choosing.
 * No global state, no exit, no printing; errors are returned; calls that share
 * no object may run in several threads.
 */
#ifndef INVCORE_H
#define INVCORE_H

#ifdef __cplusplus
extern "C" {
#endif

#include "inv/status.h"
#include "inv/mem.h"
#include "inv/buf.h"
#include "inv/num.h"
#include "inv/rng.h"
#include "inv/keys.h"
#include "inv/jobs.h"
#include "inv/date.h"
#include "inv/time.h"
#include "inv/period.h"
#include "inv/table.h"
#include "inv/input.h"
#include "inv/output.h"
#include "inv/layout.h"
#include "inv/params.h"
#include "inv/group.h"
#include "inv/moments.h"
#include "inv/pmf.h"
#include "inv/kendall.h"
#include "inv/quantile.h"
#include "inv/acf.h"
#include "inv/normality.h"
#include "inv/dist.h"
#include "inv/optim.h"
#include "inv/stl.h"
#include "inv/compare.h"
#include "inv/boxcox.h"
#include "inv/unitroot.h"
#include "inv/series.h"
#include "inv/work.h"
#include "inv/outlook.h"
#include "inv/arima.h"
#include "inv/lesson.h"
#include "inv/model.h"
#include "inv/ets.h"
#include "inv/forecast.h"
#include "inv/explain.h"
#include "inv/accuracy.h"
#include "inv/backtest.h"
#include "inv/saved.h"
#include "inv/conformal.h"
#include "inv/like.h"
#include "inv/load.h"
#include "inv/abc.h"
#include "inv/balance.h"
#include "inv/kpi.h"
#include "inv/layers.h"
#include "inv/life.h"
#include "inv/shape.h"
#include "inv/lots.h"
#include "inv/lotsize.h"
#include "inv/disruption.h"
#include "inv/draws.h"
#include "inv/eoq.h"
#include "inv/exchange.h"
#include "inv/joint.h"
#include "inv/lsq.h"
#include "inv/ltd.h"
#include "inv/safety.h"
#include "inv/sim.h"
#include "inv/simnet.h"
#include "inv/reorder.h"
#include "inv/plan.h"
#include "inv/project.h"
#include "inv/ration.h"
#include "inv/transfer.h"
#include "inv/workdays.h"
#include "inv/level.h"
#include "inv/alert.h"
#include "inv/regular.h"
#include "inv/fill.h"
#include "inv/outlier.h"
#include "inv/quality.h"
#include "inv/yield.h"

#ifdef __cplusplus
}
#endif

#endif
