# SPDX-License-Identifier: GPL-3.0-or-later
# All the checks there are, part by part; sourced by bootstrap, which has TOP,
# BUILD, JOBS, configure_in, werror and build.
#
# A part is a command with a log in build/log/. What it counts itself (the test
# suite's summary, lines "N passed, N failed") is added up; a part that counts
# nothing is one check. The last line is the sum.

FUZZ_SECONDS=${FUZZ_SECONDS:-40}
DEADLINE=$((SECONDS + 60 * ${CHECK_MINUTES:-38}))
passed=0 failed=0

# The numbers that a log holds: passed, failed.
tally() {
    awk '/^# (PASS|XFAIL): / { p += $3 }
         /^# (FAIL|XPASS|ERROR): / { f += $3 }
         /^[0-9]+ passed, [0-9]+ failed/ { p += $1; f += $3 }
         END { print p + 0, f + 0 }' "$1"
}

# part NAME MINUTES COMMAND...: one part, at most that long.
part() {
    local name=$1 minutes=$2 log=$BUILD/log/$1.log start=$SECONDS status=0 p f left
    shift 2
    left=$((DEADLINE - SECONDS))
    [ "$left" -gt $((60 * minutes)) ] && left=$((60 * minutes))
    if [ "$left" -le 0 ]; then
        echo "no time left" >"$log"
        status=1
    else
        run_for "$left" "$@" >"$log" 2>&1 </dev/null || status=$?
    fi
    read -r p f < <(tally "$log")
    if [ "$status" = 77 ]; then
        printf '%-12s skipped: %s\n' "$name" "$(tail -n 1 "$log")"
        return 0
    elif [ "$status" != 0 ]; then
        [ "$f" -gt 0 ] || f=1
    elif [ $((p + f)) = 0 ]; then
        p=1
    fi
    passed=$((passed + p)) failed=$((failed + f))
    printf '%-12s %d passed, %d failed (%d s)\n' "$name:" "$p" "$f" $((SECONDS - start))
    if [ "$f" -gt 0 ]; then
        [ "$status" != 124 ] || echo "  stopped after $left s"
        report "$log" | cut -c1-200 | sed 's/^/  | /'
        echo "  all of it: ${log#"$TOP"/}"
    fi
}

# What a failed part's log says: its tests, its errors, else its end.
report() {
    if grep -q '^---- ' "$1"; then
        sed -n '/^---- /,$p' "$1" | head -n 100
    elif grep -qE '^(FAIL|FAILED|ERROR)\b|: error:|warning:' "$1"; then
        grep -E -A3 '^(FAIL|FAILED|ERROR)\b|: error:|warning:' "$1" | head -n 60
    else
        tail -n 30 "$1"
    fi
}

# A shell function or a command under timeout(1), which knows only commands.
run_for() {
    local seconds=$1
    shift
    export TOP BUILD JOBS FUZZ_SECONDS
    export -f check_gcc check_suite check_clang check_sanitizers check_valgrind check_fuzz check_dist \
        check_contract suite valgrind_test configure_in werror say
    timeout --kill-after=10 "$seconds" bash -c '"$@"' part "$@"
}

check_gcc() { make -C "$BUILD" -j"$JOBS" all && make -C "$BUILD" -j"$JOBS" check TESTS=; }

# suite DIRECTORY [TESTS=...]: make check there, then what the failed tests said.
suite() {
    local dir=$1 result
    make -C "$dir" -j"$JOBS" check "${@:2}" && return
    cd "$dir" || return
    for result in $(grep -lE '^:test-result: (FAIL|ERROR)' tests/*.trs tests/unit/*.trs); do
        echo "---- ${result%.trs}"
        tail -n 40 "${result%.trs}.log" | sed 's/^/    /'
    done
    return 1
}

# The tests of TESTS: unit tests, cases, man examples, real data and all.
check_suite() { suite "$BUILD"; }

check_clang() {
    # shellcheck disable=SC2046 # no word or one
    configure_in "$BUILD/clang" CC=clang $(werror clang) &&
        make -C "$BUILD/clang" -j"$JOBS" all && make -C "$BUILD/clang" -j"$JOBS" check TESTS=
}

# Address and undefined-behaviour sanitizers on the unit tests and the cases.
check_sanitizers() {
    local dir=$BUILD/sanitizers
    configure_in "$dir" --enable-sanitizers || return
    make -C "$dir" -j"$JOBS" all || return
    suite "$dir" TESTS="$(make -s -C "$dir" print-memory-tests)"
}

# Every unit test once more, in one process, under memcheck.
check_valgrind() {
    cd "$BUILD" || return
    find tests/unit -name 'check_*' -type f -perm -u+x | sort | xargs -P "$JOBS" -n 1 bash -c 'valgrind_test "$1"' part
}

valgrind_test() {
    local start=$SECONDS
    if srcdir=$TOP INV_TEST_SHORT=1 CK_FORK=no CK_VERBOSITY=minimal valgrind -q --error-exitcode=99 --leak-check=full \
        --show-leak-kinds=definite,indirect,possible "./$1" >"$1.valgrind" 2>&1; then
        echo "1 passed, 0 failed: $1 ($((SECONDS - start)) s)"
    else
        echo "0 passed, 1 failed: $1"
        sed 's/^/FAILED /' "$1.valgrind"
        return 1
    fi
}

check_fuzz() {
    [ -x "$TOP/tests/fuzz/run" ] || { echo "no fuzz targets"; return 77; }
    cd "$BUILD" && srcdir=$TOP "$TOP/tests/fuzz/run" "$FUZZ_SECONDS"
}

check_dist() { make -C "$BUILD" -j"$JOBS" distcheck DISTCHECK_CONFIGURE_FLAGS="$(werror)"; }

# From outside, where the checks are there. tests/contract-exceptions names
# those left out: a name and the reason on a line.
check_contract() {
    local script=$TOP/../shared/accept/contract.py without bin=$BUILD/tools
    [ -f "$script" ] || { echo "no ../shared/accept/contract.py"; return 77; }
    without=$(sed -e 's/#.*//' "$TOP/tests/contract-exceptions" | awk 'NF { print $1 }' | paste -sd,)
    python3 "$script" "$bin" ${without:+--not "$without"}
}

mkdir -p "$BUILD/log"
# shellcheck disable=SC2046 # no word or one
configure_in "$BUILD" $(werror) || die 1 "configure failed"

part gcc 10 check_gcc
part suite 12 check_suite
part clang 10 check_clang
part sanitizers 12 check_sanitizers
part valgrind 15 check_valgrind
part contract 6 check_contract
part fuzz 12 check_fuzz
part distcheck 15 check_dist

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
