#!/usr/bin/env bash
# Checks the models in this folder with spin. Usage: check.sh [--long] [--trail] [part of a row's name]
#
#   --long    larger bounds as well, one run at a time, below 4 GB
#   --trail   prints the steps to each counterexample found: the fewest, but for endless cycles (cut after 60 lines)
#
# Exit code 1 when a proof fails, an expected counterexample is not found, or a run could not be finished.
set -u
CDPATH='' cd -- "$(dirname -- "${BASH_SOURCE[0]}")" || exit 1

long=no trail=no part=
for argument in "$@"; do
    case $argument in
        --long) long=yes ;;
        --trail) trail=yes ;;
        -*) echo "check.sh: unknown option $argument" >&2; exit 64 ;;
        *) part=$argument ;;
    esac
done

if ! command -v spin > /dev/null; then
    echo "skipped: spin is not installed"
    exit 0
fi

if ! command -v cc > /dev/null; then
    echo "skipped: spin is not installed with the C compiler (cc) that it needs"
    exit 0
fi

work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
models=$PWD

# row <proof|counterexample> <model> <safety|liveness|progress> <name> <switches ...>
row() {
    local expected=$1 model=$2 kind=$3 name=$4
    shift 4
    [[ $name == *"$part"* ]] || return 0
    while (( $(jobs -rp | wc -l) >= parallel )); do
        wait -n
    done
    rows=$((rows + 1))
    run "$work/$rows" "$expected" "$model" "$kind" "$name" "$@" &
}

run() {
    local folder=$1 expected=$2 model=$3 kind=$4 name=$5
    shift 5
    local compile=(-O2 -w -DCOLLAPSE "-DMEMLIM=$memory") search=(-m2000000)
    [[ $model != queue ]] || compile[0]=-O0 # optimising took 26 s of processor a row, the longest search takes 5
    case $kind in
        safety) compile+=(-DSAFETY -DNOCLAIM); [[ $trail == no ]] || compile+=(-DBFS) ;;
        liveness) search+=(-a -f) ;;      # -f: weak fairness, whoever can always go on does go on
        progress) compile+=(-DNP); search+=(-l -f) ;;
    esac

    mkdir "$folder"
    cd "$folder" || return
    if ! spin "$@" -a "$models/$model.pml" > spin.out 2>&1 || ! cc "${compile[@]}" -o pan pan.c > cc.out 2>&1; then
        grep -h -i error spin.out cc.out 2> /dev/null | head -n 3 | sed 's/^/    /'
        report "$name" FAILED "does not compile"
        return
    fi

    # The time of the processor: that of the wall says more about what else this machine does.
    local TIMEFORMAT=%2U
    { time timeout "$deadline" ./pan "${search[@]}" > pan.out 2>&1; } 2> seconds

    local found=unfinished
    if grep -q 'errors: [1-9]' pan.out; then
        # A jammed or truncated search also leaves a trail; only a violated property is a counterexample.
        grep -qE 'assertion violated|acceptance cycle|non-progress cycle \(' pan.out && found=counterexample
    elif grep -q 'errors: 0' pan.out && ! grep -qE 'Search not completed|max search depth too small|out of memory' pan.out; then
        found=proof
    fi

    local states depth seconds measured
    states=$(awk '/states, stored/ { print $1; exit }' pan.out)
    depth=$(sed -n 's/.*depth reached \([0-9]*\).*/\1/p' pan.out)
    seconds=$(< seconds)
    measured="$states states, depth $depth, $seconds s"
    if [[ $found == "$expected" ]]; then
        report "$name" ok "$found, $measured"
    else
        report "$name" FAILED "$found instead of $expected, $measured"
        tail -n 3 pan.out | grep -E 'MEMLIM|error' | sed 's/^/    /'
    fi

    if [[ $trail == yes && $found == counterexample ]]; then
        spin "$@" -t -T -k ./*.trail "$models/$model.pml" 2> /dev/null | grep -E '^ *[A-C] |CYCLE' | head -n 60 | sed 's/^ */    /'
    fi
    cd "$work" && rm -rf "$folder"
}

report() {
    [[ $2 == ok ]] || echo "$1" >> "$work/failed"
    printf '%-6s  %-62s  %s\n' "$2" "$1" "$3"
}

bounds() { echo "-DTOP=$1 -DCRASHES=$2 -DSLOW=$3"; }

exclusion='-DCHECK_EXCLUSION'
every='-DCHECK_EXCLUSION -DCHECK_TOKEN -DCHECK_BORN_LOST -DCHECK_FRESH -DCHECK_FALSE_LOSS -DCHECK_MISSED_LOSS'
every_but_fresh='-DCHECK_EXCLUSION -DCHECK_TOKEN -DCHECK_BORN_LOST -DCHECK_FALSE_LOSS -DCHECK_MISSED_LOSS'

first_rule='-DLOOK_OPEN -DCLEAN_OLD_LIST -DLOSS_NAMES -DWITHDRAW_DELETES'

rows=0
start=$SECONDS
parallel=2 memory=1800 deadline=600
spin -V

# shellcheck disable=SC2046,SC2086 # the switches are words
{
# The protocol without switches: the one to have.
row proof lockdir safety 'lockdir: every property, 3 numbers, crash, slow' $every $(bounds 3 1 1)
row proof lockdir safety 'lockdir: every property, 4 numbers, crash' $every $(bounds 4 1 0)
row proof lockdir safety 'lockdir: every property, nobody sees another' $every $(bounds 3 1 1) -DALL_FAR
row proof lockdir safety 'lockdir: every property, entries that cannot be deleted' $every $(bounds 3 1 0) -DUNDELETABLE
row proof lockdir safety 'lockfile: every property' $every $(bounds 3 1 1) -DLOCKFILE
row proof lockdir safety 'lockfile, text written later: every property but fresh' $every_but_fresh $(bounds 3 1 1) -DLOCKFILE -DWRITES_LATER
row counterexample lockdir safety 'lockfile, text written later: fresh' -DCHECK_FRESH $(bounds 3 1 1) -DLOCKFILE -DWRITES_LATER
row proof lockdir safety 'lockdir: exclusion, listing from the highest on' $exclusion $(bounds 3 0 0) -DLIST_DOWN
row proof lockdir safety 'lockdir: exclusion, listing from the lowest on' $exclusion $(bounds 3 0 0) -DLIST_UP
row proof lockdir liveness 'lockdir: everybody ends, crash, slow' $(bounds 4 1 1) -DROUNDS=1
row proof lockdir liveness 'lockdir: everybody ends, two crashes' $(bounds 5 2 0) -DROUNDS=1

# The rule that the code had at first: looking only whether the base is there, and deleting what is withdrawn.
row counterexample lockdir safety 'first rule: exclusion' $exclusion $(bounds 3 0 0) $first_rule
row counterexample lockdir safety 'first rule: tokens grow' -DCHECK_TOKEN $(bounds 3 0 0) $first_rule
row counterexample lockdir safety 'first rule: no hold begins overtaken' -DCHECK_BORN_LOST $(bounds 2 0 1) $first_rule
row counterexample lockdir safety 'first rule: an overtaken holder that looks sees it' -DCHECK_MISSED_LOSS $(bounds 3 0 1) $first_rule
row counterexample lockdir safety 'first rule: a closed entry is no base' $exclusion $(bounds 3 0 0) $first_rule -DUNDELETABLE -DONLY_UPON_0

# What each rule is for.
row counterexample lockdir safety 'lockdir without: the look' $exclusion $(bounds 2 0 0) -DLOOK_NONE
row counterexample lockdir safety 'lockdir without: nothing higher in the look' $exclusion $(bounds 3 0 0) -DLOOK_OPEN_SWAPPED
row counterexample lockdir safety 'lockdir without: a number is never free again (withdrawal)' $exclusion $(bounds 3 0 1) -DWITHDRAW_DELETES
row counterexample lockdir safety 'lockdir without: a number is never free again (release)' $exclusion $(bounds 3 0 1) -DRELEASE_RENAMES
row counterexample lockdir safety 'lockdir without: one listing to find a loss' -DCHECK_MISSED_LOSS $(bounds 3 0 1) -DLOSS_NAMES_SWAPPED
row counterexample lockdir safety 'lockdir without: proof of life' -DCHECK_FRESH $(bounds 2 0 1) -DBLIND
row counterexample lockdir liveness 'lockdir without: expiry by age' $(bounds 4 1 0) -DROUNDS=1 -DAGELESS
row proof lockdir safety 'base-only look: exclusion, 2 numbers, lowest first' $exclusion $(bounds 2 1 1) -DLOOK_OPEN_SWAPPED
row counterexample lockdir safety 'base-only look: exclusion, 2 numbers, highest first' $exclusion $(bounds 2 1 0) -DLOOK_OPEN_SWAPPED -DCLEAN_DOWN
row proof lockdir safety 'base-only look: first "not closed", then "there"' $exclusion $(bounds 3 0 0) -DLOOK_OPEN_SWAPPED -DUNDELETABLE -DONLY_UPON_0
row counterexample lockdir safety 'base-only look: first "there", then "not closed"' $exclusion $(bounds 3 0 0) -DLOOK_OPEN -DUNDELETABLE -DONLY_UPON_0

# Look, remove, create again.
row counterexample remove-then-create safety 'remove-then-create: exclusion' -DREMOVE
row counterexample remove-then-create safety 'rename-aside-then-create: exclusion' -DREMOVE_BY_RENAME

# Turnstile and gate.
row proof queue safety 'queue: order, crash, stop' -DCHECK_ORDER -DCRASHES=1 -DSTOPS=1
row proof queue safety 'queue: the first try behind the gate succeeds' -DCHECK_EXCLUSION -DCHECK_FIRST_TRY -DSTOPS=1 -DINTERRUPTS=1 -DQUITS=1
row proof queue safety 'queue: files removed: exclusion' -DCHECK_EXCLUSION -DREMOVALS=1 -DCRASHES=1
row proof queue liveness 'queue: everybody ends, one is stopped' -DROUNDS=1 -DSTOPS=1
row proof queue liveness 'queue: everybody ends, crash, deadline' -DROUNDS=1 -DCRASHES=1 -DQUITS=1
row proof queue safety 'queue, handed over: order without exception' -DCHECK_ORDER_STRICT -DHAND_OVER -DCRASHES=1 -DSTOPS=1 -DINTERRUPTS=2 -DQUITS=1
row counterexample queue safety 'queue, woken to try again: order without exception' -DCHECK_ORDER_STRICT
row counterexample queue liveness 'queue without: the look past the turnstile' -DROUNDS=1 -DNO_LOOK -DSTOPS=1
row counterexample queue safety 'queue without: the turnstile' -DCHECK_ORDER -DNO_TURNSTILE
row counterexample queue safety 'queue without: an engine, files removed' -DCHECK_EXCLUSION -DREMOVALS=1 -DGATE_ALONE
row counterexample queue safety 'queue without: the engine released before the gate' -DCHECK_FIRST_TRY -DGATE_FIRST
row counterexample queue liveness 'queue: everybody ends, one is stopped at the gate' -DROUNDS=1 -DSTOPS=1 -DSTOP_AT_THE_GATE
row proof queue liveness 'queue: one is stopped at the gate, others look behind it' -DROUNDS=1 -DSTOPS=1 -DSTOP_AT_THE_GATE -DLOOK_BEHIND

# Ports.
for stranger in none 0 1 2; do
    switch=; who='three sound ports'
    [[ $stranger == none ]] || { switch=-DSTRANGER=$stranger; who="a stranger on port $((stranger + 1))"; }
    row proof port-quorum safety "port-quorum, $who: exclusion" -DCHECK_EXCLUSION -DCRASHES=3 $switch
    row proof port-quorum safety "port-quorum, $who: an attempt alone wins" -DCHECK_ALONE -DCRASHES=2 $switch
    if [[ $stranger == 2 ]]; then
        row counterexample port-quorum progress "port-quorum, $who: progress without jitter" $switch
    else
        row proof port-quorum progress "port-quorum, $who: progress without jitter" -DCRASHES=2 $switch
    fi
    row proof port-quorum progress "port-quorum, $who: progress with jitter" -DCRASHES=2 -DJITTER $switch
done
row proof port-quorum safety 'port-quorum, probes: exclusion' -DCHECK_EXCLUSION -DCRASHES=2 -DPROBE
row counterexample port-quorum progress 'port-quorum, probes: progress without jitter' -DPROBE
row proof port-quorum progress 'port-quorum, probes: progress with jitter' -DPROBE -DCRASHES=1 -DJITTER
row counterexample port-quorum safety 'port-quorum without: a majority' -DCHECK_EXCLUSION -DQUORUM=1
wait

if [[ $long == yes ]]; then
    parallel=1 memory=3600 deadline=1800
    row proof lockdir safety 'long: lockdir: every property, 4 numbers, crash, slow' $every $(bounds 4 1 1)
    row proof lockdir safety 'long: lockdir: every property, 3 numbers, two of each' $every $(bounds 3 2 2)
    row proof lockdir safety 'long: lockdir: exclusion, 4 numbers, listing downwards' $exclusion $(bounds 4 0 0) -DLIST_DOWN
    row proof lockdir safety 'long: lockdir: exclusion, 4 numbers, listing upwards' $exclusion $(bounds 4 0 0) -DLIST_UP
    row counterexample lockdir safety 'long: lockdir: exclusion, 4 numbers, listing shuffled' $exclusion $(bounds 4 0 0) -DLIST_SHUFFLED
    row proof lockdir safety 'long: held marks: exclusion, 4 numbers, listing shuffled' $exclusion $(bounds 4 0 0) -DLOOK_HELD -DLIST_SHUFFLED
    row proof lockdir safety 'long: held marks: exclusion, 3 numbers, crash, slow' $exclusion $(bounds 3 1 1) -DLOOK_HELD
    wait
fi
}

failed=0
[[ ! -f $work/failed ]] || failed=$(wc -l < "$work/failed")
echo "$rows checked, $failed failed, $((SECONDS - start)) s on the wall"
if (( rows == 0 )); then
    echo "check.sh: no row's name contains '$part'" >&2
    exit 1
fi
(( failed == 0 ))
