/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The tables that a filter reads, their columns, and what the options say of their calendar. */
#include "config.h"
#include "common.h"

#include <stdlib.h>
#include <string.h>

#include "inv/jobs.h"
#include "inv/num.h"

/* Another table may come from standard input only where the input does not. */
static enum inv_status check_standard(const struct run *run, const char *path, struct inv_err *err)
{
    bool taken = run->npaths == 0;
    for (size_t i = 0; i < run->npaths; i++)
        taken = taken || strcmp(run->paths[i], "-") == 0;
    if (taken && strcmp(path, "-") == 0)
        return inv_err_set(err, INV_EUSAGE, "standard input (-) is named twice");
    return INV_OK;
}

enum inv_status tool_open_input(struct run *run, struct inv_err *err)
{
    if (run->in)
        return INV_OK;
    enum inv_status st = run->common.items ? check_standard(run, run->common.items, err) : INV_OK;
    if (st == INV_OK)
        st = inv_input_open(&run->in, run->paths, run->npaths, &run->in_format, true, err);
    if (st == INV_OK && run->common.items)
        st = inv_params_items(run->params, run->common.items, tool_reject_other, run, err);
    if (st == INV_OK)
        st = inv_params_bind(run->params, run->in, run->keys.s, run->keys.n, err);
    return st;
}

enum inv_status tool_open_table(struct run *run, const char *path, struct inv_input **in, struct inv_err *err)
{
    enum inv_status st = check_standard(run, path, err);
    return st == INV_OK ? inv_input_open(in, &path, 1, &run->in_format, true, err) : st;
}

static enum inv_status need_columns(const struct inv_input *in, const struct texts *names, size_t **columns, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    *columns = calloc(names->n ? names->n : 1, sizeof **columns);
    if (!*columns)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < names->n && st == INV_OK; i++)
        st = inv_input_need(in, names->s[i], &(*columns)[i], err);
    if (st != INV_OK) {
        free(*columns);
        *columns = NULL;
    }
    return st;
}

enum inv_status tool_key_columns(struct run *run, const struct inv_input *in, size_t **columns, struct inv_err *err)
{
    return need_columns(in, &run->keys, columns, err);
}

enum inv_status tool_columns(struct run *run, const struct inv_input *in, const char *list,
                             size_t **columns, size_t *n, struct inv_err *err)
{
    struct texts names = { 0 };
    enum inv_status st = list ? tool_split(run, list, &names, err) : INV_OK;
    *n = names.n;
    *columns = NULL;
    if (st == INV_OK && names.n > 0)
        st = need_columns(in, &names, columns, err);
    texts_free(&names);
    return st;
}

enum inv_freq tool_freq(const struct run *run)
{
    static const enum inv_freq choices[] = { INV_FREQ_H, INV_FREQ_D, INV_FREQ_W, INV_FREQ_M, INV_FREQ_Q, INV_FREQ_Y, INV_FREQ_INT };
    return run->common.freq < 0 ? INV_FREQ_NONE : choices[run->common.freq];
}

enum inv_freq tool_freq_of(const struct run *run, const struct inv_cell *cells, size_t column)
{
    enum inv_freq f;
    if (column != INV_NO_COLUMN && inv_freq_by_name(cells[column].s, cells[column].n, &f))
        return f;
    return tool_freq(run);
}

enum inv_status tool_seasons(struct run *run, size_t **season, size_t *n, struct inv_err *err)
{
    struct texts parts = { 0 };
    *n = 0;
    *season = NULL;
    enum inv_status st = run->common.season ? tool_split(run, run->common.season, &parts, err) : INV_OK;
    if (st == INV_OK && parts.n > 0 && !(*season = calloc(parts.n, sizeof **season)))
        st = inv_err_set(err, INV_ENOMEM, "out of memory");
    for (size_t i = 0; i < parts.n && st == INV_OK; i++) {
        int64_t m;
        if (inv_num_parse_int(parts.s[i], strlen(parts.s[i]), &m) != INV_NUM_OK || m < 1 || m > 1000000)
            st = inv_err_set(err, INV_EUSAGE, "--season: \"%s\" is not a number of periods from 1 to 1000000", parts.s[i]);
        else
            (*season)[(*n)++] = (size_t)m;
    }
    texts_free(&parts);
    if (st != INV_OK) {
        free(*season);
        *season = NULL;
    }
    return st;
}

size_t tool_jobs(const struct run *run)
{
    return run->common.jobs > 0 ? (size_t)run->common.jobs : inv_jobs_processors();
}
