/*
 * The queue before an engine: turnstile and gate, two files that the kernel locks. See README.md for what is modelled.
 *
 * Bounds            three contenders; ROUNDS holds for each (0: no limit); in a run at most CRASHES die, STOPS are stopped for
 *                   good, INTERRUPTS waits are broken off and begun anew, QUITS end by their deadline, each of them anywhere;
 *                   REMOVALS times (0 or 1) the files are deleted, and who comes later makes new ones
 * Locks             as flock(2) of Linux: an unlock wakes the first waiter, which then tries again (default), or HAND_OVER: an
 *                   unlock gives the lock to the first waiter
 * Queue             NO_TURNSTILE     the gate alone
 *                   NO_LOOK          nobody looks past the turnstile
 *                   LOOK_BEHIND      waiters also try the engine behind a closed gate (engines where a hold can end there)
 *                   STOP_AT_THE_GATE a stop may also hit one who has the gate and not yet the lock
 *                   YIELDERS         set of contenders that wait with their node given back: they pass, let go at once, and
 *                                    try without waiting when the node is back
 *                   OUTSIDERS        set of contenders that know no queue: an older version, or another container
 * Engine            sound: one step takes it if it is free (default), or GATE_ALONE: there is none, the gate is the lock
 * Release           the engine, then the gate (default), or GATE_FIRST
 * Properties        CHECK_EXCLUSION  never two holders
 *                   CHECK_ORDER      who goes through the turnstile overtakes nobody that came before, was neither stopped nor
 *                                    interrupted, and is in it, or waits for it and was not just being woken
 *                   CHECK_ORDER_STRICT  the same without the last exception
 *                   CHECK_FIRST_TRY  who passes the gate finds the engine free
 *                   the LTL formula `everybody_ends` with ROUNDS > 0; non-progress: every endless run has endlessly many holds
 */

#define PROCESSES 3
#define NOBODY PROCESSES

#ifndef ROUNDS
#define ROUNDS 0
#endif
#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef STOPS
#define STOPS 0
#endif
#ifndef INTERRUPTS
#define INTERRUPTS 0
#endif
#ifndef QUITS
#define QUITS 0
#endif
#ifndef REMOVALS
#define REMOVALS 0
#endif
#ifndef YIELDERS
#define YIELDERS 0
#endif
#ifndef OUTSIDERS
#define OUTSIDERS 0
#endif
#ifdef CHECK_ORDER_STRICT
#define CHECK_ORDER
#endif

#define bit_of(p) (1 << (p))
#define mine bit_of(me)

/* The locks: turnstile and gate of the first files, and of those made anew. */
#define TURNSTILE (2 * files)
#define GATE (2 * files + 1)

byte owner[4] = NOBODY;
byte first[4] = NOBODY;     /* who waits for it first */
byte behind[PROCESSES] = NOBODY; /* who waits behind this one; goes with it when it is woken */
byte asks = 0;              /* set of processes with a request in the kernel */
byte woken = 0;             /* those of them that were woken and have not tried again */

byte newest = 0;            /* the files that are found by name */
byte engine = NOBODY;

byte crashes = CRASHES;
byte stops = STOPS;
byte interrupts = INTERRUPTS;
byte quits = QUITS;

/* Ghosts. */
byte holders = 0;
byte finished = 0;          /* set of processes that are done, dead or stopped for good */
#ifdef CHECK_ORDER
byte before = 0;            /* set of processes that wait for a turnstile */
byte came[2];               /* for each files: those that came, and have not held */
byte ahead[PROCESSES];      /* those that came before this one */
#endif

/* For the replay of a trail; a verification does not print. */
#define SAY(text) printf(text, 65 + me)

/* Each step is one call to the kernel or the engine, and before each the process may die or be stopped. One that was woken tries
 * again first, whatever comes: the kernel does that for it. */
#define CRASH :: atomic { crashes > 0 && !(woken & mine) -> crashes--; withdraw(); forget(); goto crashed }
#define QUIT :: atomic { quits > 0 && !(woken & mine) -> quits--; withdraw(); forget(); goto given_up }
#ifdef STOP_AT_THE_GATE
#define STOP :: atomic { stops > 0 && !(woken & mine) -> stops--; withdraw(); forget(); goto stopped }
#else
#define STOP :: atomic { stops > 0 && !(woken & mine) && owner[GATE] != me -> stops--; withdraw(); forget(); goto stopped }
#endif
#define STEP if :: atomic { true ->
#define END_STEP } CRASH STOP fi

inline wake(p)
{
    if
    :: p != NOBODY -> woken = woken | bit_of(p)
    :: else
    fi
}

inline unlock(n)
{
#ifdef HAND_OVER
    owner[n] = first[n];
    if
    :: first[n] != NOBODY ->
        asks = asks & ~bit_of(first[n]);
        i = first[n];
        first[n] = behind[i];
        behind[i] = NOBODY;
        i = 0
    :: else
    fi
#else
    owner[n] = NOBODY;
    wake(first[n]);
    first[n] = NOBODY
#endif
}

/* Takes the lock, or waits behind all others that wait, together with those behind this one. */
inline request(n)
{
    at = n;
    woken = woken & ~mine;
    if
    :: owner[n] == NOBODY ->
        owner[n] = me;
        first[n] = behind[me];
        behind[me] = NOBODY;
        asks = asks & ~mine
    :: else ->
        asks = asks | mine;
        if
        :: first[n] == NOBODY -> first[n] = me
        :: else ->
            i = first[n];
            do
            :: behind[i] != NOBODY -> i = behind[i]
            :: else -> break
            od;
            behind[i] = me;
            i = 0
        fi
    fi
}

/* Ends a request: who waits behind it is woken, and tries again. */
inline withdraw()
{
    if
    :: asks & mine ->
        asks = asks & ~mine;
#ifdef HAND_OVER
        i = behind[me];
#else
        i = NOBODY;
        wake(behind[me]);
#endif
        if
        :: first[at] == me -> first[at] = i
        :: first[at] != me && behind[0] == me -> behind[0] = i
        :: first[at] != me && behind[1] == me -> behind[1] = i
        :: first[at] != me && behind[2] == me -> behind[2] = i
        fi;
        behind[me] = NOBODY;
        i = 0
    :: else
    fi
}

inline release_if_mine(n)
{
    if
    :: owner[n] == me -> unlock(n)
    :: else
    fi
}

inline arrive()
{
#ifdef CHECK_ORDER
    ahead[me] = came[files];
#ifndef CHECK_ORDER_STRICT
    if
    :: woken & before -> ahead[me] = ahead[me] & ~before
    :: else
    fi;
#endif
    came[files] = came[files] | mine;
#ifndef NO_TURNSTILE
    before = before | mine
#endif
#else
    skip
#endif
}

inline enter()
{
#ifdef CHECK_ORDER
    before = before & ~mine
#else
    skip
#endif
}

/* No longer one that others must not overtake. */
inline forget()
{
#ifdef CHECK_ORDER
    before = before & ~mine;
    came[files] = came[files] & ~mine;
    ahead[0] = ahead[0] & ~mine;
    ahead[1] = ahead[1] & ~mine;
    ahead[2] = ahead[2] & ~mine;
    ahead[me] = 0
#else
    skip
#endif
}

proctype contender(byte me)
{
    byte files = 0;         /* which ones it opened */
    byte at = 0;            /* the lock that it asked for last */
    byte i = 0;
    bit away = 0;           /* its node is given back */
    bit past = 0;           /* it did not go through the turnstile */
#if ROUNDS > 0
    byte rounds = 0;
#endif

again:
    STEP
        files = newest;
        if
        :: OUTSIDERS & mine -> past = 1; goto attempt
        :: else
        fi
    END_STEP;

try:
#ifdef NO_TURNSTILE
    atomic { arrive() };
#else
    STEP
        if
        :: owner[TURNSTILE] == me
        :: owner[TURNSTILE] == NOBODY -> SAY("%c enters the turnstile\n"); arrive(); enter(); owner[TURNSTILE] = me
        :: else -> away = (YIELDERS & mine) != 0; goto wait_for_turnstile
        fi
    END_STEP;
#endif
try_gate:
    STEP
        if
        :: owner[GATE] == NOBODY -> owner[GATE] = me; goto passed
        :: else -> away = (YIELDERS & mine) != 0; goto wait_for_gate
        fi
    END_STEP;

wait_for_turnstile:
    if
    :: atomic { owner[TURNSTILE] == me -> SAY("%c enters the turnstile\n"); enter(); goto wait_for_gate }
    :: atomic { owner[TURNSTILE] != me && !(asks & mine) -> SAY("%c waits for the turnstile\n"); arrive(); request(TURNSTILE); goto wait_for_turnstile }
    :: atomic { woken & mine -> request(TURNSTILE); goto wait_for_turnstile }
    :: atomic { (asks & ~woken & mine) && interrupts > 0 ->
        SAY("%c is interrupted, and asks anew\n");
        interrupts--;
        withdraw();
        forget();
        goto try
    }
#ifndef NO_LOOK
    :: atomic { (asks & ~woken & mine) && owner[GATE] == NOBODY ->
        SAY("%c looks past the turnstile, and takes the gate\n");
        withdraw();
        forget();
        owner[GATE] = me;
        past = 1;
        goto passed
    }
#endif
#ifdef LOOK_BEHIND
    :: atomic { (asks & ~woken & mine) && engine == NOBODY -> withdraw(); goto behind_the_gate }
#endif
    QUIT CRASH STOP
    fi;

wait_for_gate:
    if
    :: atomic { owner[GATE] == me -> goto passed }
    :: atomic { owner[GATE] != me && !(asks & mine) -> SAY("%c waits for the gate\n"); request(GATE); goto wait_for_gate }
    :: atomic { woken & mine -> request(GATE); goto wait_for_gate }
    :: atomic { (asks & ~woken & mine) && interrupts > 0 ->
        SAY("%c is interrupted, and asks anew\n");
        interrupts--;
        withdraw();
#ifdef NO_TURNSTILE
        forget();
        goto try
#else
        goto try_gate       /* its place in the turnstile is kept */
#endif
    }
#ifdef LOOK_BEHIND
    :: atomic { (asks & ~woken & mine) && engine == NOBODY -> withdraw(); goto behind_the_gate }
#endif
    QUIT CRASH STOP
    fi;

passed:
    STEP SAY("%c has the gate\n"); release_if_mine(TURNSTILE) END_STEP;
    if
    :: away ->
let_go: STEP SAY("%c lets the gate go, its node is away\n"); away = 1; past = 0; unlock(GATE); forget() END_STEP;
        STEP SAY("%c has its node back\n"); away = 0 END_STEP;
        goto try
    :: else
    fi;

attempt:
    if
#ifdef GATE_ALONE
    :: atomic { true -> goto hold }
#else
    :: atomic { engine == NOBODY -> engine = me; goto hold }
#ifdef CHECK_FIRST_TRY
    :: atomic { engine != NOBODY -> assert(false) }
#endif
    :: atomic { (YIELDERS & ~OUTSIDERS & mine) && engine != NOBODY -> goto let_go }
#endif
    QUIT CRASH STOP
    fi;

    /* Where a hold can end while its process goes on to have the gate. */
behind_the_gate:
    atomic { SAY("%c looks behind the gate\n"); past = 1; forget() };
    STEP
        if
        :: engine == NOBODY -> engine = me
        :: engine != NOBODY && owner[TURNSTILE] == me -> past = 0; goto wait_for_gate
        :: engine != NOBODY && owner[TURNSTILE] != me -> past = 0; goto try
        fi
    END_STEP;
    goto hold;

hold:
    atomic {
        SAY("%c holds\n");
        holders++;
#ifdef CHECK_EXCLUSION
        assert(holders == 1);
#endif
#ifdef CHECK_ORDER
        assert(past || ahead[me] == 0);
#endif
        past = 0;
        forget()
    };
progress:
    if
    :: atomic { true -> SAY("%c releases\n"); holders-- }
    :: atomic { crashes > 0 -> crashes--; holders--; forget(); goto crashed }
    fi;
#ifdef GATE_FIRST
    STEP release_if_mine(GATE) END_STEP;
#endif
    if
    :: atomic { engine == me -> engine = NOBODY }
    :: atomic { engine != me }
    CRASH
    fi;
given_up:
    STEP release_if_mine(GATE) END_STEP;
    STEP forget(); release_if_mine(TURNSTILE); past = 0; away = 0 END_STEP;
#if ROUNDS > 0
    atomic {
        rounds++;
        if
        :: rounds == ROUNDS -> goto done
        :: else
        fi
    };
#endif
    goto again;

    /* The kernel closes what a dead process had open, in any order. */
crashed:
    atomic { SAY("%c dies\n") };
    do
    :: atomic { owner[GATE] == me -> unlock(GATE) }
    :: atomic { owner[TURNSTILE] == me -> unlock(TURNSTILE) }
    :: atomic { engine == me -> engine = NOBODY }
    :: atomic { owner[GATE] != me && owner[TURNSTILE] != me && engine != me -> break }
    od;
    goto done;

stopped:
    atomic { SAY("%c is stopped\n") };

done:
    atomic { finished = finished | mine; files = 0; at = 0 }
}

#if REMOVALS > 0
active proctype remover()
{
    if
    :: newest = 1
    :: skip
    fi
}
#endif

init
{
    atomic {
        run contender(0);
        run contender(1);
        run contender(2)
    }
}

#if ROUNDS > 0
ltl everybody_ends { <> (finished == 7) }
#endif
