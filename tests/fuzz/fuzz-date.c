/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dates: what is read is written and read back the same; frequencies and grids
 * of any dates hold what their headers say. First byte: frequency and pattern;
 * then a pattern, a separator, and one cell a line. */
#include "config.h"
#include "fuzz.h"

#include <string.h>

#include "inv/date.h"
#include "inv/period.h"
#include "inv/time.h"

#define MOST 256

static void check_day(int64_t day)
{
    day = INV_DATE_MIN + (int64_t)((uint64_t)day % (uint64_t)(INV_DATE_MAX - INV_DATE_MIN + 1));
    struct inv_date d = inv_date_to_civil(day);
    MUST(inv_date_valid(d.year, d.month, d.day));
    MUST(inv_date_from_civil(d.year, d.month, d.day) == day);
    MUST(inv_date_from_civil(d.year, 1, 1) + inv_date_year_day(day) - 1 == day);
    int weekday = (int)((day - INV_DATE_MIN) % 7) + 1;          /* 0001-01-01 is a Monday */
    MUST(inv_date_weekday(day) == weekday);
    int64_t year;
    int week;
    inv_date_to_week(day, &year, &week);
    MUST(week >= 1 && week <= inv_date_weeks(year));
    MUST(inv_date_from_week(year, week) + weekday - 1 == day);
}

static void check_cell(struct inv_timefmt *f, const char *s, size_t n, int64_t t)
{
    char out[INV_TIME_MAX];
    int64_t again, first, after;
    size_t length = inv_time_format(f, t, out);
    MUST(length > 0 && length <= INV_TIME_MAX);
    struct inv_timefmt same = *f;
    MUST(inv_time_parse(&same, out, length, &again, NULL) == INV_OK);
    /* What is smaller than the first stamp's hours, minutes or seconds is read, not written. */
    MUST(f->unit == INV_FORM_STAMP ? again <= t && t - again < 3600 : again == t);
    MUST(memcmp(&same, f, sizeof same) == 0);
    MUST(inv_time_after(f->unit, t) > t);
    MUST(inv_time_parse_span(f, s, n, &first, &after, NULL) == INV_OK && first <= t && t < after);
}

/* Whether a year before and a year after can still be written. */
static bool well_inside(enum inv_form unit, int64_t t)
{
    int64_t limit = INT64_C(1) << 60;
    if (unit == INV_FORM_INTEGER)
        return t > -limit && t < limit;
    return t > (INV_DATE_MIN + 800) * INV_TIME_DAY && t < (INV_DATE_MAX - 800) * INV_TIME_DAY;
}

static void check_grid(const struct inv_grid *g, int64_t t)
{
    int64_t i = inv_grid_index(g, t);
    if (!well_inside(g->unit, t))
        return;
    MUST(inv_grid_time(g, i) <= t && t < inv_grid_time(g, i + 1));
    MUST(inv_grid_index(g, inv_grid_time(g, i)) == i);
    MUST(inv_grid_index(g, inv_grid_time(g, i + 1)) == i + 1);
    MUST(inv_grid_end(g, i) > inv_grid_time(g, i) && inv_grid_end(g, i) <= inv_grid_end(g, i + 1));
}

static void check_periods(enum inv_form unit, const int64_t *t, size_t n)
{
    struct inv_freqscan scan = { 0 };
    inv_freqscan_add(&scan, unit, t, n / 2);
    inv_freqscan_add(&scan, unit, t + n / 2, n - n / 2);
    inv_freqscan_guess(&scan, unit);
    enum inv_freq found = inv_freqscan_freq(&scan, unit);
    MUST(n == 0 || inv_freqscan_check(unit, found, NULL) == INV_OK);
    for (int freq = INV_FREQ_H; freq <= INV_FREQ_INT; freq++) {
        struct inv_grid g;
        if (inv_freqscan_check(unit, freq, NULL) != INV_OK)
            continue;
        bool own = inv_freqscan_has(&scan, unit, freq);
        MUST(freq != (int)found || own || n == 0 || unit == INV_FORM_STAMP);   /* stamps may lie at any minute */
        for (int keep = 0; keep <= own; keep++) {
            if (inv_grid_fit(&g, freq, unit, keep, t, n / 2, NULL) != INV_OK)
                continue;
            for (size_t i = 0; i < n; i++)
                check_grid(&g, t[i]);
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    int64_t day = 0, t[MOST];
    memcpy(&day, data, size < sizeof day ? size : sizeof day);
    check_day(day);
    if (size == 0)
        return 0;
    unsigned choice = *data++;
    size--;
    struct part pattern = next_part(&data, &size);
    char text[200];
    snprintf(text, sizeof text, "%.*s", (int)pattern.n, pattern.s);
    struct inv_timefmt f;
    struct inv_err err;
    if (inv_timefmt_init(&f, choice & 1 ? INV_FREQ_INT : INV_FREQ_NONE, choice & 2 ? text : NULL, &err) != INV_OK)
        return 0;
    size_t n = 0;
    for (const char *s = (const char *)data, *end = s + size; s < end && n < MOST; ) {
        const char *stop = memchr(s, '\n', (size_t)(end - s));
        size_t length = (size_t)((stop ? stop : end) - s);
        if (inv_time_parse(&f, s, length, &t[n], &err) == INV_OK) {
            check_cell(&f, s, length, t[n]);
            n++;
        }
        s += length + 1;
    }
    check_periods(f.unit, t, n);
    return 0;
}
