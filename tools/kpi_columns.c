/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-kpi: its columns, and which of them are empty for want of what. */
#include "config.h"
#include "kpi.h"

#include <math.h>
#include <string.h>

#include "numbers.h"

enum inv_status kpi_read_ages(struct kpi *c, struct inv_err *err)
{
    const char *text = c->o->ages ? c->o->ages : "30,90,180,365";
    enum inv_status st = tool_numbers(c->run, "ages", text, c->edges, INV_KPI_AGES - 1, &c->nedges, err);
    for (size_t i = 0; i < c->nedges && st == INV_OK; i++) {
        double from = i ? c->edges[i - 1] : 0;
        if (!(c->edges[i] >= 1 && c->edges[i] > from && c->edges[i] <= 1e6 && c->edges[i] <= floor(c->edges[i])))
            st = inv_err_set(err, INV_EUSAGE, "--ages: %g is not a whole number of days above %g", c->edges[i], from);
        snprintf(c->ages[i], sizeof c->ages[i], "age_%.0f_%.0f", i ? from + 1 : 0, c->edges[i]);
    }
    snprintf(c->ages[c->nedges], sizeof *c->ages, "age_over_%.0f", c->nedges ? c->edges[c->nedges - 1] : 0);
    return st;
}

void kpi_choose_columns(struct kpi *c)
{
    for (size_t k = 0; k < INV_KPI_COUNT; k++)
        c->columns[c->ncolumns++] = inv_kpi_name((enum inv_kpi)k);
    for (size_t i = 0; i <= c->nedges; i++)
        c->columns[c->ncolumns++] = c->ages[i];
}

void kpi_values(const struct kpi *c, const struct inv_kpi_sums *sums, struct value *out)
{
    for (size_t k = 0; k < INV_KPI_COUNT; k++)
        out[k] = value_num(inv_kpi_value(sums, (enum inv_kpi)k));
    for (size_t i = 0; i <= c->nedges; i++)
        out[INV_KPI_COUNT + i] = value_num(inv_kpi_age(sums, i));
}

/* What no key gives, once for all that need the same. */
void kpi_remark(const struct kpi *c)
{
    for (size_t k = 0; k < INV_KPI_COUNT && c->keys > 0; k++) {
        char names[200] = "";
        const char *needs = inv_kpi_needs((enum inv_kpi)k);
        bool first = true;
        for (size_t i = 0; i < k; i++)
            first = first && (c->known[i] || strcmp(inv_kpi_needs((enum inv_kpi)i), needs) != 0);
        if (c->known[k] || !first || needs[0] == '\0')
            continue;
        for (size_t i = k; i < INV_KPI_COUNT; i++)
            if (!c->known[i] && strcmp(inv_kpi_needs((enum inv_kpi)i), needs) == 0)
                snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", names[0] ? ", " : "",
                         inv_kpi_name((enum inv_kpi)i));
        tool_note(c->run, "empty: %s (needs %s)", names, needs);
    }
}
