/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/fill.h"

#include <math.h>
#include <stdlib.h>

#include "inv/mem.h"

const char *inv_fill_name(enum inv_fill method)
{
    static const char *const names[] = { "zero", "na", "previous", "linear", "seasonal" };
    return names[method];
}

void inv_fill_work_free(struct inv_fill_work *w)
{
    free(w->x);
    free(w->trend);
    free(w->season);
    *w = (struct inv_fill_work){ 0 };
}

/* The first place from i on that has a value; n where there is none. */
static size_t next_value(const double *x, size_t i, size_t n)
{
    while (i < n && isnan(x[i]))
        i++;
    return i;
}

/* Lines over the gaps of x; its ends go on as they are. False where x has no value. */
static bool bridge(double *x, size_t n)
{
    size_t before = next_value(x, 0, n);
    if (before == n)
        return false;
    for (size_t i = 0; i < before; i++)
        x[i] = x[before];
    while (before < n) {
        size_t after = next_value(x, before + 1, n);
        for (size_t i = before + 1; i < after; i++) {
            double share = (double)(i - before) / (double)(after - before);
            x[i] = after == n ? x[before] : x[before] * (1 - share) + x[after] * share;
        }
        before = after;
    }
    return true;
}

/* The mean over m periods around each, half weights at the ends where m is
 * even; near the ends of the series it stays as at the nearest whole window. */
static void moving_average(const double *x, size_t n, size_t m, double *trend)
{
    size_t half = m / 2;
    for (size_t i = half; i + half < n; i++) {
        double sum = 0;
        for (size_t j = i - half; j <= i + half; j++)
            sum += x[j] / (double)m;
        trend[i] = m % 2 ? sum : sum - (x[i - half] + x[i + half]) / (2 * (double)m);
    }
    for (size_t i = 0; i < half; i++) {
        trend[i] = trend[half];
        trend[n - 1 - i] = trend[n - 1 - half];
    }
}

/* Mean deviation from the trend at each place of the season, less their mean.
 * False where a place has no value. */
static bool find_season(const double *y, const unsigned char *want, const double *trend, size_t n, size_t m, double *season)
{
    double mean = 0;
    for (size_t p = 0; p < m; p++) {
        size_t seen = 0;
        season[p] = 0;
        for (size_t i = p; i < n; i += m)
            if (!want[i] && !isnan(y[i]))
                season[p] += (y[i] - trend[i] - season[p]) / (double)++seen;
        if (seen == 0)
            return false;
        mean += season[p] / (double)m;
    }
    for (size_t p = 0; p < m; p++)
        season[p] -= mean;
    return true;
}

/* x is what was read. */
static void copy_read(const double *y, const unsigned char *want, size_t n, double *x)
{
    for (size_t i = 0; i < n; i++)
        x[i] = want[i] ? NAN : y[i];
}

static bool fill_seasonal(struct inv_fill_work *w, const double *y, const unsigned char *want, size_t n, size_t m)
{
    if (m < 2 || n / 2 < m)
        return false;
    moving_average(w->x, n, m, w->trend);
    if (!find_season(y, want, w->trend, n, m, w->season))
        return false;
    copy_read(y, want, n, w->x);
    for (size_t i = 0; i < n; i++)
        w->x[i] -= w->season[i % m];
    bridge(w->x, n);
    for (size_t i = 0; i < n; i++)
        w->x[i] += w->season[i % m];
    return true;
}

static void fill_previous(double *x, size_t n)
{
    size_t first = next_value(x, 0, n);
    for (size_t i = 0; i < n && first < n; i++)
        if (isnan(x[i]))
            x[i] = i < first ? x[first] : x[i - 1];
}

static bool any_negative(const double *y, const unsigned char *want, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!want[i] && y[i] < 0)
            return true;
    return false;
}

static enum inv_status make_room(struct inv_fill_work *w, size_t n, size_t m, struct inv_err *err)
{
    enum inv_status st = INV_MEM_GROW(&w->x, &w->cap_x, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->trend, &w->cap_trend, n, err);
    if (st == INV_OK)
        st = INV_MEM_GROW(&w->season, &w->cap_season, m, err);
    return st;
}

enum inv_status inv_fill_gaps(struct inv_fill_work *w, enum inv_fill method, size_t m,
                              double *y, const unsigned char *want, size_t n, enum inv_fill *used,
                              struct inv_err *err)
{
    *used = method;
    if (method == INV_FILL_ZERO || method == INV_FILL_NA) {
        for (size_t i = 0; i < n; i++)
            if (want[i])
                y[i] = method == INV_FILL_ZERO ? 0 : NAN;
        return INV_OK;
    }
    enum inv_status st = make_room(w, n, m < n ? m : n, err);
    if (st != INV_OK)
        return st;
    copy_read(y, want, n, w->x);
    if (method == INV_FILL_PREVIOUS)
        fill_previous(w->x, n);
    else if (bridge(w->x, n) && method == INV_FILL_SEASONAL && !fill_seasonal(w, y, want, n, m))
        *used = INV_FILL_LINEAR;
    bool negatives = any_negative(y, want, n);
    for (size_t i = 0; i < n; i++)
        if (want[i])
            y[i] = w->x[i] < 0 && !negatives ? 0 : w->x[i];
    return INV_OK;
}
