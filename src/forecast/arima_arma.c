/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The likelihood of an ARMA process in a number of operations proportional to
 * the states, not to their square.
 *
 * States (Harvey 1989, 3.3): x_t[0] = w_t, x_t[i] = sum_{j>=i} phi_{j+1} w(t-1-j+i) +
 * theta_j e(t-j+i), so that x(t+1) = T x_t + R e(t+1), T shifting up with phi in its
 * first column. Their covariances P_t given the past change by a matrix of rank one,
 * P(t+1) = P_t + M_t L_t L_t' (Morf, Sidhu and Kailath 1974, IEEE AC-19, 315; for
 * ARMA Pearlman 1980, Biometrika 67, 232; Melard 1984, Applied Statistics 33, 104):
 *   F(t+1) = F_t + M_t L_t[0]^2          K(t+1) = K_t + M_t L_t[0] T L_t
 *   L(t+1) = T L_t - K_t L_t[0] / F_t    M(t+1) = M_t - (M_t L_t[0])^2 / F(t+1)
 * from F = P[0][0], K = L = T P[.][0], M = -1 / F, with F the variance of an innovation
 * and K / F its gain. Once L is nothing, they stay as they are. */
#include <math.h>
#include <string.h>

#include "arima_arma.h"

#define NOTHING 1e-15       /* a change of P below this, relative to var(e) */
#define LOOK 8              /* values between two looks at that */

/* No vectors as arguments or results: compilers do not agree on how to pass them. */
#define four(x) ((inv_four){ (x), (x), (x), (x) })

/* ---- covariances at the beginning ------------------------------------------------------ */

size_t inv_arma_covariance_room(size_t r)
{
    return INV_FOUR * (r * (r + 1) / 2 + 6 * (r + 1));
}

/* The AR part's coefficients of all orders below its own, order k's at at[k (k - 1) / 2],
 * by Durbin's recursion backwards. */
static void lower_orders(const struct inv_arma *a, inv_four *at)
{
    size_t p = a->phi_most;
    inv_four *x = at + p * (p - 1) / 2;
    for (size_t i = 0; i < p; i++)
        x[i] = four(0);
    for (size_t i = 0; i < a->nphi; i++)
        x[a->phi_lag[i] - 1] += a->phi[i];
    for (size_t k = p; k > 1; k--) {
        inv_four *y = at + (k - 1) * (k - 2) / 2, r = x[k - 1], f = 1 / (1 - r * r);
        for (size_t i = 0; i + 1 < k; i++)
            y[i] = (x[i] + r * x[k - 2 - i]) * f;
        x = y;
    }
}

/* Autocovariances g[0..most] of the AR part alone, by the same recursion upwards (Box
 * and Jenkins 1976, A3.2). */
static void ar_covariance(const struct inv_arma *a, size_t most, inv_four *g, inv_four *work)
{
    size_t p = a->phi_most;
    inv_four v = four(1);
    lower_orders(a, work);
    for (size_t k = 1; k <= p; k++) {
        inv_four r = work[k * (k - 1) / 2 + k - 1];
        v /= 1 - r * r;
    }
    g[0] = v;
    for (size_t k = 1; k <= p && k <= most; k++) {
        const inv_four *x = k > 1 ? work + (k - 1) * (k - 2) / 2 : NULL;
        inv_four r = work[k * (k - 1) / 2 + k - 1], s = r * v;
        for (size_t i = 0; i + 1 < k; i++)
            s += x[i] * g[k - 1 - i];
        g[k] = s;
        v *= 1 - r * r;
    }
    for (size_t k = p + 1; k <= most; k++) {
        g[k] = four(0);
        for (size_t i = 0; i < a->nphi; i++)
            g[k] += a->phi[i] * g[k - a->phi_lag[i]];
    }
}

/* psi_0..psi_most: what an error is to the values after it. */
static void psi_weights(const struct inv_arma *a, size_t most, inv_four *psi)
{
    for (size_t j = 0; j <= most; j++)
        psi[j] = four(j == 0);
    for (size_t i = 0; i < a->ntheta; i++)
        if (a->theta_lag[i] <= most)
            psi[a->theta_lag[i]] += a->theta[i];
    for (size_t j = 1; j <= most; j++)
        for (size_t i = 0; i < a->nphi; i++)
            if (a->phi_lag[i] <= j)
                psi[j] += a->phi[i] * psi[j - a->phi_lag[i]];
}

/* Autocovariances of the process: Cov(w_t, w(t-k)) = sum_{i>=k} (coefficients of MA
 * over AR) would not end; instead c(B) = theta(B) theta(1/B) is laid over those of
 * the AR part. g has them up to lag most + theta_most, out up to `most`. */
static void arma_covariance(const struct inv_arma *a, size_t most, const inv_four *g, inv_four *out)
{
    for (size_t k = 0; k <= most; k++)
        out[k] = four(0);
    for (size_t i = 0; i <= a->ntheta; i++)
        for (size_t j = 0; j <= a->ntheta; j++) {
            size_t x = i ? a->theta_lag[i - 1] : 0, y = j ? a->theta_lag[j - 1] : 0;
            inv_four c = (i ? a->theta[i - 1] : four(1)) * (j ? a->theta[j - 1] : four(1));
            for (size_t k = 0; k <= most; k++) {
                size_t lag = k + x > y ? k + x - y : y - k - x;
                out[k] += c * g[lag];
            }
        }
}

void inv_arma_covariance(const struct inv_arma *a, inv_four *first, double *work)
{
    size_t r = a->r;
    inv_four *psi = (inv_four *)(void *)work, *gamma = psi + r + 1, *g = gamma + r + 1;
    psi_weights(a, r, psi);
    for (size_t i = 0; i < r; i++)
        first[i] = i < 1 ? psi[0] : four(0);
    for (size_t j = 0; j < a->ntheta; j++)
        for (size_t i = 0; i <= a->theta_lag[j]; i++)
            first[i] += a->theta[j] * psi[a->theta_lag[j] - i];
    if (a->nphi == 0)
        return;
    ar_covariance(a, a->phi_most + a->theta_most, g, g + a->phi_most + a->theta_most + 1);
    arma_covariance(a, a->phi_most, g, gamma);
    for (size_t j = 0; j < a->nphi; j++)
        for (size_t i = 0; i < a->phi_lag[j]; i++)
            first[i] += a->phi[j] * gamma[a->phi_lag[j] - i];
}

/* ---- four sets of coefficients, all values ----------------------------------------------- */

size_t inv_arma_pass_room(size_t r, size_t n, size_t ncol)
{
    return inv_arma_covariance_room(r) + INV_FOUR * (2 * r + (ncol + 1) * (r + n));
}

/* T times a vector: where it has been shifted up already, what phi adds. */
static void add_phi(const struct inv_arma *a, const inv_four *first, inv_four *x)
{
    for (size_t i = 0; i < a->nphi; i++)
        x[a->phi_lag[i] - 1] += a->phi[i] * *first;
}

struct pass {
    const struct inv_arma *a;
    size_t r;
    inv_four F, M, *K, *L;
    bool still;                 /* K and F do not change any more */
};

/* L and x slide: the vector at t + 1 begins one place later than that at t. */
static void slide(const struct inv_arma *a, inv_four **x)
{
    inv_four first = (*x)[0];
    *x += 1;
    (*x)[a->r - 1] = four(0);
    add_phi(a, &first, *x);
}

static void add_gain(const struct pass *p, const inv_four *g, inv_four *x)
{
    for (size_t i = 0; i < p->r; i++)
        x[i] += p->K[i] * *g;
}

static void next_gain(struct pass *p)
{
    inv_four l = p->L[0], c = l / p->F, ml = p->M * l;
    slide(p->a, &p->L);
    for (size_t i = 0; i < p->r; i++) {
        inv_four tl = p->L[i];
        p->L[i] = tl - p->K[i] * c;
        p->K[i] += tl * ml;
    }
    p->F += ml * l;
    p->M -= ml * ml / p->F;
}

static bool nothing_left(const struct pass *p)
{
    inv_four s = four(0);
    for (size_t i = 0; i < p->r; i++)
        s += p->L[i] * p->L[i];
    s *= -p->M;
    return s[0] < NOTHING && s[1] < NOTHING && s[2] < NOTHING && s[3] < NOTHING;
}

static struct pass begin(const struct inv_arma *a, inv_four *K, inv_four *L, double *work)
{
    struct pass p = { .a = a, .r = a->r, .K = K, .L = L };
    inv_arma_covariance(a, L, work);
    p.F = L[0];
    L[a->r] = four(0);
    slide(a, &p.L);
    memcpy(K, p.L, a->r * sizeof *K);
    p.M = -1 / p.F;
    return p;
}

/* The product of variances, taken into logdet before it overflows. */
static void take_product(inv_four *product, double logdet[INV_FOUR])
{
    for (size_t i = 0; i < INV_FOUR; i++)
        logdet[i] += log((*product)[i]);
    *product = four(1);
}

void inv_arma_pass(const struct inv_arma *a, const struct inv_arma_columns *w, double *work, inv_four *u,
                   double logdet[INV_FOUR])
{
    size_t r = a->r, n = w->n, each = r + n;
    inv_four *K = (inv_four *)(void *)work, *x = K + r, *L = x + w->ncol * each, product = four(1);
    struct pass p = begin(a, K, L, (double *)(void *)(L + each + 1));
    for (size_t c = 0; c < w->ncol; c++)
        for (size_t i = 0; i < r; i++)
            x[c * each + i] = four(0);
    for (size_t i = 0; i < INV_FOUR; i++)
        logdet[i] = 0;
    for (size_t t = 0; t < n; t++) {
        inv_four over = 1 / p.F, sd = { sqrt(over[0]), sqrt(over[1]), sqrt(over[2]), sqrt(over[3]) };
        for (size_t c = 0; c < w->ncol; c++) {
            inv_four *at = x + c * each + t, e = four(w->column[c][t] - (c == 0 ? w->centre : 0)) - at[0];
            u[c * n + t] = e * sd;
            e *= over;
            slide(a, &at);
            add_gain(&p, &e, at);
        }
        product *= p.F;
        if (t % LOOK == LOOK - 1) {
            take_product(&product, logdet);
            p.still = p.still || nothing_left(&p);
        }
        if (!p.still)
            next_gain(&p);
    }
    take_product(&product, logdet);
}

void inv_arma_pass_conditional(const struct inv_arma *a, const struct inv_arma_columns *w, inv_four *u)
{
    for (size_t c = 0; c < w->ncol; c++) {
        inv_four *e = u + c * w->n;
        const double *y = w->column[c];
        double centre = c == 0 ? w->centre : 0;
        for (size_t t = 0; t < w->n; t++) {
            if (t < a->phi_most) {
                e[t] = four(0);
                continue;
            }
            inv_four s = four(y[t] - centre);
            for (size_t i = 0; i < a->nphi; i++)
                s -= a->phi[i] * (y[t - a->phi_lag[i]] - centre);
            for (size_t i = 0; i < a->ntheta; i++)
                if (a->theta_lag[i] <= t)
                    s -= a->theta[i] * e[t - a->theta_lag[i]];
            e[t] = s;
        }
    }
}

/* ---- one set, value by value ---------------------------------------------------------------- */

static void turn(const struct inv_arma *a, double *x)
{
    double first = x[0];
    memmove(x, x + 1, (a->r - 1) * sizeof *x);
    x[a->r - 1] = 0;
    for (size_t i = 0; i < a->nphi; i++)
        x[a->phi_lag[i] - 1] += a->phi[i][0] * first;
}

void inv_arma_begin(const struct inv_arma *a, struct inv_arma_state *s, size_t ncol, double *work)
{
    inv_four *first = (inv_four *)(void *)work;
    inv_arma_covariance(a, first, (double *)(void *)(first + a->r));
    for (size_t i = 0; i < a->r; i++)
        s->L[i] = first[i][0];
    s->F = s->L[0];
    s->M = -1 / s->F;
    turn(a, s->L);
    memcpy(s->K, s->L, a->r * sizeof *s->K);
    for (size_t i = 0; i < ncol * a->r; i++)
        s->x[i] = 0;
}

double inv_arma_step(const struct inv_arma *a, struct inv_arma_state *s, size_t ncol, const double *w, double *innov)
{
    double F = s->F, l = s->L[0], c = l / F, ml = s->M * l;
    for (size_t k = 0; k < ncol; k++) {
        double *x = s->x + k * a->r;
        innov[k] = w[k] - x[0];
        turn(a, x);
        for (size_t i = 0; i < a->r; i++)
            x[i] += s->K[i] * innov[k] / F;
    }
    turn(a, s->L);
    for (size_t i = 0; i < a->r; i++) {
        double tl = s->L[i];
        s->L[i] = tl - s->K[i] * c;
        s->K[i] += tl * ml;
    }
    s->F += ml * l;
    s->M -= ml * ml / s->F;
    return F;
}
