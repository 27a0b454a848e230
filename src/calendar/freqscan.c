/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/freqscan.h"

#include "phase.h"

#define BIT INV_PHASE_BIT

/* The frequency that a form says itself; NONE for days and stamps. */
static enum inv_freq natural(enum inv_form unit)
{
    switch (unit) {
    case INV_FORM_MONTH: return INV_FREQ_M;
    case INV_FORM_QUARTER: return INV_FREQ_Q;
    case INV_FORM_WEEK: return INV_FREQ_W;
    case INV_FORM_YEAR: return INV_FREQ_Y;
    case INV_FORM_INTEGER: return INV_FREQ_INT;
    default: return INV_FREQ_NONE;
    }
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

/* The frequencies at which this series lies at the phase of those before it;
 * narrows the anchor that they share. */
static unsigned agreement(struct inv_freqscan *s, const struct inv_phase *p)
{
    unsigned same = p->ok;
    s->anchor_lo = larger(s->anchor_lo, p->anchor_lo);
    s->anchor_hi = -larger(-s->anchor_hi, -p->anchor_hi);
    if ((p->time_of_day - s->time_of_day) % 3600 != 0)
        same = 0;
    if (p->time_of_day != s->time_of_day)
        same &= BIT(INV_FREQ_H);
    if (p->weekday != s->weekday)
        same &= ~BIT(INV_FREQ_W);
    if (s->anchor_lo > s->anchor_hi)
        same &= ~(BIT(INV_FREQ_M) | BIT(INV_FREQ_Q) | BIT(INV_FREQ_Y));
    if ((p->month - s->month) % 3 != 0)
        same &= ~BIT(INV_FREQ_Q);
    if ((p->month - s->month) % 12 != 0)
        same &= ~BIT(INV_FREQ_Y);
    return same;
}

void inv_freqscan_add(struct inv_freqscan *s, enum inv_form unit, const int64_t *t, size_t n)
{
    if (n == 0 || unit == INV_FORM_INTEGER)
        return;
    struct inv_phase p = inv_phase_of(unit, t, n);
    if (s->series++ == 0) {
        s->ok = s->same = p.ok;
        s->distinct_min = s->distinct_max = p.distinct;
        s->weekday = p.weekday;
        s->month = p.month;
        s->time_of_day = p.time_of_day;
        s->anchor_lo = p.anchor_lo;
        s->anchor_hi = p.anchor_hi;
        return;
    }
    s->ok &= p.ok;
    s->same &= agreement(s, &p);
    if (p.distinct < s->distinct_min)
        s->distinct_min = p.distinct;
    if (p.distinct > s->distinct_max)
        s->distinct_max = p.distinct;
}

/* Rules 3 and 4. */
static bool holds(const struct inv_freqscan *s, enum inv_freq freq)
{
    return (s->distinct_min >= INV_PHASE_DISTINCT ? s->ok : s->same) & BIT(freq);
}

enum inv_freq inv_freqscan_freq(const struct inv_freqscan *s, enum inv_form unit)
{
    if (natural(unit) != INV_FREQ_NONE)
        return natural(unit);
    static const enum inv_freq longest[] = { INV_FREQ_Y, INV_FREQ_Q, INV_FREQ_M, INV_FREQ_W };
    for (size_t i = 0; i < sizeof longest / sizeof *longest; i++)
        if (s->distinct_max > 1 && holds(s, longest[i]))
            return longest[i];
    return unit == INV_FORM_STAMP && s->series && !holds(s, INV_FREQ_D) ? INV_FREQ_H : INV_FREQ_D;
}

bool inv_freqscan_guess(const struct inv_freqscan *s, enum inv_form unit)
{
    return natural(unit) == INV_FREQ_NONE && s->distinct_max < 2;
}

bool inv_freqscan_has(const struct inv_freqscan *s, enum inv_form unit, enum inv_freq freq)
{
    if (freq == natural(unit))
        return true;
    if (natural(unit) != INV_FREQ_NONE && s->distinct_max < 2)
        return false;
    return s->series && holds(s, freq);
}

enum inv_status inv_freqscan_check(enum inv_form unit, enum inv_freq freq, struct inv_err *err)
{
    enum inv_freq own = unit == INV_FORM_DAY ? INV_FREQ_D : unit == INV_FORM_STAMP ? INV_FREQ_H : natural(unit);
    if (freq == own || freq == INV_FREQ_NONE)
        return INV_OK;
    if (own == INV_FREQ_INT)
        return inv_err_set(err, INV_EUSAGE, "numbered periods have no calendar: they cannot become %ss", inv_freq_word(freq));
    if (freq == INV_FREQ_INT)
        return inv_err_set(err, INV_EUSAGE, "dates are not numbered periods");
    if (own == INV_FREQ_W)
        return inv_err_set(err, INV_EUSAGE, "weeks such as 2024-W05 do not add up to %ss", inv_freq_word(freq));
    if (freq < own)
        return inv_err_set(err, INV_EUSAGE, "the dates are %ss: they cannot be split into %ss", inv_freq_word(own), inv_freq_word(freq));
    return INV_OK;
}
