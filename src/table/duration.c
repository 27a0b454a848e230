/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Durations: a number of periods, or a number and a unit. */
#include "table/duration.h"

#include <math.h>
#include <string.h>

#include "inv/num.h"

struct unit { const char *name; double days; };

/* Days of a unit: a year has 365, a month its twelfth, as a period has. No m:
 * it is a minute to some and a month to others. */
static const struct unit units[] = {
    { "h", 1.0 / 24 }, { "d", 1 }, { "wd", 7.0 / 5 }, { "w", 7 }, { "mo", 365.0 / 12 }, { "q", 365.0 / 4 }, { "y", 365 },
};

static bool letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Days of the unit that the n letters at s name; 0 for none. */
static double unit_days(const char *s, size_t n)
{
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (strlen(units[i].name) != n)
            continue;
        size_t k = 0;
        while (k < n && (s[k] | 0x20) == units[i].name[k])
            k++;
        if (k == n)
            return units[i].days;
    }
    return 0;
}

static enum inv_status not_duration(struct inv_cell c, const char *what, struct inv_err *err)
{
    char text[64];
    inv_err_quote(text, sizeof text, c.s, c.n);
    return inv_err_set(err, INV_EROW, "\"%s\" %s", text, what);
}

enum inv_status inv_duration_read(struct inv_cell c, char decimal, struct inv_duration *d, struct inv_err *err)
{
    size_t n = c.n;
    while (n > 0 && letter(c.s[n - 1]))
        n--;
    d->days = n == c.n ? 0 : unit_days(c.s + n, c.n - n);
    enum inv_num_result r = n < c.n && d->days <= 0 ? INV_NUM_BAD : inv_num_parse(c.s, n, decimal, &d->x);
    if (r == INV_NUM_OVERFLOW)
        return not_duration(c, "is too large", err);
    if (r == INV_NUM_BAD)
        return not_duration(c, "is not a number, or one with a unit such as 36h, 14d, 2w, 1mo", err);
    return INV_OK;
}

enum inv_status inv_duration_periods(struct inv_duration d, struct inv_cell c, double days_per_period,
                                     double *periods, struct inv_err *err)
{
    double x = d.x;
    if (d.days > 0) {
        if (!(days_per_period > 0))
            return not_duration(c, "has a unit, but this table has no calendar (--freq)", err);
        x = x * d.days / days_per_period;
    }
    if (!isfinite(x))
        return not_duration(c, "is too large", err);
    *periods = x;
    return INV_OK;
}

enum inv_status inv_duration_parse(struct inv_cell c, char decimal, double days_per_period, double *periods, struct inv_err *err)
{
    struct inv_duration d;
    enum inv_status st = inv_duration_read(c, decimal, &d, err);
    return st == INV_OK ? inv_duration_periods(d, c, days_per_period, periods, err) : st;
}
