/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inv-clean: what it does that its user may not expect, on standard error. */
#include "config.h"
#include "clean.h"

#include "inv/date.h"
#include "inv/num.h"

#define PLURAL(n) ((n) == 1 ? "" : "s")

/* 20240131 and 202401 are dates to people and numbers to us. The format that
 * reads them as dates; NULL for other numbers. */
static const char *format_of(int64_t t)
{
    if (t > 19000000 && t < 21000000 && inv_date_valid(t / 10000, (int)(t / 100 % 100), (int)(t % 100)))
        return "%Y%m%d";
    return t > 190000 && t < 210000 && inv_date_valid(t / 100, (int)(t % 100), 1) ? "%Y%m" : NULL;
}

/* The last date is the default of --as-of: one that is far off makes all series long. */
void clean_remark_end(const struct clean *c)
{
    const struct series *s = &c->series;
    char last[INV_TIME_MAX + 1], before[INV_TIME_MAX + 1];
    double days = s->before == INT64_MIN ? 0 : ((double)s->latest - (double)s->before) / (double)INV_TIME_DAY;
    if (!c->common || s->as_of_given || s->fmt.unit == INV_FORM_INTEGER || days <= 366 || days <= 3 * inv_freq_days(s->freq))
        return;
    tool_note(c->run, "the last date, %s, is %.0f days after the one before it, %s; all series go on to it (--as-of sets the end)",
              series_text(s, s->latest, last), days, series_text(s, s->before, before));
}

/* The day that all ends on, as the user said it: 2024-04-15 is no month. */
static const char *end_text(const struct clean *c, char out[INV_TIME_MAX + 1])
{
    const struct series *s = &c->series;
    if (c->until != s->end)
        return c->o->to;
    return s->as_of_given ? c->run->common.as_of : series_text(s, c->until - 1, out);
}

static void remark_on_calendar(const struct clean *c)
{
    const struct series *s = &c->series;
    char date[INV_TIME_MAX + 1], end[INV_TIME_MAX + 1];
    const struct remarks *r = &c->remarks;
    const char *format = s->fmt.unit == INV_FORM_INTEGER && !s->given ? format_of(s->latest) : NULL;
    if (format)
        tool_note(c->run, "dates such as %s are taken for numbered periods; --date-format %s reads them as dates",
                  series_text(s, s->latest, date), format);
    if (s->guess && !s->given)
        tool_note(c->run, "the frequency is taken to be %s: no key has two different dates (--freq sets it)", inv_freq_name(s->freq));
    if (c->o->check)
        return;
    if (c->run->common.sorted && !c->common && c->o->end != END_OWN && s->freq != INV_FREQ_NONE)
        tool_note(c->run, "with --sorted and no --as-of every key ends at its own last row");
    if (r->has_partial)
        tool_note(c->run, "the %s of %s is not complete on %s and left out (--partial keep keeps it)", inv_freq_word(s->freq),
                  series_text(s, r->partial, date), end_text(c, end));
    if (r->has_partial_first)
        tool_note(c->run, "the %s of %s began before --from and is left out (--partial keep keeps it)", inv_freq_word(s->freq),
                  series_text(s, r->partial_first, date));
}

void clean_remark(const struct clean *c)
{
    const struct remarks *r = &c->remarks;
    remark_on_calendar(c);
    if (r->later)
        tool_note(c->run, "%llu row%s later than --as-of %s %s left out", (unsigned long long)r->later, PLURAL(r->later),
                  c->run->common.as_of, r->later == 1 ? "is" : "are");
    if (r->empty)
        tool_note(c->run, "nothing is left of %llu key%s (%s%s)", (unsigned long long)r->empty, PLURAL(r->empty),
                  r->first_empty, r->empty > 1 ? ", .." : "");
    if (r->returned) {
        char units[INV_NUM_MAX];
        int n = (int)inv_num_format(r->units, 6, '.', units);
        tool_note(c->run, "%.*s units came back of which no sale is in the table (%llu key%s: %s%s): left out", n, units,
                  (unsigned long long)r->returned, PLURAL(r->returned), r->first_returned, r->returned > 1 ? ", .." : "");
    }
    if (r->unfit)
        tool_note(c->run, "%llu key%s too short for a season of %zu: filled on straight lines", (unsigned long long)r->unfit,
                  r->unfit == 1 ? " is" : "s are", c->season);
}
