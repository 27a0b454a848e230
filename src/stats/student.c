/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/dist.h"

#include <float.h>
#include <gsl/gsl_cdf.h>

double inv_student_quantile(double p, double nu)
{
    p = p > DBL_MIN ? p < 1 - DBL_EPSILON / 2 ? p : 1 - DBL_EPSILON / 2 : DBL_MIN;
    return p < 0.5 ? -gsl_cdf_tdist_Qinv(p, nu) : p > 0.5 ? gsl_cdf_tdist_Pinv(p, nu) : 0;
}
