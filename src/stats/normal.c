/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The standard normal distribution. */
#include "config.h"

#include "inv/dist.h"
#include "special.h"

#include <float.h>
#include <math.h>

#define SQRT1_2 0.70710678118654752440
#define INV_SQRT_2PI 0.39894228040143267794
#define SQRT_PI_2 1.2533141373155002512

double inv_normal_cdf(double z)
{
    return 0.5 * erfc(-z * SQRT1_2);
}

double inv_normal_pdf(double z)
{
    return INV_SQRT_2PI * exp(-0.5 * z * z);
}

/* Laplace's continued fraction of Mills' ratio is 1 / (z + T),
 * T = 1 / (z + 2 / (z + 3 / (z + ...))). The number of terms that full
 * precision takes was found by trying z from 4 to 37. */
static double laplace_fraction(double z)
{
    double t = z;
    for (int k = 9 + (int)(470 / (z * z)); k >= 2; k--)
        t = z + k / t;
    return 1 / t;
}

double inv_special_mills(double z)
{
    if (z >= 4)
        return 1 / (z + laplace_fraction(z));
    return SQRT_PI_2 * erfc(z * SQRT1_2) * exp(0.5 * z * z);
}

double inv_special_gap(double z)
{
    if (z < 4)
        return 1 - z * inv_special_mills(z);
    double t = laplace_fraction(z);
    return t / (z + t);
}

/* In the right tail phi(z) and z Q(z) agree in ever more digits; there
 * their quotient is taken from the continued fraction. */
double inv_normal_loss(double z)
{
    if (z < 0)
        return inv_normal_loss(-z) - z;
    if (z < 4)
        return inv_normal_pdf(z) - z * inv_normal_cdf(-z);
    if (z > 40)
        return 0;
    return inv_normal_pdf(z) * inv_special_gap(z);
}

/* Ratio of two polynomials of degree 7. */
static double ratio7(const double a[8], const double b[8], double r)
{
    double num = ((((((a[7] * r + a[6]) * r + a[5]) * r + a[4]) * r + a[3]) * r + a[2]) * r + a[1]) * r + a[0];
    double den = ((((((b[7] * r + b[6]) * r + b[5]) * r + b[4]) * r + b[3]) * r + b[2]) * r + b[1]) * r + b[0];
    return num / den;
}

/* Wichura (1988), Applied Statistics 37, 477-484: algorithm AS 241, PPND16. */
static double ppnd16_tail(double p)
{
    static const double c[8] = {
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4
    };
    static const double d[8] = {
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9
    };
    static const double e[8] = {
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7
    };
    static const double f[8] = {
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15
    };
    double r = sqrt(-log(p));
    return r <= 5 ? ratio7(c, d, r - 1.6) : ratio7(e, f, r - 5);
}

double inv_normal_quantile(double p)
{
    static const double a[8] = {
        3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3, 1.3731693765509461125e4,
        4.5921953931549871457e4, 6.7265770927008700853e4, 3.3430575583588128105e4, 2.5090809287301226727e3
    };
    static const double b[8] = {
        1, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
        2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4, 5.2264952788528545610e3
    };
    double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio7(a, b, 0.180625 - q * q);
    if (isnan(p))
        return p;
    if (q < 0)
        return -ppnd16_tail(p > 0 ? p : DBL_TRUE_MIN);
    return ppnd16_tail(p < 1 ? 1 - p : DBL_EPSILON / 2);
}
