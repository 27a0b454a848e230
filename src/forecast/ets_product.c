/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exact moments where a season multiplies and errors are relative (class 3 of
 * Hyndman, Koehler, Ord and Snyder 2008, 6.4).
 *
 * x = (l, b) moves by x' = (F + e G) x with F = (1 phi; 0 phi), G = (alpha, alpha
 * phi; beta, beta phi), and a position's season by s' = s (1 + gamma e), but only
 * in its own periods. So for the season that period k will meet,
 *   E x' s'    = F E x s                    or, in its periods, (F + gamma v G) E x s
 *   E xx' s'^2 = F P F' + v G P G'          or
 *                (1 + gamma^2 v) F P F' + 2 gamma v (F P G' + G P F') + (v + 3 gamma^2 v^2) G P G'
 * with P = E xx' s^2, v = sigma^2 and normal errors. The paper has the same as
 * Kronecker products of all seasons; only one of them is met at a time. */
#include "ets.h"

/* Level and season are taken to move together for so long; it would add up for ever. */
#define MOST_SEASONS 4

/* E (l s), E (b s) and E (l^2, l b, b^2) s^2. */
struct moments { double l, b, ll, lb, bb; };

/* Over one period, in which the season's own errors are gamma times those of the level. */
static void step(const struct inv_ets *e, double v, double gamma, struct moments *x)
{
    double phi = e->phi, a = e->alpha, c = e->beta;
    double ub = phi * x->b, q = x->l + ub;                  /* of q = l + phi b and u = phi b */
    double ulb = phi * x->lb, ubb = phi * phi * x->bb, qq = x->ll + 2 * ulb + ubb, qu = ulb + ubb;
    double same = 1 + gamma * gamma * v, cross = 2 * gamma * v, both = v + 3 * gamma * gamma * v * v;
    x->l = q * (1 + gamma * v * a);
    x->b = ub + gamma * v * c * q;
    x->ll = same * qq + 2 * cross * a * qq + both * a * a * qq;
    x->lb = same * qu + cross * (c * qq + a * qu) + both * a * c * qq;
    x->bb = same * ubb + 2 * cross * c * qu + both * c * c * qq;
}

void inv_ets_product_moments(const struct inv_ets *e, size_t n, double sigma, size_t h, double weight, double *mean,
                             double *var)
{
    double v = sigma * sigma;
    for (size_t at = 0; at < e->m && at < h; at++) {
        double s = e->s_end[(n + at) % e->m], l = e->l_end * s, b = e->b_end * s;
        struct moments x = { l, b, l * l, l * b, b * b };
        for (size_t k = 0; k < h; k++) {
            if (k % e->m == at) {
                double mu = x.l + e->phi * x.b;
                if (mean)
                    mean[k] += weight * mu;
                if (var)
                    var[k] = (1 + v) * (x.ll + 2 * e->phi * x.lb + e->phi * e->phi * x.bb) - mu * mu;
            }
            step(e, v, k % e->m == at && k < MOST_SEASONS * e->m ? e->gamma : 0, &x);
        }
    }
}
