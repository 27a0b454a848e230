/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole run of one filter, tools/inv-NAME.c built with INV_FUZZ: any bytes end
 * in an exit status of the contract, and what was written is a table.
 * First byte: the filter's options, from inv-NAME.h. Second: common options.
 * Then the input, and separated from it the table that a "@" stands for. */
#include "config.h"
#include "fuzz.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "inv/input.h"
#include "inv/output.h"

#define COUNT(a) (sizeof (a) / sizeof *(a))
#define MOST_OPTIONS 24

int tool_fuzz(int argc, char **argv);

#ifdef FILTER_OPTIONS
#include FILTER_OPTIONS     /* static const char *const filter_options[][MOST_OPTIONS] */
#else
static const char *const filter_options[][MOST_OPTIONS] = { { NULL } };
#endif

#define SEMICOLON "-d", ";", "--decimal", ","
#define NO_HEADER "--no-header", "-k", "1", "-t", "2", "-y", "3"

static const struct {
    const char *options[MOST_OPTIONS];
    struct inv_format out;
} commons[] = {
    { { NULL }, { .delimiter = ',', .header = true } },
    { { "--sorted" }, { .delimiter = ',', .header = true } },
    { { "--tsv" }, { .syntax = INV_TSV, .delimiter = '\t', .header = true } },
    { { SEMICOLON }, { .delimiter = ';', .header = true } },
    { { NO_HEADER }, { .delimiter = ',' } },
    { { "--out-format", "jsonl" }, { .syntax = INV_JSONL } },
    { { "--strict", "-j", "2" }, { .delimiter = ',', .header = true } },
    { { "--rejects", "/dev/null", "--precision", "3" }, { .delimiter = ',', .header = true } },
    { { "--items", "@", "--na", "x,-" }, { .delimiter = ',', .header = true } },
    { { "-k", "sku,store", "--bom", "--carry", "note" }, { .delimiter = ',', .header = true } },
    { { "--freq", "M" }, { .delimiter = ',', .header = true } },
    { { "--freq", "int", "-j", "3" }, { .delimiter = ',', .header = true } },
    { { "--date-format", "%d.%m.%Y", "--as-of", "2024-06-30" }, { .delimiter = ',', .header = true } },
    { { "--set", "lead_time=2w", "--season", "4" }, { .delimiter = ',', .header = true } },
    { { "--rejects", "/dev/null", "--sorted", "--items", "@" }, { .delimiter = ',', .header = true } },
};

/* A name that is new in each process; a folder that its caller removes. */
static const char *output_path(void)
{
    static char path[4096];
    if (!path[0]) {
        const char *folder = getenv("INV_FUZZ_FOLDER");
        snprintf(path, sizeof path, "%s/inv-fuzz-%ld.out", folder ? folder : "/tmp", (long)getpid());
    }
    return path;
}

static int add(char **argv, int argc, const char *const *options, const char *second)
{
    for (; *options; options++)
        argv[argc++] = (char *)(strcmp(*options, "@") == 0 ? second : *options);
    return argc;
}

/* What was written can be read, every record of it. */
static void check_output(const char *path, const struct inv_format *f)
{
    struct stat st;
    struct inv_input *in;
    struct inv_record rec;
    struct inv_err err;
    enum inv_status end;
    if (stat(path, &st) != 0 || st.st_size == 0)
        return;
    MUST(inv_input_open(&in, &path, 1, f, false, &err) == INV_OK);
    while ((end = inv_input_next(in, &rec, &err)) == INV_OK)
        continue;
    MUST(end == INV_END);
    inv_input_close(in);
}

/* inv-alert's other forms are no tables. */
static bool is_table(const char *const *options)
{
    for (; *options; options++)
        if (strcmp(*options, "--format") == 0)
            return strcmp(options[1], "table") == 0;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 2)
        return 0;
    size_t own = (uint8_t)(data[0] - '0') % COUNT(filter_options), common = (uint8_t)(data[1] - '0') % COUNT(commons);
    data += 2;
    size -= 2;
    struct part first = next_part(&data, &size);
    struct memory_file input, second;
    memory_file_open(&input, first.s, first.n);
    memory_file_open(&second, data, size);

    char *argv[2 * MOST_OPTIONS + 8] = { (char *)"fuzz" };
    int argc = add(argv, 1, (const char *const[]){ "-j", "1", "--no-progress", NULL }, NULL);
    argc = add(argv, argc, commons[common].options, second.path);
    argc = add(argv, argc, filter_options[own], second.path);
    argc = add(argv, argc, (const char *const[]){ "-o", output_path(), input.path, NULL }, NULL);
    int status = tool_fuzz(argc, argv);
    MUST(status >= 0 && status <= 4);
    if (status < 2 && commons[common].out.syntax != INV_JSONL && is_table(filter_options[own])) {
        struct inv_format f = inv_format_default();
        f.syntax = commons[common].out.syntax;
        f.delimiter = commons[common].out.delimiter;
        f.header = commons[common].out.header;
        check_output(output_path(), &f);
    }
    unlink(output_path());
    memory_file_close(&second);
    memory_file_close(&input);
    return 0;
}
