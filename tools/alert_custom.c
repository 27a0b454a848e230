/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-alert: --rule 'NAME: COLUMN OP COLUMN|NUMBER [SEVERITY]'. */
#include "config.h"
#include "alert.h"

#include <string.h>

#include "inv/mem.h"
#include "inv/num.h"

static const char *const operators[] = { "<=", ">=", "==", "!=", "<", ">" };

/* The next word of s: where it begins, and its length. */
static const char *word(const char *s, size_t *n)
{
    s += strspn(s, " \t");
    *n = strcspn(s, " \t");
    return s;
}

static enum inv_status rule_wrong(const char *text, const char *why, struct inv_err *err)
{
    return inv_err_set(err, INV_EUSAGE, "--rule: \"%.100s\": %s (as in 'low_cover: cover < 2 warning')", text, why);
}

/* COLUMN OP COLUMN|NUMBER, the operator with or without spaces around it. */
static enum inv_status rule_comparison(struct custom_rule *r, const char *text, const char *s, const char **rest, struct inv_err *err)
{
    s += strspn(s, " \t");
    size_t n = strcspn(s, " \t<>=!");
    r->left = strndup(s, n);
    const char *op = s + n + strspn(s + n, " \t");
    size_t i = 0;
    while (i < COUNT(operators) && strncmp(op, operators[i], strlen(operators[i])) != 0)
        i++;
    if (n == 0 || i == COUNT(operators))
        return rule_wrong(text, "a column and one of < <= > >= == != are needed", err);
    memcpy(r->op, operators[i], strlen(operators[i]) + 1);
    s = word(op + strlen(operators[i]), &n);
    if (n == 0)
        return rule_wrong(text, "a column or a number is needed after the operator", err);
    if (inv_num_parse(s, n, '.', &r->number) != INV_NUM_OK)
        r->right = strndup(s, n);
    *rest = s + n;
    return INV_OK;
}

static enum inv_status rule_parse(struct custom_rule *r, const char *text, struct inv_err *err)
{
    const char *colon = strchr(text, ':'), *rest = NULL;
    *r = (struct custom_rule){ .severity = INV_SEVERITY_WARNING, .left_at = INV_NO_COLUMN, .right_at = INV_NO_COLUMN };
    if (!colon || colon == text)
        return rule_wrong(text, "a name and a colon are needed in front", err);
    r->name = strndup(text, (size_t)(colon - text));
    enum inv_status st = rule_comparison(r, text, colon + 1, &rest, err);
    if (st != INV_OK)
        return st;
    size_t n;
    const char *s = word(rest, &n);
    if (n > 0 && (!inv_severity_by_name(s, n, &r->severity) || r->severity == INV_SEVERITY_UNKNOWN))
        return rule_wrong(text, "the severity is info, warning or critical", err);
    if (n > 0 && *word(s + n, &n) != '\0')
        return rule_wrong(text, "something follows the severity", err);
    return r->name && r->left ? INV_OK : inv_err_set(err, INV_ENOMEM, "out of memory");
}

enum inv_status rules_custom(struct alert_work *w, struct inv_err *err)
{
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < w->o->rules.n && st == INV_OK; i++) {
        st = INV_MEM_GROW(&w->custom, &w->cap_custom, w->ncustom + 1, err);
        if (st == INV_OK)
            st = rule_parse(&w->custom[w->ncustom++], w->o->rules.s[i], err);
    }
    return st;
}
