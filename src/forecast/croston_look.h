/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Croston's pass over a history, included by croston.c for one descent and for two side by side, with
 * LOOK_NAME, LOOK_TARGET, LOOK_SIDES, LOOK_VECTOR and LOOK_OF defined: a vector of x and y, and of u and v
 * where there are two sides. No guard on purpose.
 *
 * Squared error at p (but for a constant), its gradient and Gauss and Newton's matrix (its lower half row by
 * row), halves of both: with f = z / x a run's forecast and f' its slopes, sum (length f - size) f' and
 * sum length f' f''. A vector has what belongs to the size and to the interval. */
LOOK_TARGET static void LOOK_NAME(const struct history *h, const double (*p)[FITTED], struct slope *s)
{
    const LOOK_VECTOR constant = LOOK_OF(p[0][ALPHA], p[0][BETA], p[1][ALPHA], p[1][BETA]), keep = 1 - constant;
    LOOK_VECTOR now = LOOK_OF(p[0][SIZE0], p[0][INTERVAL0], p[1][SIZE0], p[1][INTERVAL0]);
    LOOK_VECTOR by_constant = LOOK_OF(0, 0, 0, 0), by_start = LOOK_OF(1, 1, 1, 1);      /* its slopes */
    LOOK_VECTOR sse = by_constant, g0 = sse, g1 = sse, h00 = sse, h11 = sse, mixed = sse, size0 = sse, interval0 = sse;
    for (size_t i = 0; i <= h->k; i++) {
        double size = h->run[i][OF_SIZE], length = h->run[i][OF_LENGTH];
        LOOK_VECTOR run = LOOK_OF(size, length, size, length), r = 1 / LOOK_OF(now[1], now[1], now[3], now[3]);
        LOOK_VECTOR f = LOOK_OF(now[0], now[0], now[2], now[2]) * r, e = length * f - size, down = -f * r;
        LOOK_VECTOR by = LOOK_OF(r[0], down[1], r[2], down[3]);
        LOOK_VECTOR d0 = by_constant * by, d1 = by_start * by, l0 = length * d0, l1 = length * d1;
        sse += (e - size) * f;
        g0 += e * d0;
        g1 += e * d1;
        h00 += l0 * d0;
        h11 += l1 * d1;
        mixed += LOOK_OF(l0[1], l1[1], l0[3], l1[3]) * LOOK_OF(d0[0], d1[0], d0[2], d1[2]);
        size0 += LOOK_OF(l1[0], l1[0], l1[2], l1[2]) * d0;
        interval0 += LOOK_OF(l1[1], l1[1], l1[3], l1[3]) * d0;
        by_constant = keep * by_constant + run - now;
        now += constant * (run - now);
        by_start *= keep;
    }
    for (size_t i = 0; i < LOOK_SIDES; i++) {
        size_t a = 2 * i, b = 2 * i + 1;
        s[i] = (struct slope){ sse[a], { g0[a], g0[b], g1[a], g1[b] }, {
            h00[a], mixed[a], h00[b], size0[a], size0[b], h11[a], interval0[a], interval0[b], mixed[b], h11[b]
        } };
    }
}

#undef LOOK_NAME
#undef LOOK_TARGET
#undef LOOK_SIDES
#undef LOOK_VECTOR
#undef LOOK_OF
