/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "special.h"

#include <math.h>

static double horner(const double *c, int n, double x)
{
    double s = c[n - 1];
    for (int i = n - 2; i >= 0; i--)
        s = s * x + c[i];
    return s;
}

/* With s = m / (2 + m), log(1 + m) = 2 (s + s^3/3 + s^5/5 + ...) and
 * 2 s - m = -s m: the first-order terms cancel on paper, not in the machine. */
double inv_special_log1pmx(double m)
{
    static const double c[] = {
        1 / 3., 1 / 5., 1 / 7., 1 / 9., 1 / 11., 1 / 13., 1 / 15., 1 / 17., 1 / 19., 1 / 21., 1 / 23., 1 / 25., 1 / 27.
    };
    if (m < -0.39 || m > 0.6)
        return log1p(m) - m;
    double s = m / (2 + m);
    double s2 = s * s;
    return s * (2 * s2 * horner(c, s2 < 1e-3 ? 6 : 13, s2) - m);
}

/* Near 0: -gamma a + sum (-1)^k zeta(k) a^k / k (Abramowitz and Stegun 6.1.33). */
double inv_special_lgamma1p(double a)
{
    static const double c[] = {
        -0.57721566490153286061, 0.82246703342411321824, -0.40068563438653142847, 0.27058080842778454788,
        -0.20738555102867398527, 0.16955717699740818995, -0.14404989676884611812, 0.12550966952474304242,
        -0.11133426586956469049, 0.10009945751278180853, -0.090954017145829042233, 0.083353840546109004025,
        -0.076932516411352191473, 0.071432946295361336059, -0.066668705882420468033, 0.062500955141213040742,
        -0.058823978658684582339, 0.055555767627403611102, -0.052631679379616660734, 0.05000004769810169364,
        -0.047619070330142227991, 0.045454556293204669442, -0.043478266053040259361, 0.041666669150341210469
    };
    int sign;
    if (a > 0.2)
        return lgamma_r(1 + a, &sign);
    return a * horner(c, 24, a);
}

/* Stirling's series (Abramowitz and Stegun 6.1.41) from 10 up. */
double inv_special_stirling(double a)
{
    static const double c[] = { 1 / 12., -1 / 360., 1 / 1260., -1 / 1680., 1 / 1188., -691 / 360360., 1 / 156. };
    static const double half_log_2pi = 0.91893853320467274178;
    if (a < 10)
        return inv_special_lgamma1p(a) - (a + 0.5) * log(a) + a - half_log_2pi;
    return horner(c, a > 100 ? 4 : 7, 1 / (a * a)) / a;
}
