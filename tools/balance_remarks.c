/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-balance: what is to be said when all is done. */
#include "config.h"
#include "balance.h"

void balance_note(struct balance *b)
{
    char text[INV_TIME_MAX + 1], key[60];
    for (size_t i = 0; i < b->n; i++) {
        if (!(b->moved[i].on_hand < 0))
            continue;
        if (b->remarks.negative++ > 0 || b->g.n == 0)
            continue;
        inv_err_quote(key, sizeof key, b->g.key[0].s, b->g.key[0].n);
        snprintf(b->remarks.first_negative, sizeof b->remarks.first_negative, "%s on %.40s", key,
                 b->moves[i].time == INT64_MIN ? "opening" : series_text(&b->series, b->moves[i].time, text));
    }
}

void balance_remark(const struct balance *b)
{
    const struct balance_remarks *r = &b->remarks;
    if (r->later > 0)
        tool_note(b->run, "movements after --as-of, left out: %llu", (unsigned long long)r->later);
    if (r->after_first > 0)
        tool_note(b->run, "%s: stock dated after the first movement of its key: %llu; it is taken as there before it",
                  b->o->opening, (unsigned long long)r->after_first);
    if (r->unmoved > 0 && !b->o->periods && !b->o->layers)
        tool_note(b->run, "%s: stock of %llu key%s without a movement: no row here, --periods and --layers have it",
                  b->o->opening, (unsigned long long)r->unmoved, r->unmoved == 1 ? "" : "s");
    if (r->negative > 0)
        tool_note(b->run, "movements that leave stock below 0: %llu, first %s", (unsigned long long)r->negative,
                  r->first_negative);
    if (b->valued && b->book.uncosted > 0)
        tool_note(b->run, "movements without a cost, and none is known, valued at 0: %llu",
                  (unsigned long long)b->book.uncosted);
    if (!b->valued)
        tool_note(b->run, "no unit_cost is known: nothing is valued");
    if (r->unsent > 0)
        tool_note(b->run, "units that arrived and no warehouse sent: %g", r->unsent);
    if (r->transit > 0)
        tool_note(b->run, "units sent that have not arrived: %g, worth %g", r->transit, b->valued
                  ? r->transit_value : 0);
}
