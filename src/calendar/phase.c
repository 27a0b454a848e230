/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "phase.h"

#include "civil.h"

#define BIT INV_PHASE_BIT

/* Counts different instants as far as it matters; seen has `distinct` of them. */
static unsigned count_distinct(int64_t seen[INV_PHASE_DISTINCT], unsigned distinct, int64_t t)
{
    for (unsigned i = 0; i < distinct && distinct < INV_PHASE_DISTINCT; i++)
        if (seen[i] == t)
            return distinct;
    if (distinct < INV_PHASE_DISTINCT)
        seen[distinct++] = t;
    return distinct;
}

/* Which anchors a date can have: its day, or a later one where it is the last
 * of its month. */
static void narrow_anchor(struct inv_phase *p, struct inv_date d)
{
    if (d.day > p->anchor_lo)
        p->anchor_lo = d.day;
    if (d.day < p->anchor_hi && d.day < inv_date_month_length(d.year, d.month))
        p->anchor_hi = d.day;
    if (p->anchor_lo > p->anchor_hi)
        p->ok &= ~(BIT(INV_FREQ_M) | BIT(INV_FREQ_Q) | BIT(INV_FREQ_Y));
}

static void compare_months(struct inv_phase *p, int64_t month)
{
    if ((month - p->month) % 12 != 0)
        p->ok &= ~BIT(INV_FREQ_Y);
    if ((month - p->month) % 3 != 0)
        p->ok &= ~BIT(INV_FREQ_Q);
}

/* A day, and what it is called. */
struct called { int64_t day; struct inv_date date; };

/* Goes on to another day. Most are the same of the next month, and need not be taken apart. */
static void call(struct called *c, int64_t day)
{
    if (c->date.day <= 28 && day - c->day == inv_date_month_length(c->date.year, c->date.month)) {
        bool december = c->date.month == 12;
        c->date.year += december;
        c->date.month = december ? 1 : c->date.month + 1;
    } else {
        c->date = inv_date_to_civil(day);
    }
    c->day = day;
}

/* A further date. Days that do not agree on the time of day have no phase but
 * perhaps the hour's. */
static void compare(struct inv_phase *p, int64_t t, struct called *c)
{
    int64_t day = inv_civil_day(t), second = t - day * INV_TIME_DAY;
    if (second != p->time_of_day)
        p->ok &= BIT(INV_FREQ_H);
    if ((second - p->time_of_day) % 3600 != 0)
        p->ok = 0;
    if (inv_date_weekday(day) - 1 != p->weekday)
        p->ok &= ~BIT(INV_FREQ_W);
    if (p->ok & BIT(INV_FREQ_M)) {
        call(c, day);
        narrow_anchor(p, c->date);
        compare_months(p, inv_civil_month(c->date));
    }
}

struct inv_phase inv_phase_of(enum inv_form unit, const int64_t *t, size_t n)
{
    int64_t seen[INV_PHASE_DISTINCT] = { t[0] };
    int64_t day = inv_civil_day(t[0]);
    struct called at = { day, inv_date_to_civil(day) };
    struct inv_phase p = {
        .ok = BIT(INV_FREQ_H) | BIT(INV_FREQ_D) | BIT(INV_FREQ_W) | BIT(INV_FREQ_M) | BIT(INV_FREQ_Q) | BIT(INV_FREQ_Y),
        .distinct = 1, .weekday = inv_date_weekday(day) - 1, .month = inv_civil_month(at.date),
        .time_of_day = inv_civil_second(t[0]), .anchor_lo = 1, .anchor_hi = 31
    };
    narrow_anchor(&p, at.date);
    /* what is still open; dates without a time of day have one hour and day anyhow */
    const unsigned open = unit == INV_FORM_STAMP ? ~0u : BIT(INV_FREQ_W) | BIT(INV_FREQ_M);
    for (size_t i = 1; i < n && (p.ok & open || p.distinct < INV_PHASE_DISTINCT); i++) {
        if (t[i] == t[i - 1])
            continue;
        compare(&p, t[i], &at);
        p.distinct = count_distinct(seen, p.distinct, t[i]);
    }
    return p;
}
