/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rectify.h"

#include <math.h>

#include "inv/dist.h"

#define NORMAL_BELOW 0.3    /* a cv below which mean and sd of the rectified normal differ by 1e-4 of the sd */

/* Moments of max(0, a + Z). */
static void moments(double a, double *e1, double *var)
{
    double phi = inv_normal_pdf(a), Phi = inv_normal_cdf(a);
    *e1 = phi + a * Phi;
    *var = (1 + a * a) * Phi + a * phi - *e1 * *e1;
}

/* a for which max(0, a + Z) has this cv: Newton steps on log cv, which is
 * smooth and falls in a; d E X / d a = Phi, d E X^2 / d a = 2 E X. */
static double shape_of(double cv)
{
    double a = cv < 0.45 ? 1 / cv : 0.6 - 1.5 * log(cv);
    for (int i = 0; i < 8; i++) {
        double e1, var;
        moments(a, &e1, &var);
        double Phi = inv_normal_cdf(a);
        double slope = (e1 - e1 * Phi) / var - Phi / e1;    /* of log(sd / mean) */
        double step = (log(cv) - log(sqrt(var) / e1)) / slope;
        a += step > 0.7 ? 0.7 : step < -0.7 ? -0.7 : step;
        if (fabs(step) < 1e-9)
            break;
    }
    return a;
}

struct inv_rectify inv_rectify_match(double mean, double sd)
{
    struct inv_rectify r = { mean, sd };
    if (!(sd > 0) || mean >= sd / NORMAL_BELOW)
        return r;
    double base = mean > sd / INV_RECTIFY_CV ? mean : sd / INV_RECTIFY_CV;
    double a = shape_of(sd / base), e1, var;
    moments(a, &e1, &var);
    r.scale = sd / sqrt(var);
    r.loc = a * r.scale + (mean - base);
    return r;
}
