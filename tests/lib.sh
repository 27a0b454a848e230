# SPDX-License-Identifier: GPL-3.0-or-later
# What the test scripts share; sourced by bash as  . "${srcdir:-.}/tests/lib.sh"
# Exit status as automake has it: 77 is skipped. Run from the build directory.

top_srcdir=$(cd "${srcdir:-.}" && pwd)
top_builddir=$(pwd)
shared=$(cd "$top_srcdir/.." && pwd)/shared
PATH=$top_builddir:$top_builddir/tools:$PATH
failures=0
passes=0

# shellcheck disable=SC2034 # read by the scripts
export PATH top_srcdir top_builddir shared

skip() {
    echo "SKIPPED: $*"
    exit 77
}

fail() {
    echo "FAILED: $*"
    failures=$((failures + 1))
}

pass() {
    passes=$((passes + 1))
}

# Skips the test unless $FILTERS, which make sets, names what is built.
need_filters() {
    [ -n "${FILTERS-}" ] || skip "no filters are built (run it by make check TESTS=...)"
}

# Skips the test unless these programs have been built here.
need_built() {
    for program; do
        case $(command -v "$program") in
        "$top_builddir"/*) ;;
        *) skip "$program is not built" ;;
        esac
    done
}

# Moves to a directory that is gone when the test ends.
scratch() {
    scratch_dir=$(mktemp -d)
    trap 'rm -rf "$scratch_dir"' EXIT
    cd "$scratch_dir" || exit 99
}

# The records of CSV tables without line ends in their cells, tabs between.
tabs() {
    awk '{
        out = ""
        for (rest = $0 ","; rest != ""; ) {
            if (match(rest, /^"([^"]|"")*",/)) {
                cell = substr(rest, 2, RLENGTH - 3)
                gsub(/""/, "\"", cell)
            } else {
                match(rest, /^[^,]*,/)
                cell = substr(rest, 1, RLENGTH - 1)
            }
            rest = substr(rest, RLENGTH + 1)
            out = out cell (rest == "" ? "" : "\t")
        }
        print out
    }' "$@"
}

finish() {
    [ "$failures" -eq 0 ] || { echo "$passes passed, $failures failed"; exit 1; }
    [ "$passes" -eq 0 ] || echo "$passes passed, 0 failed"
    exit 0
}
