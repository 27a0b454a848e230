/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers: the cell is read as the C library reads it, where our grammar has it
 * at all; its first bytes as a double are written and read back. */
#include "config.h"
#include "fuzz.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

#include "inv/num.h"

static size_t digits(const char **s, const char *end)
{
    const char *from = *s;
    while (*s < end && isdigit((unsigned char)**s))
        ++*s;
    return (size_t)(*s - from);
}

/* [+-] digits [. digits] [e [+-] digits], a digit at least before the e. */
static bool grammatical(const char *s, size_t n, char point)
{
    const char *end = s + n;
    if (s < end && (*s == '+' || *s == '-'))
        s++;
    size_t count = digits(&s, end);
    if (s < end && *s == point) {
        s++;
        count += digits(&s, end);
    }
    if (count > 0 && s < end && (*s == 'e' || *s == 'E')) {
        s++;
        if (s < end && (*s == '+' || *s == '-'))
            s++;
        count = digits(&s, end);
    }
    return count > 0 && s == end;
}

static void check_parse(const char *s, size_t n, char point)
{
    double x = 0, want;
    enum inv_num_result result = inv_num_parse(s, n, point, &x);
    MUST((result == INV_NUM_BAD) == !grammatical(s, n, point));
    if (result == INV_NUM_BAD)
        return;
    char *copy = malloc(n + 1);
    MUST(copy);
    memcpy(copy, s, n);
    copy[n] = '\0';
    char *comma = memchr(copy, point, n);
    if (comma)
        *comma = '.';
    want = strtod(copy, NULL);       /* the C locale: nothing sets another */
    free(copy);
    MUST((result == INV_NUM_OVERFLOW) == (isinf(want) != 0));
    MUST(result == INV_NUM_OVERFLOW || memcmp(&x, &want, sizeof x) == 0);
}

static void check_format(double x, int precision)
{
    char out[INV_NUM_MAX + 1], want[64];
    double back;
    size_t n = inv_num_format(x, 0, '.', out);
    MUST(n <= INV_NUM_MAX);
    MUST((n == 0) == !isfinite(x));
    if (n == 0)
        return;
    MUST(inv_num_parse(out, n, '.', &back) == INV_NUM_OK && back == x);
    snprintf(want, sizeof want, "%.*e", precision - 1, x);
    n = inv_num_format(x, precision, '.', out);
    out[n] = '\0';
    MUST(n <= INV_NUM_MAX && strtod(out, NULL) == strtod(want, NULL));
}

static void check_int(const char *s, size_t n)
{
    int64_t i;
    double x;
    char out[INV_NUM_MAX];
    enum inv_num_result result = inv_num_parse_int(s, n, &i);
    if (result != INV_NUM_OK)
        return;
    MUST(inv_num_parse(s, n, '.', &x) == INV_NUM_OK && x == (double)i);
    size_t length = inv_num_format_int(i, out);
    int64_t back;
    MUST(inv_num_parse_int(out, length, &back) == INV_NUM_OK && back == i);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *s = (const char *)data;
    check_parse(s, size, '.');
    check_parse(s, size, ',');
    check_int(s, size);
    double x = 0;
    memcpy(&x, data, size < sizeof x ? size : sizeof x);
    check_format(x, 1 + (int)(size % 17));
    if (inv_num_parse(s, size, '.', &x) == INV_NUM_OK)
        check_format(x, 1 + (int)(size % 17));
    return 0;
}
