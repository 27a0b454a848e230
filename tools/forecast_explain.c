/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-forecast --explain: what each key's forecast rests on, a row a fact. */
#include "config.h"
#include "forecast.h"

#include "inv/explain.h"

enum inv_status explain_columns(struct forecaster *f, struct inv_err *err)
{
    static const char *const names[] = { "model", "form", "kind", "name", "value", "se", "stat", "p" };
    enum inv_status st = INV_OK;
    for (size_t i = 0; i < COUNT(names) && st == INV_OK; i++)
        st = forecast_column(f, names[i], err);
    return st;
}

struct teller { struct scene *s; struct inv_err *err; enum inv_status st; };

static const char *kind_name(enum inv_fact_kind kind)
{
    static const char *const names[] = {
        [INV_FACT_PARAMETER] = "parameter", [INV_FACT_COEFFICIENT] = "coefficient",
        [INV_FACT_CRITERION] = "criterion", [INV_FACT_TEST] = "test"
    };
    return names[kind];
}

static void tell(void *ctx, const char *form, const struct inv_fact *fact)
{
    struct teller *t = ctx;
    struct scene *s = t->s;
    if (t->st != INV_OK)
        return;
    scene_key(s);
    inv_row_cell(&s->row, (struct inv_cell){ s->model, s->nmodel });
    inv_row_text(&s->row, form);
    inv_row_text(&s->row, kind_name(fact->kind));
    inv_row_text(&s->row, fact->name);
    inv_row_num(&s->row, fact->value);
    inv_row_num(&s->row, fact->se);
    inv_row_num(&s->row, fact->stat);
    inv_row_num(&s->row, fact->p);
    t->st = scene_end(s, t->err);
}

enum inv_status explain_rows(struct scene *s, const struct inv_forecast *out, const struct inv_model_args *args, struct inv_err *err)
{
    struct teller t = { s, err, INV_OK };
    struct inv_explain listener = { tell, &t };
    enum inv_status st = inv_explain_forecast(out, args, &s->wk->more, &listener, err);
    return st == INV_OK ? t.st : st;
}
