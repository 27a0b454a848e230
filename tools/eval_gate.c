/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-eval: --gate, such as mase<1 or |bias|<=0.1: what the totals must hold. */
#include "config.h"
#include "eval.h"

#include <math.h>
#include <string.h>

#include "inv/num.h"

enum { VALUE_ADDED = NO_MEASURE + 1 };   /* fva, of corrected forecasts only */

struct gate { size_t measure; bool size, less, equal; double limit; };

static enum inv_status bad(const char *text, struct inv_err *err)
{
    return inv_err_set(err, INV_EUSAGE, "--gate: \"%.80s\" is not like mase<1: a measure of the table, <, <=, > or >=, a number", text);
}

/* text[n] without the blanks around it. */
static size_t trim(const char **text, size_t n)
{
    for (; n > 0 && **text == ' '; n--)
        ++*text;
    while (n > 0 && (*text)[n - 1] == ' ')
        n--;
    return n;
}

/* text[n]: one condition; blanks may stand between its words. */
static enum inv_status parse(const struct evaluator *e, const char *text, size_t n, struct gate *g, struct inv_err *err)
{
    const char *op = text, *end = text + n, *name = text;
    while (op < end && *op != '<' && *op != '>')
        op++;
    if (op == end)
        return bad(text, err);
    size_t len = trim(&name, (size_t)(op - text));
    *g = (struct gate){ .size = len > 2 && name[0] == '|' && name[len - 1] == '|' };
    if (g->size) {
        name++;
        len = trim(&name, len - 2);
    }
    g->measure = eval_measure_find(e, name, len);
    if (e->adjusted && !g->size && len == 3 && memcmp(name, "fva", 3) == 0)
        g->measure = VALUE_ADDED;
    if (g->measure == NO_MEASURE)
        return bad(text, err);
    g->less = *op++ == '<';
    g->equal = op < end && *op == '=';
    op += g->equal;
    len = trim(&op, (size_t)(end - op));
    return inv_num_parse(op, len, '.', &g->limit) == INV_NUM_OK ? INV_OK : bad(text, err);
}

/* What a method has of it in the last part; NAN: nothing. */
static double value(const struct evaluator *e, const struct gate *g, size_t method)
{
    const struct eval_total *t = eval_total(e, method, e->nparts - 1);
    if (g->measure == VALUE_ADDED)
        return eval_value_added(eval_total(e, method - 1, 0)->ratios, t->ratios);
    double x = inv_accuracy_value(&t->ratios[g->measure], g->measure);
    return g->size ? fabs(x) : x;
}

/* Checks one condition's words, or, where `holds` is not NULL, the totals. */
static enum inv_status check(const struct evaluator *e, const char *text, size_t n, bool *holds, struct inv_err *err)
{
    struct gate g;
    enum inv_status st = parse(e, text, n, &g, err);
    for (size_t i = 0; st == INV_OK && holds && i < inv_keys_count(e->methods); i++) {
        if (!eval_total(e, i, e->nparts - 1) || (g.measure == VALUE_ADDED && i % 2 == 0))
            continue;
        double x = value(e, &g, i);
        if ((g.less ? x < g.limit : x > g.limit) || (g.equal && x == g.limit))
            continue;
        *holds = false;
        size_t len;
        const char *name = eval_method(e, i, &len);
        if (isnan(x))
            tool_alarm(e->run, "gate %.*s does not hold: %.*s has no value", (int)n, text, (int)len, name);
        else
            tool_alarm(e->run, "gate %.*s does not hold: %.*s has %.6g", (int)n, text, (int)len, name, x);
    }
    return st;
}

static enum inv_status check_all(const struct evaluator *e, bool *holds, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < e->o->gate.n; i++)
        for (const char *s = e->o->gate.s[i]; st == INV_OK; ) {
            size_t n = strcspn(s, ",");
            st = check(e, s, n, holds, err);
            if (!s[n])
                break;
            s += n + 1;
        }
    return st;
}

enum inv_status eval_gate_check(const struct evaluator *e, struct inv_err *err)
{
    return check_all(e, NULL, err);
}

/* Of no key at all nothing holds. */
bool eval_gate_holds(const struct evaluator *e)
{
    bool holds = true, any = false;
    for (size_t i = 0; i < inv_keys_count(e->methods); i++)
        any = any || eval_total(e, i, e->nparts - 1);
    if (!any && e->o->gate.n > 0)
        tool_alarm(e->run, "gate %s does not hold: nothing was scored", e->o->gate.s[0]);
    check_all(e, &holds, NULL);
    return holds && (any || e->o->gate.n == 0);
}
