/* SPDX-License-Identifier: GPL-3.0-or-later */
/* (s,S) with a service, against all quantities up to several times the best one. Lumpy demand: what
 * a quantity costs then goes up and down, and the best may lie far beyond the first good one. */
#include "config.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/ss.h"
#include "oracle.h"

enum { LAST = 600, LOW = 800, PERIODS = 6, LARGEST = 1000 };      /* positions of -LOW..LAST are priced */

static void must(enum inv_status st, const struct inv_err *err)
{
    if (st != INV_OK)
        ck_abort_msg("%s: %s", err->column, err->text);
}

struct instance {
    size_t L, R;
    double p[LAST], mean;                     /* demand of a period */
    double at[PERIODS + 1][LAST];             /* of L + i periods */
    double loss[PERIODS + 1][LOW + LAST];     /* at y: [LOW + y] */
    double review[LAST];
    double K, h, rate;
    double x[LAST], w[PERIODS + 1][LAST];
    struct inv_dist d[PERIODS + 1];
    struct inv_pmf pmf;
    struct inv_ss_in in;
};

static void add_period(const struct instance *t, const double *before, double *after)
{
    double sum[LAST] = { 0 };
    for (size_t i = 0; i < LAST; i++)
        for (size_t k = 0; before[i] > 0 && i + k < LAST; k++)
            sum[i + k] += before[i] * t->p[k];
    memcpy(after, sum, sizeof sum);
}

/* Sizes with gaps between them: multiples of a lot, single units beside rare large orders, a few sizes. */
static void sizes(uint64_t *s, struct instance *t)
{
    size_t step = 1 + test_below(s, 12), kind = test_below(s, 4);
    memset(t->p, 0, sizeof t->p);
    t->p[0] = test_uniform(s);
    t->p[step] += 0.01;
    if (kind == 0)
        t->p[step] += test_uniform(s);
    else if (kind == 1) {
        t->p[1] += test_uniform(s);
        t->p[20 + test_below(s, 40)] += 0.001 + 0.2 * test_uniform(s);
    } else
        for (size_t i = 0; i < 2 * kind; i++)
            t->p[test_below(s, 5) * step] += test_uniform(s);
    double sum = 0;
    t->mean = 0;
    for (size_t k = 0; k < LAST; k++)
        sum += t->p[k];
    for (size_t k = 0; k < LAST; k++)
        t->mean += (double)k * (t->p[k] /= sum);
}

/* What the library is asked. */
static void spread(struct instance *t)
{
    struct inv_err err;
    memset(t->at[0], 0, sizeof t->at[0]);
    t->at[0][0] = 1;
    memcpy(t->review, t->at[0], sizeof t->review);
    for (size_t i = 0; i < t->L; i++)
        add_period(t, t->at[0], t->at[0]);
    for (size_t i = 0; i <= t->R; i++) {
        if (i > 0) {
            add_period(t, t->at[i - 1], t->at[i]);
            add_period(t, t->review, t->review);
        }
        memcpy(t->w[i], t->at[i], sizeof t->w[i]);
        for (size_t k = 0; k < LAST; k++)
            t->x[k] = (double)k;
        must(inv_dist_table(&t->d[i], t->x, t->w[i], LAST, &err), &err);
        double beyond = 0, loss = 0;          /* P(X > y), and its sum from y on */
        for (int y = LAST - 1; y >= -LOW; y--) {
            t->loss[i][LOW + y] = loss += y < 0 ? 1 : beyond;
            beyond += y >= 0 ? t->at[i][y] : 0;
        }
    }
    size_t n = LAST;
    while (t->review[n - 1] <= 0)
        n--;
    must(inv_pmf_copy(&t->pmf, t->review, n, 0, &err), &err);
    t->in = (struct inv_ss_in){ .order_cost = t->K, .holding_cost = t->h, .shortage_cost = NAN, .review = &t->pmf,
                                .periods = t->R, .ltd = &t->d[1], .lead = t->L > 0 ? &t->d[0] : NULL };
}

static void draw(uint64_t *s, struct instance *t)
{
    sizes(s, t);
    t->L = test_below(s, 3);
    t->R = 1 + (test_uniform(s) < 0.3 ? test_below(s, 2) : 0);
    t->K = test_uniform(s) < 0.1 ? 0 : exp(test_between(s, -2, 5));
    t->h = exp(test_between(s, -1, 1));
    t->rate = test_uniform(s) < 0.3 ? test_between(s, 0.9, 0.999) : test_between(s, 0.4, 0.9);
    spread(t);
}

/* Units short a review interval, or the probability of any. */
static double lack(const struct instance *t, int y, bool fill)
{
    if (y <= -LOW || y >= LAST)               /* each ck_assert is a system call */
        ck_abort_msg("a position of %d", y);
    return fill ? t->loss[t->R][LOW + y] - t->loss[0][LOW + y] : t->loss[1][LOW + y] - t->loss[1][LOW + y + 1];
}

static double held(const struct instance *t, int y)
{
    double sum = 0;
    for (size_t i = 1; i <= t->R; i++)
        sum += ((double)y - t->mean * (double)(t->L + i) + t->loss[i][LOW + y]) / (double)t->R;
    return sum;
}

/* Orders and stock of the best of all quantities up to n. S grows with the quantity. */
static double cheapest(const struct instance *t, bool fill, int n)
{
    static double m[LARGEST];
    double M = 0, best = INFINITY, allowed = (1 - t->rate) * (fill ? t->mean * (double)t->R : 1);
    int S = -LOW / 4;
    for (int q = 1; q <= n; q++) {
        double visits = q == 1;
        for (int l = 1; l < q && l < LAST; l++)
            visits += t->review[l] * m[q - 1 - l];
        M += m[q - 1] = visits / (1 - t->review[0]);
        for (double without = INFINITY; ; S++) {
            without = 0;
            for (int j = 0; j < q; j++)
                without += m[j] * lack(t, S - j, fill);
            if (without <= allowed * M * (1 + 1e-13))
                break;
        }
        double stock = 0;
        for (int j = 0; j < q; j++)
            stock += m[j] * held(t, S - j);
        best = fmin(best, (t->K / (double)t->R + t->h * stock) / M);
    }
    return best;
}

static void compare(const struct instance *t, struct inv_ss_work *w)
{
    struct inv_err err;
    for (int fill = t->R > 1; fill < 2; fill++) {
        struct inv_control p = { 0 };
        must(fill ? inv_ss_fill(&t->in, t->rate, w, &p, &err) : inv_ss_level(&t->in, t->rate, w, &p, &err), &err);
        int n = (int)fmin(fmax(3 * p.order_qty, 120), 400);
        double best = cheapest(t, fill, n), bill = p.order_cost + p.holding_cost;
        ck_assert_msg(bill <= best + 1e-9 * fmax(best, 1e-3), "%s %g: (%g,%g) costs %.12g, but %.12g is possible",
                      fill ? "fill rate" : "service", t->rate, p.reorder_point, p.order_up_to, bill, best);
        if (p.order_qty <= n)
            ck_assert_msg(bill >= best - 1e-9 * fmax(best, 1e-3), "(%g,%g) costs more than %.12g", p.reorder_point,
                          p.order_up_to, bill);
    }
}

START_TEST(lumpy)
{
    uint64_t seed = test_seed("lumpy", 3);
    struct inv_ss_work *w;
    struct inv_err err;
    static struct instance t;
    must(inv_ss_open(&w, &err), &err);
    for (int i = 0; i < (getenv("INV_TEST_SHORT") ? 200 : 3000); i++) {
        draw(&seed, &t);
        compare(&t, w);
    }
    inv_pmf_free(&t.pmf);
    inv_ss_close(w);
}
END_TEST

/* Demand of a lot or none: a search that ends at the first quantities whose stock alone costs as much as the
 * best so far stays at an order of 1. */
START_TEST(beyond_the_first)
{
    static const struct { size_t L, lot; double p, K, h, rate; } v[] = {
        { 1, 9, 0.35, 7.3507, 2.0576, 0.9467 }, { 1, 5, 0.5875, 3.1261, 1.1083, 0.8416 },
        { 2, 4, 0.5851, 3.2428, 1.3802, 0.9221 }, { 2, 4, 0.5194, 5.7934, 2.3945, 0.6764 },
    };
    struct inv_ss_work *w;
    struct inv_err err;
    must(inv_ss_open(&w, &err), &err);
    for (size_t i = 0; i < sizeof v / sizeof *v; i++) {
        static struct instance t;
        memset(t.p, 0, sizeof t.p);
        t.p[0] = 1 - v[i].p;
        t.p[v[i].lot] = v[i].p;
        t.mean = v[i].p * (double)v[i].lot;
        t.L = v[i].L;
        t.R = 1;
        t.K = v[i].K;
        t.h = v[i].h;
        t.rate = v[i].rate;
        spread(&t);
        compare(&t, w);
        inv_pmf_free(&t.pmf);
    }
    inv_ss_close(w);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("ss_service");
    TCase *t = tcase_create("ss_service");
    tcase_set_timeout(t, 600);
    tcase_add_test(t, lumpy);
    tcase_add_test(t, beyond_the_first);
    suite_add_tcase(s, t);
    SRunner *r = srunner_create(s);
    srunner_run_all(r, CK_NORMAL);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed > 0;
}
