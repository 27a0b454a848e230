/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/life.h"

#include <math.h>

#include "inv/kendall.h"

enum { LEAST = 8, MOST = 200 };    /* values that a trend is looked for in */

const char *inv_life_name(enum inv_life life)
{
    static const char *const names[] = { "new", "growing", "steady", "declining", "dead" };
    return names[life];
}

/* Periods that one value is of: whole seasons, where there are many. */
static size_t block_of(size_t n, size_t season)
{
    if (n <= MOST)
        return 1;
    size_t m = season > 1 && season <= n / LEAST ? season : 1;
    return m * ((n + m * MOST - 1) / (m * MOST));
}

size_t inv_life_room(const struct inv_life_args *a)
{
    (void)a;
    return MOST + 1 + inv_kendall_room(MOST + 1, 1);    /* a season needs less */
}

/* ---- when demand came ---------------------------------------------------------------------- */

struct times { size_t first, last, demands, known, longest; bool any; };

/* Unknown periods count neither for nor against. */
static struct times times_of(const double *y, size_t n)
{
    struct times t = { 0 };
    size_t gap = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        if (!(y[i] > 0)) {
            gap++;
            continue;
        }
        if (!t.any)
            t.first = i;
        else if (gap > t.longest)
            t.longest = gap;
        t.any = true;
        t.last = i;
        t.demands++;
        gap = 0;
    }
    for (size_t i = t.any ? t.first : n; i < n; i++)
        t.known += isnan(y[i]) ? 0 : 1;
    return t;
}

static size_t known_between(const double *y, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += isnan(y[i]) ? 0 : 1;
    return count;
}

static bool is_new(const double *y, size_t before, const struct times *t, size_t age, const struct inv_life_args *a)
{
    double q = (double)t->demands / (double)t->known;
    double k = (double)before + (double)known_between(y, 0, t->first);
    return age <= a->new_within && pow(1 - q, k) < a->level;
}

static bool is_silent(const double *y, size_t n, const struct times *t, const struct inv_life_args *a)
{
    size_t k = known_between(y, t->last + 1, n);
    double q = (double)t->demands / ((double)known_between(y, t->first, t->last + 1) + 1);
    return k > t->longest && pow(1 - q, (double)k) < a->level / 50;
}

/* ---- trend ------------------------------------------------------------------------------------ */

/* The means of blocks, the last of which ends with the series. NAN where none is known. */
static size_t blocks(const double *y, size_t n, size_t block, double *out)
{
    size_t count = n / block, start = n - count * block;
    for (size_t b = 0; b < count; b++) {
        double sum = 0;
        size_t known = 0;
        for (size_t i = start + b * block; i < start + (b + 1) * block; i++)
            if (!isnan(y[i])) {
                sum += (y[i] - sum) / (double)(known + 1);
                known++;
            }
        out[b] = known ? sum : (double)NAN;
    }
    return count;
}

static enum inv_status trend(const double *y, size_t n, const struct inv_life_args *a, double *work,
                             struct inv_life_out *out, struct inv_err *err)
{
    size_t w = n < a->window ? n : a->window, block = block_of(w, a->season), m = block == 1 ? a->season : 1;
    struct inv_kendall k;
    double *x = work, mean = 0;
    size_t count = blocks(y + (n - w), w, block, x), known = known_between(x, 0, count);
    if (known < LEAST)
        return INV_OK;
    enum inv_status st = inv_kendall_test(x, count, count >= 2 * m ? m : 1, work + MOST + 1, &k, err);
    if (st != INV_OK)
        return st;
    for (size_t i = 0; i < count; i++)
        mean += isnan(x[i]) ? 0 : x[i] / (double)known;
    out->p = k.p;
    out->change = mean > 0 ? k.slope / mean * ((double)a->per_year / (double)block) : 0;
    if (k.p < a->level && out->change >= a->least)
        out->life = INV_LIFE_GROWING;
    else if (k.p < a->level && out->change <= -a->least)
        out->life = INV_LIFE_DECLINING;
    return INV_OK;
}

enum inv_status inv_life_of(const double *y, size_t n, size_t before, const struct inv_life_args *a, double *work,
                            struct inv_life_out *out, struct inv_err *err)
{
    *out = (struct inv_life_out){ .life = INV_LIFE_STEADY, .p = (double)NAN, .change = (double)NAN };
    if (a->dead_after == 0 || a->per_year == 0 || !(a->level > 0 && a->level < 1) || !(a->least >= 0))
        return inv_err_set(err, INV_EARG, "a number of periods, a level or a least change is out of range");
    struct times t = times_of(y, n);
    out->age = t.any ? n - t.first : 0;
    out->silence = t.any ? n - 1 - t.last : n;
    if (!t.any || out->silence >= a->dead_after)
        out->life = INV_LIFE_DEAD;
    else if (is_new(y, before, &t, out->age, a))
        out->life = INV_LIFE_NEW;
    else if (is_silent(y, n, &t, a))
        out->life = INV_LIFE_DECLINING;
    else
        return trend(y + t.first, n - t.first, a, work, out, err);
    return INV_OK;
}
