/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The incomplete gamma functions and their inverse.
 *
 * Regions after Gil, Segura and Temme (2012), SIAM J. Sci. Comput. 34, A2965:
 * the power series of P, Taylor's series of Q for small x, Legendre's continued
 * fraction of Q, and Temme's uniform expansion for large shapes. Of P and Q the
 * smaller one is computed and the other is its complement.
 */
#include "config.h"

#include "inv/dist.h"
#include "special.h"

#include <float.h>
#include <math.h>

#define INV_SQRT_2PI 0.39894228040143267794
#define EULER 0.57721566490153286061
#define LARGE 10     /* from here on the weight goes through Stirling's series */
#define UNIFORM 14   /* from here on the uniform expansion holds to full precision */

void inv_igamma_init(struct inv_igamma *g, double a)
{
    g->a = a;
    if (a < LARGE) {
        g->lgamma = inv_special_lgamma1p(a);
        g->lead = exp(-g->lgamma);
    } else {
        g->lgamma = 0;
        g->lead = INV_SQRT_2PI / sqrt(a) * exp(-inv_special_stirling(a));
    }
}

/* x^a e^-x / Gamma(a + 1). For a large shape x^a and Gamma(a + 1) would
 * overflow and x ~ a would cancel: exp(a (log(1 + m) - m)), m = (x - a) / a. */
static double weight(const struct inv_igamma *g, double x)
{
    double a = g->a;
    if (a >= LARGE) {
        double m = (x - a) / a;
        return g->lead * exp(a * (m < -0.5 ? log(x / a) - m : inv_special_log1pmx(m)));
    }
    if (x < 700)
        return g->lead * pow(x, a) * exp(-x);
    return exp(a * log(x) - x - g->lgamma);
}

/* P / weight = 1 + x/(a+1) + x^2/((a+1)(a+2)) + ...; two terms a division. */
static double power_series(double a, double x)
{
    double sum = 1, term = 1;
    for (int i = 0; i < 2000 && term > sum * (DBL_EPSILON / 8); i++) {
        double a1 = a + 1, a2 = a + 2;
        term *= x / (a1 * a2);
        sum += term * (a2 + x);
        term *= x;
        a = a2;
    }
    return sum;
}

/* Q for a < 1, x < 1.5: 1 - x^a / Gamma(a+1) and the rest of the series of P,
 * each without cancellation (Gautschi 1979, ACM TOMS 5, 466). */
static double taylor_upper(const struct inv_igamma *g, double x)
{
    double a = g->a, t = 1, sum = 0;
    double l = a * log(x) - inv_special_lgamma1p(a);
    for (int n = 1; n < 60; n++) {
        t *= -x / n;
        double add = t / (a + n);
        sum -= add;
        if (fabs(add) < fabs(sum) * (DBL_EPSILON / 4))
            break;
    }
    return a * exp(l) * sum - expm1(l);
}

/* Q / (a weight) = 1 / (x+1-a - 1(1-a)/(x+3-a - 2(2-a)/(x+5-a - ...))),
 * by Steed's algorithm (one division a step). */
static double legendre_fraction(double a, double x)
{
    double b = x + 1 - a, d = 1 / b, delta = d, h = d;
    for (int n = 1; n < 100000; n++) {
        double c = n * (a - n), before = d;
        b += 2;
        d = 1 / (b + c * d);
        delta *= -c * before * d;
        h += delta;
        if (fabs(delta) < fabs(h) * (DBL_EPSILON / 4))
            break;
    }
    return h;
}

/* Q = a weight / (x + 1 - a - K) makes E max(X - x, 0) = (a - x) Q + a weight
 * into Q (1 - K), and 1 - K = 1 / h + a - x. For x > a + 1 K comes from its own
 * fraction, so nothing cancels. */
double inv_igamma_gap(const struct inv_igamma *g, double x)
{
    double a = g->a, b = x + 3 - a, d = 1 / b, delta = d, h = d;
    for (int n = 2; n < 100000; n++) {
        double c = n * (a - n), before = d;
        b += 2;
        d = 1 / (b + c * d);
        delta *= -c * before * d;
        h += delta;
        if (fabs(delta) < fabs(h) * (DBL_EPSILON / 4))
            break;
    }
    return 1 + (a - 1) * h;
}

/* Temme (1979), SIAM J. Math. Anal. 10, 757: with eta^2 / 2 = m - log(1 + m),
 *   Q = erfc(eta sqrt(a/2)) / 2 + exp(-a eta^2 / 2) / sqrt(2 pi a) S(eta).
 * Differentiating gives eta S - S'/a = f / Gamma* - 1, f = eta / m, from which
 * the coefficients of S in eta follow backwards from those of f. */
static double uniform_sum(double a, double eta)
{
    enum { N = 32 };
    static const double f[N] = {
        1.0, -0.3333333333333333333333, 0.08333333333333333333333, -0.01481481481481481481481,
        0.001157407407407407407407, 0.0003527336860670194003527, -0.0001787551440329218106996,
        0.00003919263178522437781697, -0.000002185448510679992161474, -0.000001854062210715159960702,
        8.296711340953086005016e-7, -1.766595273682607930436e-7, 6.707853543401498580369e-9,
        1.026180978424030804257e-8, -4.382036018453353186553e-9, 9.147699582236790234182e-10,
        -2.551419399494624976688e-11, -5.830772132550425067464e-11, 2.436194802066741624369e-11,
        -5.027669280114175589091e-12, 1.100439203195613477084e-13, 3.371763262400985378828e-13,
        -1.392388722418162065919e-13, 2.853489380704744320397e-14, -5.139111834242572618991e-16,
        -1.97522882943494428354e-15, 8.099521156704561334071e-16, -1.652253121639816181915e-16,
        2.530543009747888423271e-18, 1.168693973855957658882e-17, -4.770037049820484758222e-18,
        9.699126059056237124207e-19
    };
    double inv_a = 1 / a, above = 0, here = f[N - 1], sum = here;   /* b[m+1], b[m] */
    for (int m = N - 2; m >= 1; m--) {
        double below = f[m] + (m + 1) * above * inv_a;   /* b[m-1] from b[m+1] */
        above = here;
        here = below;
        sum = sum * eta + below;
    }
    return sum / (1 + above * inv_a);
}

static void uniform_tails(const struct inv_igamma *g, double m, double phi, struct inv_tails *t)
{
    double a = g->a, eta = copysign(sqrt(-2 * phi), m);
    double rest = exp(a * phi) * INV_SQRT_2PI / sqrt(a) * uniform_sum(a, eta);
    double far = 0.5 * erfc(fabs(eta) * sqrt(0.5 * a));
    if (eta < 0) {
        t->lower = far - rest;
        t->upper = 1 - t->lower;
    } else {
        t->upper = far + rest;
        t->lower = 1 - t->upper;
    }
}

/* Q is computed where it is the smaller of the two. */
static bool upper_smaller(double a, double x)
{
    return a <= (x >= 0.25 ? x + 0.25 : log(0.5) / log(x));
}

void inv_igamma_tails(const struct inv_igamma *g, double x, struct inv_tails *t)
{
    double a = g->a;
    if (x <= 0 || x > DBL_MAX) {
        *t = (struct inv_tails){ x > 0, x <= 0, 0 };
        return;
    }
    t->weight = weight(g, x);
    if (a >= UNIFORM) {
        double m = (x - a) / a, phi = inv_special_log1pmx(m);
        if (phi > -0.5) {
            uniform_tails(g, m, phi, t);
            return;
        }
    }
    if (!upper_smaller(a, x)) {
        t->lower = t->weight > 0 ? t->weight * power_series(a, x) : 0;
        t->upper = 1 - t->lower;
    } else {
        if (x < 1.5 && a < 1)
            t->upper = taylor_upper(g, x);
        else
            t->upper = t->weight > 0 ? t->weight * a * legendre_fraction(a, x) : 0;
        t->lower = 1 - t->upper;
    }
}

/* ---- the inverse ----------------------------------------------------------------- */

/* Starting values for shapes below 1: DiDonato and Morris (1986), ACM TOMS 12,
 * 377, eqs. 21-25, with b = q Gamma(a). log x is returned: x may underflow. */
static double start_small(const struct inv_igamma *g, double p, double q)
{
    double a = g->a, b = q * exp(g->lgamma) / a;
    if (b > 0.6 || (b >= 0.45 && a >= 0.3)) {
        double lp = p < 0.5 ? log(p) : log1p(-q);
        double lu = b * q > 1e-8 ? (lp + g->lgamma) / a : -q / a - EULER;
        return lu - log1p(-exp(lu) / (a + 1));
    }
    if (a < 0.3 && b >= 0.35) {
        double t = exp(-EULER - b), u = t * exp(t);
        return log(t) + u;
    }
    double y = -log(b), u = y - (1 - a) * log(y);
    if (b >= 0.15)
        return log(y - (1 - a) * log(u) - log1p((1 - a) / (1 + u)));
    return log(y - (1 - a) * log(u) -
               log((u * u + 2 * (3 - a) * u + (2 - a) * (3 - a)) / (u * u + (5 - a) * u + 2)));
}

/* Shapes from 1 up: Wilson and Hilferty (1931), and in the far left tail the
 * leading term of the series, P = x^a e^-x (1 + x/(a+1) + ...) / Gamma(a+1). */
static double start_large(const struct inv_igamma *g, double p, double q)
{
    double a = g->a, z = p < q ? inv_normal_quantile(p) : -inv_normal_quantile(q);
    double w = 1 - 1 / (9 * a) + z / (3 * sqrt(a));
    if (w > 0.5 || p > 0.1)
        return log(a) + 3 * log(w > 0.1 ? w : 0.1);
    int sign;
    double l0 = (log(p) + (a < LARGE ? g->lgamma : lgamma_r(a + 1, &sign))) / a, x = 0;
    for (int i = 0; i < 3; i++)
        x = exp(l0 + (x - log1p(x / (a + 1) * (1 + x / (a + 2)))) / a);
    return log(x);
}

double inv_igamma_start(const struct inv_igamma *g, double p, double q)
{
    return g->a < 1 ? start_small(g, p, q) : start_large(g, p, q);
}

/* One step of Halley's method in log x on log P - log p. With s = x P'/P the
 * second derivative is s (a - x - s). */
static double step_lower(double a, double x, const struct inv_tails *t, double p, double q)
{
    double s = a * t->weight / t->lower;
    double e = (p < q ? log(t->lower / p) : log1p((q - t->upper) / p)) / s;
    double bend = 0.5 * e * (a - x - s);
    return -e / (1 - fmin(fmax(bend, -0.5), 0.5));
}

/* The same in x on log Q - log q, which is close to straight; h = -Q'/Q. */
static double step_upper(double a, double x, const struct inv_tails *t, double q)
{
    double h = a * t->weight / (x * t->upper);
    double e = log(t->upper / q) / h;
    double bend = -0.5 * e * ((a - 1) / x - 1 + h);
    double step = e / (1 - fmin(fmax(bend, -0.5), 0.5));
    return log1p(fmax(step / x, -0.9));
}

double inv_igamma_inverse(const struct inv_igamma *g, double p, double q, double scale)
{
    double a = g->a;
    double l = inv_igamma_start(g, p, q);
    double x = exp(l);
    if (l < -690)      /* P is its leading term; x alone may underflow */
        return exp(((p < 0.5 ? log(p) : log1p(-q)) + inv_special_lgamma1p(a)) / a + log(scale));
    bool lower = p <= q || x < 0.5;
    for (int i = 0; i < 40; i++) {
        struct inv_tails t;
        inv_igamma_tails(g, x, &t);
        if (t.lower < DBL_MIN || t.upper < DBL_MIN) {   /* far out: come back towards the mode */
            l = 0.5 * (l + log(a));
            x = exp(l);
            continue;
        }
        double step = lower ? step_lower(a, x, &t, p, q) : step_upper(a, x, &t, q);
        step = fmin(fmax(step, -3), 3);
        l += step;
        x = fabs(step) < 0.1 ? x + x * expm1(step) : exp(l);
        if (fabs(step) * fmax(1, sqrt(a)) < 1e-5)   /* the next step would be its cube */
            break;
    }
    return scale * x;
}
