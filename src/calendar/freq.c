/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/freq.h"

#include <string.h>

static const struct {
    const char *name, *word;
    double days, per_year;
    size_t season;
} table[] = {
    [INV_FREQ_NONE] = { "", "period", 0, 1, 1 },
    [INV_FREQ_H] = { "H", "hour", 1.0 / 24, 8760, 24 },
    [INV_FREQ_D] = { "D", "day", 1, 365, 7 },
    [INV_FREQ_W] = { "W", "week", 7, 52, 52 },
    [INV_FREQ_M] = { "M", "month", 365.0 / 12, 12, 12 },
    [INV_FREQ_Q] = { "Q", "quarter", 365.0 / 4, 4, 4 },
    [INV_FREQ_Y] = { "Y", "year", 365, 1, 1 },
    [INV_FREQ_INT] = { "int", "period", 0, 1, 1 },
};

const char *inv_freq_name(enum inv_freq freq)
{
    return table[freq].name;
}

const char *inv_freq_word(enum inv_freq freq)
{
    return table[freq].word;
}

double inv_freq_days(enum inv_freq freq)
{
    return table[freq].days;
}

double inv_freq_per_year(enum inv_freq freq)
{
    return table[freq].per_year;
}

size_t inv_freq_season(enum inv_freq freq)
{
    return table[freq].season;
}

/* Without <ctype.h> and <strings.h>, which ask the locale. */
static bool same_text(const char *name, const char *s, size_t n)
{
    if (strlen(name) != n)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((name[i] | 0x20) != (s[i] | 0x20))
            return false;
    return true;
}

bool inv_freq_by_name(const char *s, size_t n, enum inv_freq *freq)
{
    for (int f = INV_FREQ_H; f <= INV_FREQ_INT; f++)
        if (same_text(table[f].name, s, n)) {
            *freq = (enum inv_freq)f;
            return true;
        }
    return false;
}
