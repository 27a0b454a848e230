# Completion for @NAME@. Made from its option table: do not edit.

@FUNCTION@() {
    local cur=${COMP_WORDS[COMP_CWORD]} prev= word arg choices words=()
    [ "$COMP_CWORD" -eq 0 ] || prev=${COMP_WORDS[COMP_CWORD - 1]}
    # --name=value comes as three words
    if [ "$cur" = = ]; then
        cur=
    elif [ "$prev" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
        prev=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    COMPREPLY=()
    # word;what it takes (nothing: a flag);the values there are
    while IFS=';' read -r word arg choices; do
        if [ "$word" = "$prev" ] && [ -n "$arg" ]; then
            case $arg in
            *FILE*) @FUNCTION@_files "$cur" ;;
            COL | COLS) @FUNCTION@_columns "$cur" ;;
            'NAME[,NAME...]') @FUNCTION@_models "$cur" ;;
            *) mapfile -t COMPREPLY < <(compgen -W "${choices//|/ }" -- "$cur") ;;
            esac
            return
        fi
        case $word in
        --*) words+=("$word${arg:+=}") ;;
        esac
    done <<'TABLE'
@TABLE@
TABLE
    case $cur in
    -*)
        mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "$cur")
        case ${#COMPREPLY[@]}${COMPREPLY[0]} in
        1*=) compopt -o nospace 2>/dev/null ;;
        esac
        ;;
    *) @FUNCTION@_files "$cur" ;;
    esac
}

@FUNCTION@_files() {
    compopt -o filenames 2>/dev/null
    mapfile -t COMPREPLY < <(compgen -f -- "$1")
}

# The models that there are; in a list, for its last name.
@FUNCTION@_models() {
    local before=
    case $1 in
    *,*) before=${1%,*}, ;;
    esac
    mapfile -t COMPREPLY < <(compgen -P "$before" -W "$(@NAME@ --list-models 2>/dev/null | cut -d ' ' -f 1)" -- "${1##*,}")
    compopt -o nospace 2>/dev/null
}

# Columns of the first table on the command line; in a list, of its last name.
# Never compgen -W: it would run what a header says.
@FUNCTION@_columns() {
    local table header= name names before=
    for table in "${COMP_WORDS[@]:1}"; do
        case $table in
        *.csv | *.tsv) [ -f "$table" ] && IFS= read -r header <"$table" && break ;;
        esac
    done
    case $1 in
    *,*) before=${1%,*}, ;;
    esac
    header=${header#$'\xef\xbb\xbf'}
    IFS=$',;\t' read -r -a names <<<"${header%$'\r'}"
    for name in "${names[@]}"; do
        name=${name#\"}
        name=${name%\"}
        [ "${name#"${1##*,}"}" = "$name" ] && [ -n "${1##*,}" ] || COMPREPLY+=("$before$name")
    done
    compopt -o nospace 2>/dev/null
}

complete -F @FUNCTION@ @NAME@
