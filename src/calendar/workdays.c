/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/workdays.h"

#include <math.h>
#include <string.h>

#include "inv/date.h"

/* ---- days -------------------------------------------------------------------------- */

static bool among(const int64_t *day, size_t n, int64_t x)
{
    size_t lo = 0, hi = n;
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;
        if (day[mid] < x)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < n && day[lo] == x;
}

static bool in_week(unsigned days, int64_t day)
{
    return (days >> (inv_date_weekday(day) - 1) & 1u) != 0;
}

bool inv_workdays_is_open(const struct inv_workdays *w, int64_t day)
{
    return (in_week(w->work, day) && !among(w->closed, w->nclosed, day)) || among(w->open, w->nopen, day);
}

static bool takes_orders(const struct inv_workdays *w, int64_t day)
{
    return in_week(w->order, day) && inv_workdays_is_open(w, day);
}

static bool search(const struct inv_workdays *w, int64_t day, bool (*fits)(const struct inv_workdays *, int64_t), int64_t *found)
{
    for (int64_t end = day + INV_WORKDAYS_REACH; day < end; day++)
        if (fits(w, day)) {
            *found = day;
            return true;
        }
    return false;
}

bool inv_workdays_next(const struct inv_workdays *w, int64_t day, int64_t *found)
{
    return search(w, day, inv_workdays_is_open, found);
}

bool inv_workdays_next_order(const struct inv_workdays *w, int64_t day, int64_t *found)
{
    return search(w, day, takes_orders, found);
}

bool inv_workdays_add(const struct inv_workdays *w, int64_t day, double n, int64_t *found)
{
    if (!(n >= 0) || n > INV_WORKDAYS_REACH)
        return false;
    if (n <= 0)
        return inv_workdays_next(w, day, found);
    int64_t left = (int64_t)ceil(n);
    for (int64_t end = day + INV_WORKDAYS_REACH; left > 0 && day < end; )
        left -= inv_workdays_is_open(w, ++day);
    *found = day;
    return left == 0;
}

/* ---- words ------------------------------------------------------------------------- */

static bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* The day that a word names, 0 Monday .. 6; -1: none. */
static int day_of(const char *s, size_t n)
{
    static const char *const names[] = { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" };
    for (int i = 0; i < 7; i++) {
        size_t k = 0;
        while (k < n && k < strlen(names[i]) && (s[k] | 0x20) == names[i][k])
            k++;
        if (k == n && (n == 3 || n == strlen(names[i])))
            return i;
    }
    return -1;
}

static unsigned stretch(int from, int to)
{
    unsigned days = 1u << from;
    for (int i = from; i != to; ) {
        i = (i + 1) % 7;
        days |= 1u << i;
    }
    return days;
}

bool inv_workdays_read(const char *s, size_t n, unsigned *days)
{
    unsigned found = 0;
    int from = -1;
    bool range = false;
    for (size_t i = 0; i < n; ) {
        size_t start = i;
        while (i < n && letter(s[i]))
            i++;
        if (i == start) {
            if (!strchr("; -+/", s[i]) || (s[i] == '-' && (from < 0 || range)))
                return false;
            range = range || s[i] == '-';
            i++;
            continue;
        }
        int day = day_of(s + start, i - start);
        if (day < 0)
            return false;
        found |= range ? stretch(from, day) : 1u << day;
        from = day;
        range = false;
    }
    *days = found;
    return found != 0 && !range;
}
