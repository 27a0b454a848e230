/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole message for sendmail -t: text, HTML and the table, each in base64, so
 * that no line is too long and no byte is out of place (RFC 2045 to 2047, 5322).
 * What goes into a header is encoded or refused: nothing can add a header. */
#include "config.h"
#include "alert.h"

#include <stdlib.h>
#include <string.h>

#include "inv/keys.h"

/* ---- HTML ------------------------------------------------------------------------------------ */

static void escape(struct inv_buf *b, const char *s)
{
    for (; *s; s++)
        switch (*s) {
        case '&': inv_buf_adds(b, "&amp;", NULL); break;
        case '<': inv_buf_adds(b, "&lt;", NULL); break;
        case '>': inv_buf_adds(b, "&gt;", NULL); break;
        case '"': inv_buf_adds(b, "&quot;", NULL); break;
        default: inv_buf_addc(b, (unsigned char)*s < 0x20 ? ' ' : *s, NULL);
        }
}

static void html_cell(struct inv_buf *b, const char *s, bool whole)
{
    inv_buf_printf(b, NULL, "<td style=\"padding:4px 10px;border-bottom:1px solid #ddd%s\">", whole ? ";white-space:nowrap" : "");
    escape(b, s);
    inv_buf_adds(b, "</td>", NULL);
}

static const char *colour(const struct alert *a)
{
    static const char *const colours[] = { "#2b6cb0", "#b7791f", "#c53030", "#6b46c1" };
    return a->status == INV_ALERT_CLEARED ? "#2f855a" : colours[a->found.severity];
}

static void html_row(const struct alert_work *w, const struct alert *a, struct inv_buf *b)
{
    inv_buf_adds(b, "<tr>", NULL);
    inv_buf_printf(b, NULL, "<td style=\"padding:4px 10px;border-bottom:1px solid #ddd;color:%s\"><b>%s</b></td>", colour(a),
                   a->status == INV_ALERT_CLEARED ? "cleared" : inv_severity_name(a->found.severity));
    for (size_t i = 0; i < w->run->keys.n; i++)
        html_cell(b, alert_cell(a->key, i), true);
    html_cell(b, a->rule, false);
    html_cell(b, a->message, false);
    html_cell(b, a->suggestion, false);
    inv_buf_adds(b, "</tr>\n", NULL);
}

static void html_heading(struct inv_buf *b, const char *s)
{
    inv_buf_adds(b, "<th style=\"padding:4px 10px;text-align:left;border-bottom:2px solid #888\">", NULL);
    escape(b, s);
    inv_buf_adds(b, "</th>", NULL);
}

enum inv_status alert_html(struct alert_work *w, size_t n, size_t more, struct inv_buf *out, struct inv_err *err)
{
    inv_buf_adds(out, "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Stock alerts</title></head>\n"
                      "<body style=\"font-family:sans-serif;font-size:14px;color:#222\">\n<p><b>", NULL);
    enum inv_status st = alert_counts(w, n, out, err);
    inv_buf_adds(out, "</b></p>\n<table style=\"border-collapse:collapse\">\n<tr>", NULL);
    html_heading(out, "severity");
    for (size_t i = 0; i < w->run->keys.n; i++)
        html_heading(out, w->run->keys.s[i]);
    html_heading(out, "rule");
    html_heading(out, "what");
    html_heading(out, "suggestion");
    inv_buf_adds(out, "</tr>\n", NULL);
    for (size_t i = 0; i < n; i++)
        html_row(w, &w->alerts[i], out);
    inv_buf_adds(out, "</table>\n", NULL);
    if (more > 0)
        inv_buf_printf(out, NULL, "<p>and %zu more</p>\n", more);
    return st == INV_OK ? inv_buf_adds(out, "</body></html>\n", err) : st;
}

/* ---- encodings --------------------------------------------------------------------------------- */

static void base64(struct inv_buf *out, const char *s, size_t n, size_t line)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    size_t at = 0;
    for (size_t i = 0; i < n; i += 3) {
        unsigned v = (unsigned)(unsigned char)s[i] << 16;
        v |= i + 1 < n ? (unsigned)(unsigned char)s[i + 1] << 8 : 0;
        v |= i + 2 < n ? (unsigned)(unsigned char)s[i + 2] : 0;
        char four[4] = { digits[v >> 18], digits[v >> 12 & 63], digits[v >> 6 & 63], digits[v & 63] };
        if (i + 1 >= n)
            four[2] = '=';
        if (i + 2 >= n)
            four[3] = '=';
        inv_buf_add(out, four, 4, NULL);
        at += 4;
        if (line && at >= line && i + 3 < n) {
            inv_buf_addc(out, '\n', NULL);
            at = 0;
        }
    }
}

/* The text of a header: itself where it is printable ASCII, else encoded words
 * of at most 75 characters that do not cut a character (RFC 2047). */
static void header_text(struct inv_buf *out, const char *s)
{
    bool ascii = strlen(s) < 900 && !strstr(s, "=?");
    for (const char *c = s; *c; c++)
        ascii = ascii && (unsigned char)*c >= 0x20 && (unsigned char)*c < 0x7F;
    if (ascii) {
        inv_buf_adds(out, s, NULL);
        return;
    }
    const char *space = "";
    while (*s) {
        size_t n = strnlen(s, 42);
        while (n > 0 && s[n] && ((unsigned char)s[n] & 0xC0) == 0x80)
            n--;
        n = n ? n : strnlen(s, 42);
        inv_buf_printf(out, NULL, "%s=?UTF-8?B?", space);
        base64(out, s, n, 0);
        inv_buf_adds(out, "?=", NULL);
        space = "\n ";
        s += n;
    }
}

static enum inv_status address(struct inv_buf *out, const char *name, const char *option, const char *s, struct inv_err *err)
{
    if (!s || !*s)
        return inv_err_set(err, INV_EUSAGE, "--format mail needs --%s", option);
    for (const char *c = s; *c; c++)
        if ((unsigned char)*c < 0x20 || (unsigned char)*c >= 0x7F)
            return inv_err_set(err, INV_EUSAGE, "--%s: only printable ASCII is an address", option);
    return inv_buf_printf(out, err, "%s: %s\n", name, s);
}

/* ---- the message ------------------------------------------------------------------------------- */

static void part(struct inv_buf *out, const char *boundary, const char *type, const char *extra, const struct inv_buf *body)
{
    inv_buf_printf(out, NULL, "--%s\nContent-Type: %s; charset=utf-8%s\nContent-Transfer-Encoding: base64\n", boundary, type,
                   strcmp(type, "text/csv") == 0 ? "; name=\"alerts.csv\"" : "");
    inv_buf_printf(out, NULL, "%s\n", extra);
    base64(out, body->s, body->n, 76);
    inv_buf_adds(out, "\n\n", NULL);
}

struct bodies { struct inv_buf text, html, csv; };

static enum inv_status make_bodies(struct alert_work *w, size_t n, size_t more, struct bodies *b, struct inv_err *err)
{
    struct inv_format csv = inv_format_default();
    enum inv_status st = alert_text(w, n, more, &b->text, err);
    if (st == INV_OK)
        st = alert_html(w, n, more, &b->html, err);
    return st == INV_OK ? alert_table(w, n + more, csv, &b->csv, err) : st;
}

static enum inv_status headers(struct alert_work *w, size_t n, const char *boundary, struct inv_buf *out, struct inv_err *err)
{
    enum inv_status st = address(out, "To", "to", w->o->to, err);
    if (st == INV_OK && w->o->from)
        st = address(out, "From", "from", w->o->from, err);
    if (st != INV_OK)
        return st;
    struct inv_buf subject = { 0 };
    if (w->o->subject)
        inv_buf_printf(&subject, NULL, "%s: ", w->o->subject);
    else
        inv_buf_adds(&subject, "Stock: ", NULL);
    st = alert_counts(w, n, &subject, err);
    for (size_t i = 0; i < subject.n; i++)
        if ((unsigned char)subject.s[i] < 0x20)
            subject.s[i] = ' ';
    const char *s = inv_buf_cstr(&subject, err);
    inv_buf_adds(out, "Subject: ", NULL);
    header_text(out, s ? s : "");
    inv_buf_free(&subject);
    inv_buf_printf(out, NULL, "\nMIME-Version: 1.0\nAuto-Submitted: auto-generated\n"
                   "Content-Type: multipart/mixed; boundary=\"%s\"\n\n", boundary);
    return s ? st : INV_ENOMEM;
}

enum inv_status alert_mail(struct alert_work *w, size_t n, size_t more, struct inv_buf *out, struct inv_err *err)
{
    struct bodies b = { 0 };
    enum inv_status st = make_bodies(w, n, more, &b, err);
    struct inv_hash128 h = inv_hash_bytes(b.csv.s ? b.csv.s : "", b.csv.n);
    char outer[64], inner[64];              /* base64 has no '_': no body can hold them */
    snprintf(outer, sizeof outer, "mixed_%016llx", (unsigned long long)h.hi);
    snprintf(inner, sizeof inner, "alternative_%016llx", (unsigned long long)h.lo);
    if (st == INV_OK)
        st = headers(w, n, outer, out, err);
    if (st == INV_OK) {
        inv_buf_printf(out, NULL, "--%s\nContent-Type: multipart/alternative; boundary=\"%s\"\n\n", outer, inner);
        part(out, inner, "text/plain", "", &b.text);
        part(out, inner, "text/html", "", &b.html);
        inv_buf_printf(out, NULL, "--%s--\n\n", inner);
        part(out, outer, "text/csv", "Content-Disposition: attachment; filename=\"alerts.csv\"\n", &b.csv);
        st = inv_buf_printf(out, err, "--%s--\n", outer);
    }
    inv_buf_free(&b.text);
    inv_buf_free(&b.html);
    inv_buf_free(&b.csv);
    return st;
}
