/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inv/table.h"

#include <math.h>
#include <string.h>

#include "inv/num.h"

struct inv_format inv_format_default(void)
{
    return (struct inv_format){ .syntax = INV_CSV, .delimiter = ',', .decimal = '.', .header = true };
}

/* Whether the n bytes of s are word, a lower-case ASCII word of that length. */
static bool same_word(const char *s, const char *word, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if ((s[i] | 0x20) != word[i])
            return false;
    return true;
}

bool inv_cell_missing(const struct inv_format *f, struct inv_cell c)
{
    static const char *const words[] = { NULL, NULL, "na", "nan", "null" };
    if (c.n == 0)
        return true;
    if (c.n >= 2 && c.n <= 4 && same_word(c.s, words[c.n], c.n))
        return true;
    for (size_t i = 0; i < f->n_na; i++)
        if (strlen(f->na[i]) == c.n && memcmp(f->na[i], c.s, c.n) == 0)
            return true;
    return false;
}

enum inv_status inv_cell_number(const struct inv_format *f, struct inv_cell c, double *v, struct inv_err *err)
{
    *v = NAN;
    /* A token of the caller's may look like a number (-999): it comes first. */
    if (c.n == 0 || (f->n_na > 0 && inv_cell_missing(f, c)))
        return INV_OK;
    double x;
    enum inv_num_result r = inv_num_parse(c.s, c.n, f->decimal, &x);
    if (r == INV_NUM_OK) {
        *v = x;
        return INV_OK;
    }
    if (inv_cell_missing(f, c))
        return INV_OK;
    char text[80];
    inv_err_quote(text, sizeof text, c.s, c.n);
    return inv_err_set(err, INV_EROW, r == INV_NUM_OVERFLOW ? "\"%s\" is too large" : "\"%s\" is not a number", text);
}
