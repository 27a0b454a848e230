/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scanner's loop, included by scan.c once for each instruction set with
 * SCAN_NAME, SCAN_TARGET, SCAN_MASKS and SCAN_LOWEST (of a word that may be 0) defined. No guard on purpose. */

/* Writes the positions of the set bits, base added. Eight are written whether
 * or not there are as many: a loop whose turns nobody can predict costs more. */
SCAN_TARGET static inline uint32_t *SCAN_NAME(write_bits)(uint32_t *out, uint64_t bits, uint32_t base)
{
    uint32_t *end = out + __builtin_popcountll(bits);
    do {
        for (int i = 0; i < 8; i++) {
            out[i] = base + (uint32_t)SCAN_LOWEST(bits);
            bits &= bits - 1;
        }
        out += 8;
    } while (out < end);
    return end;
}

SCAN_TARGET static inline uint32_t *SCAN_NAME(write_few)(uint32_t *out, uint64_t bits, uint32_t base)
{
    for (; bits; bits &= bits - 1)
        *out++ = base + (uint32_t)__builtin_ctzll(bits);
    return out;
}

SCAN_TARGET static void SCAN_NAME(run)(struct inv_scan *s, const char *p, size_t n)
{
    uint32_t *cut = s->cut, *end = s->end, *odd = s->odd;
    uint64_t behind_cr = 0;                /* the block before ended in a CR */
    for (size_t i = 0; i < n; i += 64) {
        struct masks m;
        SCAN_MASKS(&m, p + i, s);
        uint64_t all = n - i < 64 ? ((uint64_t)1 << (n - i)) - 1 : ~(uint64_t)0;
        uint64_t strange = (m.mark | (((m.cr << 1) | behind_cr) & ~m.end)) & all;
        behind_cr = m.cr >> 63;
        cut = SCAN_NAME(write_bits)(cut, (m.delimiter | m.end) & all, (uint32_t)i);
        end = SCAN_NAME(write_few)(end, m.end & all, (uint32_t)i);
        if (strange)
            odd = SCAN_NAME(write_few)(odd, strange, (uint32_t)i);
    }
    s->ncut = (size_t)(cut - s->cut);
    s->nend = (size_t)(end - s->end);
    s->nodd = (size_t)(odd - s->odd);
}
