/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/grid.h"

#include "civil.h"
#include "phase.h"

#define INDEX_MAX INT64_C(100000000000)   /* periods from 1970 whose seconds fit whatever the frequency */

static const char *whole(enum inv_freq freq)
{
    switch (freq) {
    case INV_FREQ_H: return "at one minute of the hour";
    case INV_FREQ_D: return "at one time of day";
    case INV_FREQ_W: return "on one day of the week";
    case INV_FREQ_M: return "on one day of the month";
    case INV_FREQ_Q: return "on one day of a quarter";
    default: return "on one day of the year";
    }
}

enum inv_status inv_grid_fit(struct inv_grid *g, enum inv_freq freq, enum inv_form unit, bool own,
                             const int64_t *t, size_t n, struct inv_err *err)
{
    *g = (struct inv_grid){ .freq = freq, .unit = unit, .own = own || freq == INV_FREQ_INT, .anchor = 1 };
    if (n == 0 || !own || freq == INV_FREQ_INT)
        return INV_OK;
    struct inv_phase p = inv_phase_of(unit, t, n);
    if (!(p.ok & INV_PHASE_BIT(freq)))
        return inv_err_set(err, INV_EROW, "the dates do not all lie %s", whole(freq));
    g->offset = freq == INV_FREQ_H ? p.time_of_day % 3600 : p.time_of_day;
    if (freq == INV_FREQ_W)
        g->phase = p.weekday;
    if (freq == INV_FREQ_M || freq == INV_FREQ_Q || freq == INV_FREQ_Y)
        g->anchor = p.anchor_hi;
    if (freq == INV_FREQ_Q)
        g->phase = p.month - 3 * inv_civil_floor(p.month, 3);
    if (freq == INV_FREQ_Y)
        g->phase = p.month - 12 * inv_civil_floor(p.month, 12);
    return INV_OK;
}

/* The anchor's day in a month that may be shorter. */
static int anchored(const struct inv_grid *g, int64_t year, int month)
{
    int length = inv_date_month_length(year, month);
    return g->anchor < length ? g->anchor : length;
}

/* Months since January 1970, each from its anchor on. */
static int64_t month_index(const struct inv_grid *g, int64_t t)
{
    struct inv_date d = inv_date_to_civil(inv_civil_day(t));
    return inv_civil_month(d) - (d.day < g->anchor && d.day < anchored(g, d.year, d.month));
}

static int64_t month_day(const struct inv_grid *g, int64_t index)
{
    int64_t year = 1970 + inv_civil_floor(index, 12);
    int month = (int)(index - 12 * inv_civil_floor(index, 12)) + 1;
    return inv_date_from_civil(year, month, anchored(g, year, month));
}

int64_t inv_grid_index(const struct inv_grid *g, int64_t t)
{
    switch (g->freq) {
    case INV_FREQ_H: return inv_civil_floor(t, 3600);
    case INV_FREQ_D: return inv_civil_day(t);
    case INV_FREQ_W: return inv_civil_floor(inv_civil_day(t) + 3 - g->phase, 7);    /* 1970-01-01 was a Thursday */
    case INV_FREQ_M: return month_index(g, t);
    case INV_FREQ_Q: return inv_civil_floor(month_index(g, t) - g->phase, 3);
    case INV_FREQ_Y: return inv_civil_floor(month_index(g, t) - g->phase, 12);
    default: return t;
    }
}

int64_t inv_grid_time(const struct inv_grid *g, int64_t index)
{
    if (g->freq == INV_FREQ_INT || g->freq == INV_FREQ_NONE)
        return index;
    if (index > INDEX_MAX)
        index = INDEX_MAX;
    if (index < -INDEX_MAX)
        index = -INDEX_MAX;
    int64_t day;
    switch (g->freq) {
    case INV_FREQ_H: return index * 3600 + g->offset;
    case INV_FREQ_D: day = index; break;
    case INV_FREQ_W: day = 7 * index - 3 + g->phase; break;
    case INV_FREQ_M: day = month_day(g, index); break;
    case INV_FREQ_Q: day = month_day(g, 3 * index + g->phase); break;
    default: day = month_day(g, 12 * index + g->phase);
    }
    return day * INV_TIME_DAY + g->offset;
}

void inv_grid_indices(const struct inv_grid *g, const int64_t *t, size_t n, int64_t *index)
{
    int64_t from = 0, to = 0, at = 0;      /* period `at` is [from, to) */
    bool days = g->freq == INV_FREQ_D;
    for (size_t i = 0; i < n; i++) {
        if (days) {
            index[i] = inv_civil_day(t[i]);
            continue;
        }
        if (t[i] < from || t[i] >= to) {
            at = inv_grid_index(g, t[i]);
            from = inv_grid_time(g, at) - g->offset;
            to = inv_grid_time(g, at + 1) - g->offset;
        }
        index[i] = at;
    }
}

bool inv_grid_starts(const struct inv_grid *g)
{
    switch (g->freq) {
    case INV_FREQ_W: return g->phase == 0;
    case INV_FREQ_M: case INV_FREQ_Q: case INV_FREQ_Y: return g->anchor == 1;
    default: return true;
    }
}

int64_t inv_grid_end(const struct inv_grid *g, int64_t index)
{
    return g->own ? inv_time_after(g->unit, inv_grid_time(g, index)) : inv_grid_time(g, index + 1);
}
