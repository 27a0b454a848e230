/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "given.h"

static bool is_given(const struct run *run, enum inv_param p)
{
    const char *name = inv_param_table()[p].name;
    if (inv_params_is_set(run->params, p))
        return true;
    return inv_params_known(run->params, p) && inv_input_find(run->in, name) == INV_NO_COLUMN
        && inv_params_item_find(run->params, name) == INV_NO_COLUMN;
}

void tool_note_unused(struct run *run, enum inv_param p, const char *taker)
{
    if (is_given(run, p))
        tool_note(run, "%s is given but not used: %s takes it", inv_param_table()[p].name, taker);
}
