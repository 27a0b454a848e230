/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/dist.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

double inv_student_quantile(double p, double nu)
{
    p = p > DBL_MIN ? p < 1 - DBL_EPSILON / 2 ? p : 1 - DBL_EPSILON / 2 : DBL_MIN;
    return p < 0.5 ? -gsl_cdf_tdist_Qinv(p, nu) : p > 0.5 ? gsl_cdf_tdist_Pinv(p, nu) : 0;
}

/* 2 sqrt(nu / pi) Gamma((nu + 1) / 2) / (Gamma(nu / 2) (nu - 1)) (Johnson, Kotz and Balakrishnan 1995, 28.2). */
double inv_student_size(double nu)
{
    double ratio = exp(gsl_sf_lngamma((nu + 1) / 2) - gsl_sf_lngamma(nu / 2));
    return 2 * sqrt(nu / acos(-1)) * ratio / (nu - 1);
}
