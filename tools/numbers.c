/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "numbers.h"

#include <string.h>

#include "inv/num.h"

enum inv_status tool_blame_option(const char *option, struct inv_err *err)
{
    char why[sizeof err->text];
    memcpy(why, err->text, sizeof why);
    return inv_err_set(err, INV_EUSAGE, "--%s: %.280s", option, why);
}

enum inv_status tool_numbers(struct run *run, const char *option, const char *text, double *x, size_t most, size_t *n,
                             struct inv_err *err)
{
    struct texts parts = { 0 };
    enum inv_status st = tool_split(run, text, &parts, err);
    *n = 0;
    if (st == INV_OK && parts.n > most)
        st = inv_err_set(err, INV_EUSAGE, "--%s: more than %zu numbers", option, most);
    for (size_t i = 0; i < parts.n && st == INV_OK; i++) {
        const char *s = parts.s[i];
        if (inv_num_parse(s, strlen(s), '.', &x[(*n)++]) != INV_NUM_OK)
            st = inv_err_set(err, INV_EUSAGE, "--%s: \"%.80s\" is not a number", option, s);
    }
    texts_free(&parts);
    return st;
}
