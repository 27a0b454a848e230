/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fill rates under periodic review, costs of stock-outs, mixtures, correlated demand,
 * bootstrap: against enumeration and simulation that know nothing of the formulas. */
#include "config.h"

#include <check.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "inv/ltd.h"
#include "inv/safety.h"
#include "oracle.h"

static void close_to(double got, double want, double tolerance, const char *what)
{
    if (!(fabs(got - want) <= tolerance))
        ck_abort_msg("%s: %.17g is not %.17g", what, got, want);
}

/* ---- fill rate under periodic review ----------------------------------------------------------- */

enum { MOST = 400 };

/* Poisson (r = 0) or negative binomial of size r: P(k), k < MOST, by recursion. */
static void counts(double mean, double r, double *p)
{
    p[0] = r > 0 ? pow(r / (r + mean), r) : exp(-mean);
    for (int k = 1; k < MOST; k++)
        p[k] = p[k - 1] * (r > 0 ? (r + k - 1) * (mean / (r + mean)) : mean) / k;
}

/* Of the demand in a review period what is short, of a position y after the order: every
 * demand of the lead time with every one of the review period. */
static double short_of(double y, const double *lead, const double *review)
{
    double sum = 0;
    for (int a = 0; a < MOST; a++)
        for (int b = 0; b < MOST && lead[a] > 1e-18; b++)
            sum += lead[a] * review[b] * (fmax(a + b - y, 0) - fmax(a - y, 0));
    return sum;
}

START_TEST(periodic_enumerated)
{
    static double lead[MOST], review[MOST];
    uint64_t s = test_seed("periodic_enumerated", 271828);
    for (int i = 0; i < 120; i++) {
        double l = test_between(&s, .2, 5), r = test_between(&s, .3, 3), rate = test_between(&s, .3, .995);
        double mean = test_between(&s, .5, 6), more = i % 2 ? test_between(&s, 1.2, 3) : 1;
        double size = more > 1 ? mean / (more - 1) : 0, q = i % 3 ? 0 : 1 + (double)test_below(&s, 12);
        struct inv_safety_in in = {
            .method = INV_SAFETY_FILL_RATE, .dist = i % 2 ? INV_SAFETY_NEGBIN : INV_SAFETY_POISSON,
            .mean = mean * (l + r), .sd = sqrt(mean * (l + r) * more), .periodic = true, .lead_mean = mean * l,
            .lead_sd = sqrt(mean * l * more),
            .fill_rate = rate, .order_qty = q
        };
        counts(mean * l, size * l, lead);
        counts(mean * r, size * r, review);
        struct inv_safety_out o;
        struct inv_safety_served served;
        ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
        ck_assert_int_eq(inv_safety_serves(&in, o.reorder_point, &served, NULL), INV_OK);
        double at = 0, before = 0;
        for (int k = 0; k < (q > 0 ? q : 1); k++) {     /* positions s + 1 to s + q; without lots s */
            at += short_of(o.reorder_point + k + (q > 0), lead, review) / (q > 0 ? q : 1);
            before += short_of(o.reorder_point - 1 + k + (q > 0), lead, review) / (q > 0 ? q : 1);
        }
        close_to(served.short_per_cycle, at, 1e-9 * (1 + at), "units short");
        close_to(served.fill_rate, 1 - at / (mean * r), 1e-9, "fill rate");
        if (served.fill_rate < rate - 1e-9 || 1 - before / (mean * r) > rate + 1e-9)
            ck_abort_msg("instance %d: %g is not the least for %g", i, o.reorder_point, rate);
    }
}
END_TEST

/* The share of demand met in `reviews` review periods of a stock that is ordered up to
 * `level`, or in lots of q > 0 above it, with a lead time of l periods. */
static double simulate(double level, double q, size_t l, size_t r, double mean, double sd, size_t reviews,
                       struct inv_rng *rng)
{
    double due[64] = { 0 }, net = level, position = level, demand = 0, lost = 0;
    for (size_t t = 0; t < reviews * r; t++) {
        if (t % r == 0) {
            double order = q > 0 ? position <= level ? (floor((level - position) / q) + 1) * q : 0 : level - position;
            due[(t + l) % 64] += order;
            position += order;
        }
        net += due[t % 64];
        due[t % 64] = 0;
        double x = inv_rng_gamma(rng, mean * mean / (sd * sd)) * sd * sd / mean;
        if (t > 50 * r) {
            demand += x;
            lost += x - fmin(x, fmax(net, 0));
        }
        net -= x;
        position -= x;
    }
    return 1 - lost / demand;
}

START_TEST(periodic_simulated)
{
    struct inv_rng rng;
    inv_rng_seed(&rng, test_seed("periodic_simulated", 16180), 1);
    for (int i = 0; i < 12; i++) {
        size_t l = (size_t)(i % 4), r = 1 + (size_t)(i % 3);
        double mean = 10, sd = 4 + i, q = i % 2 ? 25 : 0, span = (double)(l + r);
        struct inv_safety_in in = {
            .method = INV_SAFETY_FILL_RATE, .dist = INV_SAFETY_GAMMA, .mean = mean * span, .sd = sd * sqrt(span),
            .periodic = true, .lead_mean = mean * (double)l, .lead_sd = sd * sqrt((double)l), .fill_rate = .8 + .015 * i,
            .order_qty = q
        };
        struct inv_safety_out o;
        ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
        /* a share of some 150,000 correlated periods: an sd of 0.001 to 0.0015 */
        close_to(simulate(o.reorder_point, q, l, r, mean, sd, 150000 / r, &rng), in.fill_rate, .006, "simulated");
    }
}
END_TEST

/* E max(X - y, 0) for y = 0 .. MOST, from P(k). */
static void losses(const double *p, double mean, double *loss)
{
    double above = 1;
    loss[0] = mean;
    for (int y = 0; y < MOST; y++) {
        above -= p[y];
        loss[y + 1] = fmax(0, loss[y] - above);
    }
}

/* Orders that are large beside the demand of a review: every reorder point from where all is short on. */
START_TEST(periodic_large_orders)
{
    static double p[MOST], all[MOST + 1], lead[MOST + 1];
    uint64_t seed = test_seed("periodic_large_orders", 161803);
    for (int i = 0; i < 300; i++) {
        double l = test_between(&seed, .2, 5), r = test_between(&seed, .3, 3), mean = test_between(&seed, .5, 6);
        double more = i % 2 ? test_between(&seed, 1.2, 3) : 1, size = more > 1 ? mean / (more - 1) : 0;
        double q = ceil(mean * exp(test_between(&seed, 0, 7))), allowed, short_now = 0;
        struct inv_safety_in in = {
            .method = INV_SAFETY_FILL_RATE, .dist = i % 2 ? INV_SAFETY_NEGBIN : INV_SAFETY_POISSON,
            .mean = mean * (l + r), .sd = sqrt(mean * (l + r) * more), .periodic = true, .lead_mean = mean * l,
            .lead_sd = sqrt(mean * l * more), .fill_rate = 1 - exp(test_between(&seed, -8, -.2)), .order_qty = q
        };
        struct inv_safety_out o;
        counts(mean * (l + r), size * (l + r), p);
        losses(p, mean * (l + r), all);
        counts(mean * l, size * l, p);
        losses(p, mean * l, lead);
        ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
        /* The sum over positions s + 1 .. s + q, of which those up to 0 are short of all that is demanded. */
        allowed = (1 - in.fill_rate) * mean * r * q;
        short_now = mean * r * q;
        double s = -q - 1;
        for (; s < MOST && short_now > allowed * (1 + 1e-9); s++) {
            double in_at = s + q + 1, out_at = s + 1;
            short_now += in_at <= 0 ? mean * r : in_at < MOST ? all[(int)in_at] - lead[(int)in_at] : 0;
            short_now -= out_at <= 0 ? mean * r : out_at < MOST ? all[(int)out_at] - lead[(int)out_at] : 0;
        }
        close_to(o.reorder_point, s, .5, "the least");
    }
}
END_TEST

START_TEST(periodic_edges)
{
    struct inv_safety_in in = { .method = INV_SAFETY_FILL_RATE, .mean = 500, .sd = 0, .periodic = true,
                                .lead_mean = 400,
                                .fill_rate = .9, .order_qty = NAN };
    struct inv_safety_out o;
    ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
    close_to(o.reorder_point, 490, 1e-9, "certain demand");        /* 10 of 100 are short */
    in.order_qty = 100;                                            /* (500 - s)^2 / 200 = 10 */
    ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
    close_to(o.reorder_point, 500 - sqrt(2000), 1e-9, "certain demand in lots");
    /* a review period that is nothing beside the lots: continuous review */
    in = (struct inv_safety_in){ .method = INV_SAFETY_FILL_RATE, .dist = INV_SAFETY_NORMAL, .mean = 400.004, .sd = 40,
                                 .lead_mean = 400, .lead_sd = 40, .periodic = true, .fill_rate = .99,
                                 .order_qty = 1000 };
    ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
    close_to(o.reorder_point, 413.794698559961, .01, "R to 0");
}
END_TEST

/* ---- mixtures ----------------------------------------------------------------------------------- */

START_TEST(mixtures)
{
    static const enum inv_dist_kind kinds[] = { INV_DIST_NORMAL, INV_DIST_GAMMA, INV_DIST_POISSON, INV_DIST_NEGBIN };
    uint64_t s = test_seed("mixtures", 577);
    for (int i = 0; i < 2000; i++) {
        struct inv_mixture_part part[5];
        struct inv_mixture m;
        size_t n = 1 + test_below(&s, 5);
        double sum = 0, left = 1;
        for (size_t j = 0; j < n; j++) {
            double mean = exp(test_between(&s, -1, 6)), sd = mean * test_between(&s, .05, 1.5);
            ck_assert_int_eq(inv_dist_init(&part[j].dist, kinds[i % 4], j == 4 ? 0 : mean, j == 4 ? 0 : sd, NULL),
                             INV_OK);
            part[j].weight = j + 1 < n ? left * test_between(&s, 0, 1) : left;
            left -= part[j].weight;
            sum += part[j].weight * part[j].dist.mean;
        }
        ck_assert_int_eq(inv_mixture_init(&m, part, n, NULL), INV_OK);
        close_to(m.mean, sum, 1e-12 * sum, "mean");
        double p = test_between(&s, .01, .999), x = inv_mixture_quantile(&m, p), under = 0, at = 0;
        double step = inv_mixture_discrete(&m) ? 1 : 1e-9 * (fabs(x) + 1);
        for (size_t j = 0; j < n; j++) {
            at += part[j].weight * inv_dist_cdf(&part[j].dist, x);
            under += part[j].weight * inv_dist_cdf(&part[j].dist, x - step);
        }
        if (at < p - 1e-12 || under > p)
            ck_abort_msg("instance %d: %.17g is not the quantile of %.17g: %.17g before, %.17g at it", i, x, p, under,
                         at);
    }
    struct inv_mixture_part two[2] = { { .5, { .kind = INV_DIST_NORMAL } }, { .4, { .kind = INV_DIST_NORMAL } } };
    struct inv_mixture m;
    struct inv_err err;
    ck_assert_int_eq(inv_mixture_init(&m, two, 2, &err), INV_EARG);
    ck_assert_str_eq(err.text, "the probabilities add up to 0.9, not to 1");
}
END_TEST

/* A unit an hour for a lead time of 2 or 10 with equal odds: P(X <= s) by both Poissons. */
START_TEST(random_sums)
{
    struct inv_supply two = { 2, 0, 0 }, ten = { 10, 0, 0 };
    struct inv_ltd ltd[2], all;
    double w[2] = { .5, .5 }, p[2][MOST];
    ck_assert_int_eq(inv_ltd_rows(&two, 1, 1, &ltd[0], NULL), INV_OK);
    ck_assert_int_eq(inv_ltd_rows(&ten, 1, 1, &ltd[1], NULL), INV_OK);
    ck_assert_int_eq(inv_ltd_mix(ltd, w, 2, &all, NULL), INV_OK);
    close_to(all.mean, 6, 1e-14, "mean");
    close_to(all.sd, sqrt(6 + 16), 1e-14, "sd");             /* E Var + Var E */
    struct inv_safety_part parts[2] = { { .5, 2, sqrt(2), 2, sqrt(2) }, { .5, 10, sqrt(10), 10, sqrt(10) } };
    struct inv_mixture_part work[4];
    struct inv_safety_in in = { .method = INV_SAFETY_POISSON, .mean = all.mean, .sd = all.sd, .parts = parts,
                                .nparts = 2,
                                .work = work, .service_level = .95 };
    struct inv_safety_out o;
    ck_assert_int_eq(inv_safety_solve(&in, &o, NULL), INV_OK);
    counts(2, 0, p[0]);
    counts(10, 0, p[1]);
    double sum = 0, s = -1;
    while (sum < .95) {
        s++;
        sum += .5 * (p[0][(int)s] + p[1][(int)s]);
    }
    ck_assert_double_eq(o.reorder_point, s);
    w[1] = .6;
    struct inv_err err;
    ck_assert_int_eq(inv_ltd_mix(ltd, w, 2, &all, &err), INV_EARG);
    ck_assert_str_eq(err.text, "the probabilities add up to 1.1, not to 1");
}
END_TEST

/* ---- a cost for each stock-out -------------------------------------------------------------------- */

/* The least cost on a fine grid from the mean on. */
START_TEST(occasions)
{
    static const enum inv_safety dists[] = { INV_SAFETY_NORMAL, INV_SAFETY_GAMMA, INV_SAFETY_POISSON,
                                             INV_SAFETY_NEGBIN };
    uint64_t seed = test_seed("occasions", 1729);
    int solved = 0;
    for (int i = 0; i < 800; i++) {
        double mean = exp(test_between(&seed, 0, 5)), sd = mean * test_between(&seed, .1, 1.2);
        struct inv_safety_part parts[2] = { { .7, mean, sd, 0, 0 }, { .3, 2 * mean, sd, 0, 0 } };
        struct inv_mixture_part work[4], one[2];
        struct inv_safety_in in = { .method = INV_SAFETY_COST_PER_OCCASION, .dist = dists[i % 4], .mean = mean,
                                    .sd = sd,
                                    .occasion = exp(test_between(&seed, -6, .5)) / sd };
        size_t n = i % 8 < 4 ? 1 : 2;
        if (n == 2) {
            in.parts = parts;
            in.nparts = 2;
            in.work = work;
            in.mean = 1.3 * mean;
            in.sd = hypot(sd, sqrt(.21) * mean);
        }
        struct inv_safety_out o;
        bool found = inv_safety_solve(&in, &o, NULL) == INV_OK;
        solved += found;
        struct inv_mixture m;
        enum inv_safety used;
        for (size_t j = 0; j < n; j++) {
            one[j].weight = n == 1 ? 1 : parts[j].weight;
            ck_assert_int_eq(inv_safety_dist(in.dist, j ? 2 * mean : mean, sd, false, NULL, 0, &one[j].dist, &used,
                                             NULL), INV_OK);
        }
        ck_assert_int_eq(inv_mixture_init(&m, one, n, NULL), INV_OK);
        bool whole = inv_mixture_discrete(&m);
        if (!found)                     /* then nothing above the mean is better than it, or than the unit before it */
            o.reorder_point = whole ? ceil(m.mean) - 1 : m.mean;
        double best = in.occasion * (o.reorder_point - m.mean) + inv_mixture_sf(&m, o.reorder_point);
        ck_assert(!found || o.reorder_point >= m.mean);
        for (int k = 0; k < 2000; k++) {
            double s = whole ? ceil(m.mean) + k : m.mean + 12 * sd * k / 2000;
            if (in.occasion * (s - m.mean) + inv_mixture_sf(&m, s) < best - 1e-9 * fabs(best))
                ck_abort_msg("instance %d (%s): %g costs less than %g", i, inv_safety_name(in.dist), s,
                             o.reorder_point);
        }
    }
    ck_assert_int_ge(solved, 400);
    struct inv_safety_in in = { .method = INV_SAFETY_COST_PER_OCCASION, .mean = 10, .sd = 2, .occasion = 1 };
    struct inv_safety_out o;
    struct inv_err err;
    ck_assert_int_eq(inv_safety_solve(&in, &o, &err), INV_EARG);
    ck_assert_str_eq(err.column, "shortage_cost");
}
END_TEST

/* ---- correlated demand ---------------------------------------------------------------------------- */

START_TEST(correlated)
{
    /* the sum over all pairs of periods of rho^|i - j| */
    uint64_t s = test_seed("correlated", 99);
    for (int i = 0; i < 200; i++) {
        size_t n = 1 + test_below(&s, 60);
        double rho = test_between(&s, -.99, .99), sum = 0;
        for (size_t a = 0; a < n; a++)
            for (size_t b = 0; b < n; b++)
                sum += pow(rho, fabs((double)a - (double)b));
        struct inv_correlation c = { .rho = rho };
        close_to(inv_ltd_periods((double)n, &c), sum, 1e-10 * (1 + sum), "pairs");
    }
    struct inv_correlation c = { .rho = .5 };
    close_to(inv_ltd_periods(1.5, &c), 2, 1e-15, "a part of a period");      /* between 1 and 3 */
    /* in closed form beyond 4096 periods, as by the sum before */
    double far = inv_ltd_periods(4097, &c), near = inv_ltd_periods(4096, &c);
    close_to(far - near, 3, 1e-9, "long");                                   /* (1 + rho) / (1 - rho) a period */
    double acf[2] = { .5, .25 };
    struct inv_correlation listed = { .acf = acf, .n = 2 };
    close_to(inv_ltd_periods(4, &listed), 4 + 2 * (3 * .5 + 2 * .25), 1e-15, "listed");
    struct inv_supply supply = { 4, 0, 0 };
    struct inv_ltd ltd;
    struct inv_err err;
    ck_assert_int_eq(inv_ltd_rows(&supply, 100, 20, &ltd, NULL), INV_OK);
    ck_assert_int_eq(inv_ltd_correlate(&supply, &listed, &ltd, NULL), INV_OK);
    close_to(ltd.sd, 20 * sqrt(8), 1e-12, "sd");
    c.rho = 1;
    ck_assert_int_eq(inv_ltd_correlate(&supply, &c, &ltd, &err), INV_EARG);
    ck_assert_str_eq(err.column, "autocorrelation");
    /* R: acf(c(3,5,4,8,9,7,6,10), 2, plot=FALSE) */
    double y[] = { 3, 5, 4, 8, 9, 7, 6, 10 }, r[3];
    inv_ltd_acf(y, 8, 3, r);
    close_to(r[0], 0.196428571428571425, 1e-14, "acf");
    close_to(r[1], 0.035714285714285712, 1e-14, "acf");
    ck_assert_double_eq(r[2], 0);
}
END_TEST

/* ---- bootstrap -------------------------------------------------------------------------------------- */

START_TEST(bootstrap)
{
    enum { N = 40, DRAWS = 40000 };
    static double y[N], work[N], sums[DRAWS];
    uint64_t s = test_seed("bootstrap", 4242);
    double mean = 0, square = 0;
    for (int i = 0; i < N; i++) {
        y[i] = floor(test_between(&s, 0, 30));
        mean += y[i] / N;
        square += y[i] * y[i] / N;
    }
    struct inv_supply supply = { 4, 0, 1.5 };
    struct inv_rng rng;
    inv_rng_seed(&rng, 7, 7);
    ck_assert_int_eq(inv_ltd_bootstrap(&supply, y, N, 1, DRAWS, &rng, work, sums, NULL), INV_OK);
    double total = 0, spread = 0;
    for (int i = 0; i < DRAWS; i++) {
        total += sums[i] / DRAWS;
        spread += sums[i] * sums[i] / DRAWS;
    }
    double variance = (square - mean * mean) * 5.25;          /* five whole periods and half of one */
    close_to(total, mean * 5.5, 5 * sqrt(variance / DRAWS), "mean");
    close_to((spread - total * total) / variance, 1, .05, "variance");
    /* blocks as long as the sum: the circular sums of the history, and no others */
    supply = (struct inv_supply){ 3, 0, 0 };
    ck_assert_int_eq(inv_ltd_bootstrap(&supply, y, N, 3, DRAWS, &rng, work, sums, NULL), INV_OK);
    for (int i = 0; i < 2000; i++) {
        bool found = false;
        for (int k = 0; k < N; k++)
            found |= sums[i] == y[k] + y[(k + 1) % N] + y[(k + 2) % N];
        ck_assert(found);
    }
    struct inv_err err;
    supply.lead_time = 1e9;
    ck_assert_int_eq(inv_ltd_bootstrap(&supply, y, N, 3, DRAWS, &rng, work, sums, &err), INV_EROW);
    y[0] = NAN;
    ck_assert_int_eq(inv_ltd_bootstrap(&(struct inv_supply){ 3, 0, 0 }, y, 1, 3, DRAWS, &rng, work, sums, &err),
                     INV_EROW);
}
END_TEST

int main(void)
{
    const struct { const char *name; const TTest *test; } tests[] = {
        { "enumerated", periodic_enumerated }, { "simulated", periodic_simulated }, { "edges", periodic_edges },
        { "large orders", periodic_large_orders },
        { "mixtures", mixtures }, { "random sums", random_sums }, { "occasions", occasions },
        { "correlated", correlated },
        { "bootstrap", bootstrap },
    };
    Suite *suite = suite_create("service");
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        TCase *c = tcase_create(tests[i].name);
        tcase_set_timeout(c, 120);
        tcase_add_test(c, tests[i].test);
        suite_add_tcase(suite, c);
    }
    SRunner *r = srunner_create(suite);
    srunner_run_all(r, CK_ENV);
    int failed = srunner_ntests_failed(r);
    srunner_free(r);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
