/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ets_step.h"

/* Roots this close to the unit circle count as inside: those of a season that
 * does not change are on it. */
#define EDGE (1 - 1e-5)

/* The moving-average polynomial of the differenced series: theta(B) = d(B) psi(B), where psi are
 * what an error does to the coming values and d(B) = (1 - B) or (1 - phi B)(1 - B),
 * with a season (1 - phi B)(1 - B^m). Returns its degree. */
static size_t moving_average(const struct inv_ets *e, double *theta)
{
    bool season = e->form.season != INV_ETS_NONE, trend = e->form.trend != INV_ETS_LEVEL;
    size_t m = season ? e->m : 1, degree = m + (trend ? 1 : 0);
    double psi[INV_ETS_MOST_COLUMNS];
    inv_ets_psi(e, degree + 1, psi);
    for (size_t k = 0; k <= degree; k++) {
        theta[k] = psi[k] - (k >= m ? psi[k - m] : 0);
        if (trend && k >= 1)
            theta[k] -= e->phi * (psi[k - 1] - (k >= m + 1 ? psi[k - 1 - m] : 0));
    }
    return degree;
}

/* Forecasts forget old errors where theta is invertible (Hyndman et al. 2008, ch.
 * 10): all its reflection coefficients are then within the unit circle (Schur and
 * Cohn, by Durbin's recursion backwards). */
bool inv_ets_admissible(const struct inv_ets *e)
{
    double a[INV_ETS_MOST_COLUMNS], b[INV_ETS_MOST_COLUMNS], r = 1;
    size_t p = moving_average(e, a);
    for (size_t k = 0; k <= p; k++, r *= EDGE)
        a[k] *= r;
    for (; p > 0; p--) {
        double k = a[p];
        if (!(k > -1 && k < 1))
            return false;
        for (size_t i = 0; i <= p; i++)
            b[i] = (a[i] - k * a[p - i]) / (1 - k * k);
        for (size_t i = 0; i < p; i++)
            a[i] = b[i];
    }
    return true;
}
