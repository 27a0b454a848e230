/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-abc: what its options say. */
#include "config.h"
#include "abc.h"

#include <math.h>
#include <string.h>

#include "numbers.h"

static enum inv_status read_weights(struct abc *a, struct inv_err *err)
{
    double sum = 0;
    if (!a->o->weights)
        return INV_OK;
    enum inv_status st = tool_numbers(a->run, "weights", a->o->weights, a->weights, CRITERIA, &a->nweights, err);
    for (size_t i = 0; i < a->nweights && st == INV_OK; i++) {
        if (a->weights[i] < 0)
            st = inv_err_set(err, INV_EUSAGE, "--weights: %g is below 0", a->weights[i]);
        sum += a->weights[i];
    }
    if (st == INV_OK && a->nweights != a->ncriteria)
        return inv_err_set(err, INV_EUSAGE, "--weights: %zu of them for %zu criteria of --by", a->nweights,
                           a->ncriteria);
    if (st == INV_OK && !(sum > 0 && isfinite(sum)))
        return inv_err_set(err, INV_EUSAGE, "--weights: their sum is not above 0");
    return st;
}

static enum inv_status read_by(struct abc *a, struct inv_err *err)
{
    struct texts names = { 0 };
    enum inv_status st = tool_split(a->run, a->o->by ? a->o->by : "value", &names, err);
    if (st == INV_OK && (names.n == 0 || names.n > CRITERIA))
        st = inv_err_set(err, INV_EUSAGE, "--by: not 1 to %d criteria", CRITERIA);
    for (size_t i = 0; i < names.n && st == INV_OK; i++) {
        struct criterion *c = &a->criteria[a->ncriteria++];
        c->less = names.s[i][0] == '-';
        c->name = names.s[i] + c->less;
        if (c->name[0] == '\0')
            st = inv_err_set(err, INV_EUSAGE, "--by: a criterion has no name");
        else if (c->less && names.n == 1)
            st = inv_err_set(err, INV_EUSAGE, "--by: %s: less is better only among several criteria", names.s[i]);
    }
    texts_free(&names);
    return st;
}

enum inv_status abc_read_options(struct abc *a, struct inv_err *err)
{
    const struct abc_options *o = a->o;
    enum inv_status st = tool_numbers(a->run, "thresholds", o->thresholds ? o->thresholds : "0.8,0.95", a->thresholds,
                                      INV_ABC_CLASSES - 1, &a->nthresholds, err);
    if (st == INV_OK && inv_abc_thresholds(a->thresholds, a->nthresholds, err) != INV_OK)
        st = tool_blame_option("thresholds", err);
    if (st == INV_OK)
        st = tool_numbers(a->run, "cv-thresholds", o->cv_thresholds ? o->cv_thresholds : "0.5,1", a->cv_thresholds,
                          INV_ABC_CLASSES - 1, &a->ncv, err);
    if (st == INV_OK && inv_abc_xyz_thresholds(a->cv_thresholds, a->ncv, err) != INV_OK)
        st = tool_blame_option("cv-thresholds", err);
    if (st == INV_OK)
        st = read_by(a, err);
    return st == INV_OK ? read_weights(a, err) : st;
}

/* A word of ours, a parameter, or a column of the input; a margin or revenue that the input has is the input's. */
enum inv_status abc_find_criteria(struct abc *a, struct inv_err *err)
{
    static const struct { const char *word; enum measure measure; } words[] = {
        { "value", BY_VALUE }, { "qty", BY_QTY }, { "margin", BY_MARGIN }, { "revenue", BY_REVENUE },
    };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < a->ncriteria && st == INV_OK; i++) {
        struct criterion *c = &a->criteria[i];
        size_t n = strlen(c->name), w = 0;
        while (w < COUNT(words) && strcmp(words[w].word, c->name) != 0)
            w++;
        c->column = inv_input_find(a->run->in, c->name);
        bool own = w >= 2 && c->column != INV_NO_COLUMN;
        if (w < COUNT(words) && !own)
            c->measure = words[w].measure;
        else if (strchr(c->name, '-') == NULL && inv_param_by_name(c->name, n, &c->param))
            c->measure = BY_PARAM;
        else {
            c->measure = BY_COLUMN;
            st = inv_input_need(a->run->in, c->name, &c->column, err);
        }
    }
    return st;
}
