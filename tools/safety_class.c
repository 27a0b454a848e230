/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-safety: --by class_abc=A:0.98,B:0.95, a level for each class of items. */
#include "config.h"
#include "safety.h"

#include <stdlib.h>
#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

static enum inv_status bad(const char *text, const char *why, struct inv_err *err)
{
    return inv_err_set(err, INV_EUSAGE, "--by %s: %s", text, why);
}

/* One CLASS:LEVEL. */
static enum inv_status add(struct safety *s, const char *text, const char *from, size_t n, struct inv_err *err)
{
    struct safety_class c = { .name = from };
    const char *colon = NULL;
    for (size_t i = 0; i < n; i++)
        if (from[i] == ':')
            colon = from + i;             /* the last: a class may have one in its name */
    if (!colon || colon == from)
        return bad(text, "each class has a level, as in class_abc=A:0.98,B:0.95", err);
    c.length = (size_t)(colon - from);
    if (inv_num_parse(colon + 1, n - c.length - 1, '.', &c.level) != INV_NUM_OK)
        return bad(text, "a level is not a number", err);
    if (!(c.level > 0 && c.level < 1))
        return bad(text, "a level is not between 0 and 1 (no finite stock gives certainty; 95 % is 0.95)", err);
    for (size_t i = 0; i < s->nclasses; i++)
        if (s->classes[i].length == c.length && memcmp(s->classes[i].name, from, c.length) == 0)
            return bad(text, "a class is there twice", err);
    enum inv_status st = INV_MEM_GROW(&s->classes, &s->cap_classes, s->nclasses + 1, err);
    if (st == INV_OK)
        s->classes[s->nclasses++] = c;
    return st;
}

static bool takes_level(const struct safety *s)
{
    return s->method != INV_SAFETY_SERVICE_DAYS && s->method != INV_SAFETY_NEWSVENDOR
        && s->method != INV_SAFETY_COST_PER_UNIT
        && s->method != INV_SAFETY_COST_PER_OCCASION;
}

enum inv_status safety_classes(struct safety *s, struct inv_err *err)
{
    const char *text = s->o->by, *equals = text ? strchr(text, '=') : NULL;
    if (!text)
        return INV_OK;
    if (!equals || equals == text)
        return bad(text, "no column, as in class_abc=A:0.98,B:0.95", err);
    if (!takes_level(s))
        return bad(text, "this method asks for no level", err);
    enum inv_status st = INV_OK;
    for (const char *from = equals + 1; st == INV_OK; ) {
        size_t n = strcspn(from, ",");
        st = add(s, text, from, n, err);
        if (from[n] == '\0')
            break;
        from += n + 1;
    }
    return st;
}

enum inv_status safety_class_column(struct safety *s, struct inv_err *err)
{
    const char *text = s->o->by;
    if (!text)
        return INV_OK;
    char *name = strdup(text);
    if (!name)
        return inv_err_set(err, INV_ENOMEM, "out of memory");
    name[strcspn(name, "=")] = '\0';
    s->class_in = inv_input_find(s->run->in, name);
    s->class_item = inv_params_item_find(s->run->params, name);
    free(name);
    if (s->class_in == INV_NO_COLUMN && s->class_item == INV_NO_COLUMN)
        return bad(text, "no such column, in the input or --items", err);
    return INV_OK;
}

bool safety_class_level(const struct safety *s, const struct inv_param_row *p, enum inv_param param, double *level)
{
    struct inv_cell c = { "", 0 };
    if (s->nclasses == 0 || inv_params_is_set(s->run->params, param))
        return false;
    if (s->class_in != INV_NO_COLUMN && p->cells)
        c = p->cells[s->class_in];
    if (c.n == 0 && s->class_item != INV_NO_COLUMN && p->item)
        c = p->item[s->class_item];
    for (size_t i = 0; i < s->nclasses; i++)
        if (s->classes[i].length == c.n && memcmp(s->classes[i].name, c.s, c.n) == 0) {
            *level = s->classes[i].level;
            return true;
        }
    return false;
}
