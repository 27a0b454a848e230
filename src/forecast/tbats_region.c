/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which constants are feasible: old errors fade in the states (De Livera, Hyndman and
 * Snyder 2011, sec. 2.3) and in the ARMA errors. */
#include <math.h>

#include "tbats.h"

#define FAR 256             /* periods over which an old error must fade, ... */
#define WINDOW 32           /* ... in the last of them against as many in the middle ... */
#define GROWTH 5.0          /* ... in squares: a trend on which nothing acts grows by 4 */

/* 1 - a_1 z - a_2 z^2 has its roots outside the unit circle, by a margin. */
static bool fades(const double *a, size_t order, double sign)
{
    double a1 = order > 0 ? sign * a[0] : 0, a2 = order > 1 ? sign * a[1] : 0, most = 0.98;
    return fabs(a2) < most && fabs(a1) < most - a2;
}

/* row <- row D, D = F - g w': how an error before the row's end lives on. */
static void back_one(const struct inv_tbats *t, double phi, double *row)
{
    bool trend = t->form.trend != INV_TBATS_LEVEL;
    size_t at = trend ? 2 : 1;
    double met = t->constant[t->at.alpha] * row[0] + (trend ? t->constant[t->at.beta] * row[1] : 0);
    for (size_t i = 0, j = at; i < t->nh; i++) {
        const double *gamma = t->gamma[t->harmonic[i].season];
        met += gamma[0] * row[j] + (t->harmonic[i].single ? 0 : gamma[1] * row[j + 1]);
        j += t->harmonic[i].single ? 1 : 2;
    }
    if (trend)
        row[1] = phi * (row[0] + row[1] - met);
    row[0] -= met;
    for (size_t i = 0; i < t->nh; i++) {
        const struct inv_tbats_harmonic *h = &t->harmonic[i];
        double s = row[at];
        if (h->single) {
            row[at++] = -s - met;
            continue;
        }
        row[at] = h->cos * s - h->sin * row[at + 1] - met;
        row[at + 1] = h->sin * s + h->cos * row[at + 1];
        at += 2;
    }
}

static bool turns_for_ever(const struct inv_tbats *t)
{
    for (size_t i = 0; i < t->form.ns; i++)
        if (t->gamma[i][0] != 0 || t->gamma[i][1] != 0)
            return false;
    return true;
}

/* D has no eigenvalue outside the unit circle, as far as that matters here: found by
 * its powers, since harmonics of long seasons lie too close for a polynomial. Without
 * gammas only the trend's count, which are stable within the box (2 alpha + beta < 4). */
static bool stable(const struct inv_tbats *t)
{
    if (turns_for_ever(t))
        return true;
    double row[INV_TBATS_STATES] = { 1 }, middle = 0, end = 0, phi = inv_tbats_get(t, t->at.phi, 1);
    if (t->form.trend != INV_TBATS_LEVEL)
        row[1] = phi;
    for (size_t i = 0, at = t->form.trend != INV_TBATS_LEVEL ? 2 : 1; i < t->nh; i++) {
        row[at] = 1;
        at += t->harmonic[i].single ? 1 : 2;
    }
    for (size_t k = 0; k < FAR; k++) {
        double size = 0;
        back_one(t, phi, row);
        for (size_t i = 0; i < t->nx; i++)
            size += row[i] * row[i];
        if (k >= FAR / 2 - WINDOW && k < FAR / 2 && size > middle)
            middle = size;
        if (k >= FAR - WINDOW && size > end)
            end = size;
    }
    return end <= GROWTH * middle + 1e-20;
}

bool inv_tbats_feasible(const struct inv_tbats *t)
{
    return fades(t->constant + t->at.ar, t->form.p, 1) && fades(t->constant + t->at.ma, t->form.q, -1) && stable(t);
}
