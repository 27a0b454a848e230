/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tails of the negative binomial distribution: incomplete beta functions,
 * P(X <= k) = I_p(r, k + 1) and P(X > k) = I_q(k + 1, r).
 *
 * p = r / (r + m), q = m / (r + m): from the mean m neither loses digits where
 * the other is close to 1.
 */
#include "config.h"

#include "special.h"

#include <float.h>
#include <math.h>

/* Loader (2000), "Fast and accurate computation of binomial probabilities":
 * the binomial density of r in n = r + k, times r / n, each of its factors
 * relative to Stirling's formula. np - r = p (k - m). */
double inv_negbin_pmf(double r, double m, double k)
{
    double p = r / (r + m);
    if (k == 0)
        return exp(-r * log1p(m / r));
    double d = p * (k - m), n = r + k;
    double bend = r * inv_special_log1pmx(d / r) + k * inv_special_log1pmx(-d / k);
    double lc = inv_special_stirling(n) - inv_special_stirling(r) - inv_special_stirling(k);
    return sqrt(r / (2 * M_PI * k * n)) * exp(lc + bend);
}

/* I_x(a, b) a B(a, b) / (x^a (1-x)^b) by the even part of the continued
 * fraction of NIST DLMF 8.17.22, whose first denominator is (l + 1) / (a + 1),
 * l = a - (a + b) x: the caller knows l >= 0 without cancellation, and the
 * later denominators are written in l too. Steed's algorithm. */
static double beta_fraction(double a, double b, double x, double l)
{
    double d = (a + 1) / (l + 1), h = d, delta = d;
    for (double m = 1; m < 100000; m++) {
        double am = a + m, a2 = am + m;
        double even = m * (b - m) * x / ((a2 - 1) * a2);
        double own = m > 1 ? (am - 1) / (a2 - 2) : 1;       /* a / a at first, which rounding may make 0 / 0 */
        double odd = own * (am - 1 + b) * x / (a2 - 1);
        double den = even + (am * (l + 3 * m - m * x) + a + m * (2 + m)) / (a2 * (a2 + 1));
        double num = odd * even, before = d;
        d = 1 / (den + num * d);
        delta *= -num * before * d;
        h += delta;
        if (fabs(delta) <= fabs(h) * (DBL_EPSILON / 4))
            break;
    }
    return h;
}

/* The same by Gauss and Legendre where both parameters are so large that the
 * fraction takes hundreds of steps. With t = x (1 - u) and w = x u / y the
 * integrand over that at u = 0 is (1 - u)^(a-1) (1 + w)^(b-1); its logarithm
 * starts as -c u, c = (a - 1) - (b - 1) x / y = (l - y + x) / y, and bends down
 * like a parabola: beyond the u where it is -40 nothing is left. */
static double beta_quadrature(double a, double b, double x, double y, double l)
{
    static const double node[16][2] = {
        { 0.99726386184948156354, 0.0070186100094700966004 }, { 0.9856115115452683354, 0.016274394730905670605 },
        { 0.96476225558750643077, 0.025392065309262059456 }, { 0.93490607593773968917, 0.034273862913021433103 },
        { 0.89632115576605212397, 0.042835898022226680657 }, { 0.84936761373256997013, 0.050998059262376176196 },
        { 0.79448379596794240696, 0.058684093478535547145 }, { 0.73218211874028968039, 0.065822222776361846838 },
        { 0.66304426693021520098, 0.072345794108848506225 }, { 0.58771575724076232904, 0.078193895787070306472 },
        { 0.50689990893222939002, 0.083311924226946755222 }, { 0.42135127613063534536, 0.087652093004403811143 },
        { 0.33186860228212764978, 0.091173878695763884713 }, { 0.23928736225213707454, 0.093844399080804565639 },
        { 0.14447196158279649349, 0.095638720079274859419 }, { 0.048307665687738316235, 0.096540088514727800567 }
    };
    double ratio = x / y, c = (l - y + x) / y, bend = (a - 1) + (b - 1) * ratio * ratio;
    double end = fmin(80 / (c + sqrt(c * c + 80 * bend)), 1), sum = 0;
    for (int i = 0; i < 32; i++) {
        double u = 0.5 * end * (i % 2 ? 1 + node[i / 2][0] : 1 - node[i / 2][0]);
        double e = (a - 1) * inv_special_log1pmx(-u) + (b - 1) * inv_special_log1pmx(ratio * u) - c * u;
        sum += node[i / 2][1] * exp(e);
    }
    return a / y * 0.5 * end * sum;
}

static double beta_tail(double a, double b, double x, double y, double l)
{
    return fmin(a, b) < 20000 ? beta_fraction(a, b, x, l) : beta_quadrature(a, b, x, y, l);
}

void inv_negbin_tails(double r, double m, double k, struct inv_tails *t)
{
    double p = r / (r + m), q = m / (r + m), l = p * (k + 1 - m);
    t->weight = inv_negbin_pmf(r, m, k);
    if (l >= 0) {
        t->upper = t->weight > 0 ? t->weight * q * (r + k) / (k + 1) * beta_tail(k + 1, r, q, p, l) : 0;
        t->lower = 1 - t->upper;
    } else {
        t->lower = t->weight > 0 ? t->weight * q * (1 + k / r) * beta_tail(r, k + 1, p, q, -l) : 0;
        t->upper = 1 - t->lower;
    }
}
