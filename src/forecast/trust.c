/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust.h"

#include <math.h>

#define LEAST_WEIGHT 0.005  /* a member with less is not heard */

/* A row a member, in the order of the panel. */
static const double table[][INV_TRUST_TERMS + 1] = {
#include "trust_table.h"
};

void inv_trust_terms(const double trait[INV_TRAITS], double term[INV_TRUST_TERMS])
{
    for (size_t j = 0; j < INV_TRAITS; j++)
        term[j] = trait[j];
    for (size_t j = 0; j < INV_TRAIT_SEASONAL; j++)
        term[INV_TRAITS + j] = (1 - trait[INV_TRAIT_SEASONAL]) * trait[j];
}

static double utility(const struct inv_panel *p, size_t i, const double *term)
{
    double u = table[i][INV_TRUST_TERMS] * p->loss[i];
    for (size_t j = 0; j < INV_TRUST_TERMS; j++)
        u += table[i][j] * term[j];
    return u;
}

void inv_trust_weigh(const struct inv_panel *p, double *weight)
{
    double most = -INFINITY, sum = 0, kept = 0, term[INV_TRUST_TERMS];
    inv_trust_terms(p->traits, term);
    for (size_t i = 0; i < p->n; i++) {
        weight[i] = p->fit[i].model ? utility(p, i, term) : -INFINITY;
        most = weight[i] > most ? weight[i] : most;
    }
    for (size_t i = 0; i < p->n; i++)
        sum += weight[i] = exp(weight[i] - most);
    for (size_t i = 0; i < p->n; i++)
        kept += weight[i] = weight[i] >= LEAST_WEIGHT * sum ? weight[i] : 0;
    for (size_t i = 0; i < p->n; i++)
        weight[i] /= kept;
}
