/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The registry. A new model: its file, its row there, its line here. */
#include <string.h>

#include "models.h"

static const struct inv_model *const rows[] = {
    &inv_model_naive, &inv_model_snaive, &inv_model_drift, &inv_model_mean,
    &inv_model_sma, &inv_model_wma,
    &inv_model_ses, &inv_model_holt, &inv_model_damped, &inv_model_hw, &inv_model_ets,
    &inv_model_stlm, &inv_model_tbats,
    &inv_model_theta, &inv_model_otm, &inv_model_dotm, &inv_model_ces,
    &inv_model_linear, &inv_model_poly, &inv_model_logistic,
    &inv_model_croston, &inv_model_sba, &inv_model_tsb, &inv_model_adida, &inv_model_imapa, &inv_model_ewm, &inv_model_hurdle,
    &inv_model_arima, &inv_model_sarima,
    &inv_model_comb, &inv_model_auto,
};

/* Fallbacks, and what others leave a fit to. */
static const struct inv_model *const hidden[] = { &inv_model_flat, &inv_model_trend, &inv_model_regressed };

static const struct inv_model *find(const struct inv_model *const *among, size_t n, const char *name, size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(among[i]->name) == len && memcmp(among[i]->name, name, len) == 0)
            return among[i];
    return NULL;
}

const struct inv_model *const *inv_model_list(size_t *n)
{
    *n = sizeof rows / sizeof rows[0];
    return rows;
}

const struct inv_model *inv_model_find(const char *name, size_t len)
{
    return find(rows, sizeof rows / sizeof rows[0], name, len);
}

const struct inv_model *inv_model_any(const char *name, size_t len)
{
    const struct inv_model *m = inv_model_find(name, len);
    return m ? m : find(hidden, sizeof hidden / sizeof hidden[0], name, len);
}
