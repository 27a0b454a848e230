/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arbitrary series through every model of the registry: nothing but finite, ordered
 * numbers within their limits, the same once the fit has been kept and loaded, and also
 * after more values; and arbitrary bytes as a kept fit. */
#include "config.h"
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "inv/explain.h"
#include "inv/saved.h"

enum { MOST = 120, H = 6 };

/* What the first bytes say, and the values behind them. */
struct input { const struct inv_model *model; struct inv_forecast_spec spec; size_t m; double y[MOST]; size_t n, first; };

/* A byte a value: small counts, 255 missing; or eight bytes a double. */
static size_t read_values(const uint8_t *data, size_t size, bool doubles, double *y)
{
    size_t n = 0;
    for (size_t i = 0; i < size && n < MOST; n++) {
        if (!doubles) {
            y[n] = data[i] == 255 ? NAN : (double)data[i];
            i++;
            continue;
        }
        uint64_t bits = 0;
        size_t k = size - i < 8 ? size - i : 8;
        memcpy(&bits, data + i, k);
        memcpy(&y[n], &bits, sizeof y[n]);
        y[n] = isfinite(y[n]) ? y[n] : NAN;
        i += 8;
    }
    return n;
}

static bool read_input(const uint8_t *data, size_t size, struct input *in)
{
    size_t nmodels;
    const struct inv_model *const *models = inv_model_list(&nmodels);
    if (size < 5)
        return false;
    in->model = models[data[0] % nmodels];
    in->m = 1 + data[1] % 13;
    in->spec = (struct inv_forecast_spec){
        .model = in->model, .h = 1 + data[2] % H, .cap = data[3] & 1 ? 10 : data[3] & 2 ? 1.5 : 0,
        .whole = data[3] & 4, .allow_negative = data[3] & 8, .args = { .h = 1 + data[2] % H }
    };
    in->n = read_values(data + 5, size - 5, data[3] & 16, in->y);
    in->first = in->n - (in->n > 0 ? data[4] % in->n : 0);
    return in->n > 0;
}

static void look_at(const struct inv_outlook *o, struct inv_rng *r)
{
    double low[H], high[H], path[H], scratch[4096];
    struct inv_total total = inv_outlook_total(o, o->h);
    double least = inv_total_quantile(o, &total, 0.05), most = inv_total_quantile(o, &total, 0.95);
    inv_outlook_quantile(o, 0.05, low);
    inv_outlook_quantile(o, 0.95, high);
    MUST(isfinite(total.mean) && isfinite(total.sd) && isfinite(least) && isfinite(most) && least <= most);
    bool paths = inv_outlook_path_room(o) <= sizeof scratch / sizeof *scratch;
    if (paths)
        inv_outlook_path(o, 0, r, scratch, path);
    for (size_t k = 0; k < o->h; k++) {
        double x = o->forecast[k];
        MUST(isfinite(x) && x >= o->lo && x <= o->hi);
        MUST(isfinite(o->sd[k]) && o->sd[k] >= 0 && isfinite(o->cum_sd[k]) && (k == 0 || o->cum_sd[k] >= o->cum_sd[k - 1]));
        MUST(low[k] >= o->lo && low[k] <= high[k] && high[k] <= o->hi);
        MUST(!paths || (path[k] >= o->lo && path[k] <= o->hi));
        MUST(!o->whole || (x == floor(x) && low[k] == floor(low[k]) && (!paths || path[k] == floor(path[k]))));
    }
}

static void hear(void *ctx, const char *form, const struct inv_fact *fact)
{
    (void)ctx;
    MUST(strlen(form) < INV_FORM_MAX && fact->name[0] != '\0');
    MUST(isnan(fact->p) || (fact->p >= 0 && fact->p <= 1));
}

static void keep(const struct input *in, const struct inv_forecast *f)
{
    struct inv_buf line = { 0 };
    struct inv_work w = { 0 };
    struct inv_series none, more;
    struct inv_forecast again;
    struct inv_rng r;
    inv_series_look(&none, NULL, 0, 1);
    inv_series_look(&more, in->y + in->first, in->n - in->first, 1);
    MUST(inv_saved_write(f, &line, NULL) == INV_OK);
    inv_rng_seed(&r, 1, 1);
    MUST(inv_saved_forecast(line.s, line.n, &none, &in->spec, &w, &r, &again, NULL) == INV_OK);
    for (size_t k = 0; k < in->spec.h; k++)
        MUST(again.outlook.forecast[k] == f->outlook.forecast[k] && again.outlook.sd[k] == f->outlook.sd[k]);
    inv_rng_seed(&r, 1, 1);
    enum inv_status st = inv_saved_forecast(line.s, line.n, &more, &in->spec, &w, &r, &again, NULL);
    MUST(st == INV_OK || st == INV_EUSAGE || st == INV_EFIT);
    if (st == INV_OK)
        look_at(&again.outlook, &r);
    inv_work_free(&w);
    inv_buf_free(&line);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct input in;
    struct inv_work w = { 0 }, more = { 0 };
    struct inv_forecast f;
    struct inv_rng r;
    struct inv_explain out = { hear, NULL };
    struct inv_err err;
    MUST(size < 20 || inv_saved_read((const char *)data, size, &w, &f, &err) == INV_EARG);
    if (read_input(data, size, &in)) {
        inv_rng_seed(&r, 1, 1);
        enum inv_status st = inv_forecast(in.y, in.first, in.m, &in.spec, &w, &r, &f, &err);
        MUST(st == INV_OK || st == INV_EFIT);       /* nothing known */
        if (st == INV_OK) {
            look_at(&f.outlook, &r);
            MUST(inv_explain_forecast(&f, &in.spec.args, &more, &out, &err) == INV_OK);
            keep(&in, &f);
        }
    }
    inv_work_free(&w);
    inv_work_free(&more);
    return 0;
}
