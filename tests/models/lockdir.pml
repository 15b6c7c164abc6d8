/*
 * The engine lockdir: numbered generations in one folder. See README.md for what is modelled and why it may be so.
 *
 * Bounds            PROCESSES contenders; numbers 0..TOP; CRASHES crashes in a run, anywhere; SLOW times in a run a
 *                   live process may be so slow that others judge it expired. ROUNDS holds for each (0: no limit).
 * Look after claim  LOOK_SNAPSHOT (default)  the base is there and nothing is higher, in one listing
 *                   LOOK_OPEN                the base is there, and then: it is not closed
 *                   LOOK_OPEN_SWAPPED        the base is not closed, and then: it is there
 *                   LOOK_HELD                nobody is above, the base is open, there, and counts: by names alone
 *                   LOOK_NONE                no look
 * Withdrawing       marks the own entry as ended (default), or WITHDRAW_DELETES: deletes it
 * Listing           one step (default), or LIST_DOWN / LIST_UP / LIST_SHUFFLED: a name in each step, from the highest
 *                   on, from the lowest on, or TOP first and then from the lowest on
 * Cleaning          by a listing of its own after the look (default), or CLEAN_OLD_LIST: by the one before the claim
 *                   UNDELETABLE              any entry may turn out to be another user's, and is closed instead
 *                   CLEAN_DOWN               deletes the highest first
 * Loss              by one listing (default), or LOSS_NAMES: own entry there? then: next one there?
 *                   LOSS_NAMES_SWAPPED       the same two questions the other way round
 * Form              a directory (default), or LOCKFILE: a file, its text in it when it gets its name, its mark beside it
 *                   WRITES_LATER             (with LOCKFILE) its text is written after its creation
 * Judging           by proof of life where there is one, else by age (default), or BLIND: always by age
 *                   AGELESS                  never by age
 * Release           by a mark (default), or RELEASE_RENAMES: renames the entry back to 0
 * Properties        CHECK_EXCLUSION, CHECK_TOKEN, CHECK_BORN_LOST, CHECK_FRESH, CHECK_FALSE_LOSS, CHECK_MISSED_LOSS, and the LTL
 *                   formula `everybody_ends` with ROUNDS > 0
 */

#define PROCESSES 3

#ifndef TOP
#define TOP 4
#endif
#ifndef CRASHES
#define CRASHES 1
#endif
#ifndef SLOW
#define SLOW 1
#endif
#ifndef ROUNDS
#define ROUNDS 0
#endif

#if !defined(LOOK_OPEN) && !defined(LOOK_OPEN_SWAPPED) && !defined(LOOK_HELD) && !defined(LOOK_NONE)
#define LOOK_SNAPSHOT
#endif

#define NOBODY PROCESSES
#define NO_NUMBER 15

#define bit_of(n) (1 << (n))
#define below(n) (bit_of(n) - 1)
#define lowest(set) ((set) & 1 -> 0 : ((set) & 2 -> 1 : ((set) & 4 -> 2 : ((set) & 8 -> 3 : ((set) & 16 -> 4 : ((set) & 32 -> 5 : ((set) & 64 -> 6 : 7)))))))
#define highest(set) ((set) & 128 -> 7 : ((set) & 64 -> 6 : ((set) & 32 -> 5 : ((set) & 16 -> 4 : ((set) & 8 -> 3 : ((set) & 4 -> 2 : ((set) & 2 -> 1 : 0)))))))

/* Processes 0 and 1 share a kernel and see each other's death; process 2 is on another host. */
#ifdef ALL_FAR
#define visible(a, b) ((a) == (b))
#else
#define visible(a, b) ((a) / 2 == (b) / 2)
#endif

#ifdef BLIND
#define sees(a, b) ((a) == (b))
#else
#define sees(a, b) visible(a, b)
#endif

/* The folder. An entry that is there but not filled is an empty directory, half way through its deletion. */
byte there = 1;             /* set of numbers */
byte filled = 1;
byte ended = 1;             /* those with a mark: released, or given up as lost */
byte closed = 0;            /* those whose successor may have been deleted while they could not be */
byte held = 1;              /* LOOK_HELD: those whose holder noted that its look had passed */
byte owner[TOP + 2] = NOBODY; /* whose text is in it */
#ifdef WRITES_LATER
byte maker[TOP + 2] = NOBODY;
byte writing = 0;           /* set of processes that made their file and have not written into it */
#endif

/* What one process knows of others, and the adversary's budgets. */
byte alive = 7;             /* set of processes */
byte watched[PROCESSES] = NO_NUMBER; /* the number that this one saw without a sign of life since */
byte crashes = CRASHES;
byte slow = SLOW;

/* Ghosts: only the properties read them. */
byte number[PROCESSES];     /* from claim to release; 0 is none */
byte holding = 0;           /* set of processes that believe they hold */
byte late = 0;              /* set of processes upon whose number another, having judged it expired by age, put the next */
byte token = 0;             /* the highest number that was a rightful hold */
byte finished = 0;          /* set of processes that are done or crashed */

#define others_rightful(me) (holding & ~late & ~bit_of(me))

/* Number 0 is never claimed: what goes wrong upon it has nothing to do with numbers that come again. */
#ifdef ONLY_UPON_0
#define IGNORED (base > 0)
#else
#define IGNORED false
#endif

/* Each step is one call to the file system, and before each the process may crash. */
#define CRASH :: atomic { crashes > 0 -> crashes--; goto crashed }
#define STEP if :: atomic { true ->
#define END_STEP } CRASH fi

/* For the replay of a trail; a verification does not print. */
#define SAY(format, n) printf(format, 65 + me, n)

inline forget_watch(n)
{
    if :: watched[0] == n -> watched[0] = NO_NUMBER :: else fi;
    if :: watched[1] == n -> watched[1] = NO_NUMBER :: else fi;
    if :: watched[2] == n -> watched[2] = NO_NUMBER :: else fi
}

inline forget_locals()
{
    seen = 0;
    base = 0;
    text = NOBODY;
#ifdef WRITES_LATER
    whose = NOBODY;
#endif
    by_age = 0;
    i = 0
}

/* Deletion takes two steps: what is in the directory and then the directory, which fails when something was put into it
 * meanwhile; or the file and then its marks. */
inline delete_first(n)
{
#ifdef LOCKFILE
    there = there & ~bit_of(n);
#ifdef WRITES_LATER
    if
    :: maker[n] != NOBODY -> writing = writing & ~bit_of(maker[n]); maker[n] = NOBODY
    :: else
    fi;
#endif
#else
    ended = ended & ~bit_of(n);
#endif
    filled = filled & ~bit_of(n);
    held = held & ~bit_of(n);
    owner[n] = NOBODY
}

inline delete_second(n)
{
#ifdef LOCKFILE
    ended = ended & ~bit_of(n)
#else
    if
    :: !(filled & bit_of(n)) -> there = there & ~bit_of(n)
    :: else
    fi
#endif
}

/* No longer a holder, or a claimant. */
inline leave()
{
    holding = holding & ~bit_of(me);
    late = late & ~bit_of(me);
    number[me] = 0
}

/* A mark goes by path: also into an entry of that number that has become another's. */
inline release(n)
{
#ifdef RELEASE_RENAMES
    if
    :: (there & bit_of(n)) && !(filled & 1) ->
        delete_first(n);
        there = (there & ~bit_of(n)) | 1;
        filled = filled | 1;
        ended = ended | 1
    :: else
    fi;
#else
#ifdef LOCKFILE
    ended = ended | bit_of(n);
#else
    if
    :: there & bit_of(n) -> ended = ended | bit_of(n); filled = filled | bit_of(n)
    :: else
    fi;
#endif
#endif
    leave()
}

/* Puts the listing into `seen`, which is 0 before. */
#if defined(LIST_DOWN)
#define LIST i = TOP; do \
    :: atomic { true -> seen = seen | (there & bit_of(i)); if :: i == 0 -> break :: else -> i-- fi } \
    CRASH od
#elif defined(LIST_SHUFFLED)
#define LIST i = TOP; do \
    :: atomic { true -> seen = seen | (there & bit_of(i)); if :: i == TOP -> i = 0 :: i == TOP - 1 -> i = 0; break :: else -> i++ fi } \
    CRASH od
#elif defined(LIST_UP)
#define LIST do \
    :: atomic { true -> seen = seen | (there & bit_of(i)); if :: i == TOP -> i = 0; break :: else -> i++ fi } \
    CRASH od
#else
#define LIST STEP seen = there END_STEP
#endif

/* The claim has become a hold. */
inline win()
{
    SAY("%c looks, and holds %d\n", base + 1);
#ifdef CHECK_EXCLUSION
    assert((late & bit_of(me)) || !others_rightful(me) || IGNORED);
#endif
#ifdef CHECK_TOKEN
    assert((late & bit_of(me)) || number[me] > token);
#endif
#ifdef CHECK_BORN_LOST
    assert(!(late & bit_of(me)));
#endif
#ifdef CHECK_FRESH
    /* Nobody who holds what was taken over, unless out of sight and judged expired. */
    assert(number[0] != base || me == 0 || base == 0 || !(holding & 1) || ((late & 1) && !visible(me, 0)));
    assert(number[1] != base || me == 1 || base == 0 || !(holding & 2) || ((late & 2) && !visible(me, 1)));
    assert(number[2] != base || me == 2 || base == 0 || !(holding & 4) || ((late & 4) && !visible(me, 2)));
#endif
    holding = holding | bit_of(me);
    if
    :: !(late & bit_of(me)) -> token = number[me]
    :: else
    fi
}

inline note_overtaken()
{
#ifdef CHECK_MISSED_LOSS
    overtaken = (late & bit_of(me)) && others_rightful(me)
#else
    skip
#endif
}

inline not_lost()
{
#ifdef CHECK_MISSED_LOSS
    if :: overtaken -> SAY("%c renews %d, and does not see that it was overtaken\n", base + 1) :: else fi;
    assert(!overtaken);
    overtaken = 0
#else
    skip
#endif
}

proctype contender(byte me)
{
    byte seen = 0;          /* set of numbers, as listed */
    byte base = 0;          /* the highest of them */
    byte text = NOBODY;     /* whose entry it is, as read */
#ifdef WRITES_LATER
    byte whose = NOBODY;    /* whose it is */
#else
#define whose text
#endif
    bit by_age = 0;
    byte i = 0;
#if defined(CHECK_MISSED_LOSS)
    bit overtaken = 0;
#endif
#if ROUNDS > 0
    byte rounds = 0;
    bit renewed = 0;
#endif

again:
    forget_locals();
    LIST;
    atomic {
        base = highest(seen);
#ifndef CLEAN_OLD_LIST
        seen = 0;
#endif
        if
        :: base >= TOP ->
#if ROUNDS > 0
            assert(false);  /* the bound must not be what ends a run */
#endif
            goto done
        :: base == 0 -> SAY("%c finds %d the highest\n", base); goto claim
        :: else
        fi
    };

    STEP
        text = owner[base];
#ifdef WRITES_LATER
        whose = maker[base]
#endif
    END_STEP;

    STEP
        if
        :: ended & bit_of(base) -> SAY("%c finds %d the highest, and ended\n", base)
        :: !(ended & bit_of(base)) && text != NOBODY && sees(me, text) ->
            if
            :: alive & bit_of(text) -> goto again
            :: else -> SAY("%c finds %d the highest, and dead\n", base)
            fi
        :: else ->
            if
            :: watched[me] != base -> watched[me] = base; goto again
            :: else
            fi;
#ifdef AGELESS
            goto again;
#endif
            if
            :: whose != NOBODY && (alive & bit_of(whose)) ->
                if
                :: slow > 0 -> slow--
                :: else -> goto again
                fi
            :: else
            fi;
            SAY("%c finds %d the highest, and expired\n", base);
            by_age = 1
        fi;
        watched[me] = NO_NUMBER
    END_STEP;

claim:
    STEP
        if
        :: filled & bit_of(base + 1) -> SAY("%c finds %d taken\n", base + 1); goto again
        :: else /* not there, or empty: rename(2) replaces an empty directory */
        fi;
        SAY("%c claims %d\n", base + 1);
        there = there | bit_of(base + 1);
        filled = filled | bit_of(base + 1);
        held = held & ~bit_of(base + 1);
#ifdef WRITES_LATER
        maker[base + 1] = me;
        writing = writing | bit_of(me);
#else
        owner[base + 1] = me;
#endif
#ifndef LOCKFILE
        ended = ended & ~bit_of(base + 1);
#endif
        forget_watch(base + 1);
        number[me] = base + 1;
        late = late & ~bit_of(me);
        if
        :: by_age && whose != NOBODY && number[whose] == base -> late = late | bit_of(whose)
        :: else
        fi;
        by_age = 0;
#ifdef WRITES_LATER
        whose = NOBODY;
#endif
        text = NOBODY
    END_STEP;
#ifdef WRITES_LATER
    STEP
        /* Through the handle of the creation: never into another's file of that number. */
        if
        :: writing & bit_of(me) -> owner[base + 1] = me; writing = writing & ~bit_of(me); forget_watch(base + 1)
        :: else
        fi
    END_STEP;
#endif

#if defined(LOOK_HELD)
    /* Has somebody overtaken us? If not: does the base count, or else what it was put upon, and so on down. */
    STEP
        if
        :: there & bit_of(base + 2) -> goto withdraw
        :: else -> i = base
        fi
    END_STEP;
walk:
    STEP
        if
        :: closed & bit_of(i) -> goto withdraw
        :: else
        fi
    END_STEP;
    STEP
        if
        :: !(there & bit_of(i)) -> goto withdraw
        :: (there & bit_of(i)) && i > 0 && !(held & bit_of(i)) -> i--; goto walk
        :: else -> i = 0; win()
        fi
    END_STEP;
    STEP
        if
        :: (there & bit_of(base + 1)) && owner[base + 1] == me -> held = held | bit_of(base + 1)
        :: else /* deleted; or another's, whose text does not carry our nonce */
        fi
    END_STEP;
#else
#if defined(LOOK_OPEN) || defined(LOOK_OPEN_SWAPPED)
    STEP
        if
#ifdef LOOK_OPEN
        :: there & bit_of(base) -> SAY("%c sees that %d is there\n", base)
#else
        :: !(closed & bit_of(base)) -> SAY("%c sees that %d is open\n", base)
#endif
        :: else -> goto withdraw
        fi
    END_STEP;
#endif
#if defined(LOOK_SNAPSHOT) && (defined(LIST_DOWN) || defined(LIST_UP) || defined(LIST_SHUFFLED))
    atomic { seen = 0 };
    LIST;
#define looked_at seen
#else
#define looked_at there
#endif
    STEP
#if defined(LOOK_SNAPSHOT)
        if
        :: (looked_at & bit_of(base)) && highest(looked_at) == base + 1
        :: else -> goto withdraw
        fi;
#elif defined(LOOK_OPEN)
        if
        :: !(closed & bit_of(base))
        :: else -> goto withdraw
        fi;
#elif defined(LOOK_OPEN_SWAPPED)
        if
        :: there & bit_of(base)
        :: else -> goto withdraw
        fi;
#endif
        win()
    END_STEP;
#endif

#ifndef CLEAN_OLD_LIST
    atomic { seen = 0 };
    LIST;
#endif
    atomic { seen = seen & below(base + 1); i = 0 };
clean:
    if
    :: seen == 0
    :: seen != 0 -> atomic {
#ifdef CLEAN_DOWN
        i = highest(seen);
#else
        i = lowest(seen);
#endif
        seen = seen & ~bit_of(i)
        };
        if
        :: true ->
            STEP SAY("%c deletes %d\n", i); delete_first(i) END_STEP;
            STEP
                delete_second(i);
                if
                :: there & bit_of(i) -> goto close
                :: else
                fi
            END_STEP;
#ifdef UNDELETABLE
            STEP closed = closed & ~bit_of(i) END_STEP;
        :: true -> goto close
#endif
        fi;
        goto clean;
close:
        STEP SAY("%c closes %d\n", i); closed = closed | bit_of(i) END_STEP;
        goto clean
    fi;
    atomic { i = 0; seen = 0 };

    do
#if ROUNDS > 0
    :: !renewed -> renewed = 1;
#else
    :: true ->
#endif
#if defined(LOSS_NAMES) || defined(LOSS_NAMES_SWAPPED)
#ifdef LOSS_NAMES
#define FIRST_GONE !(there & bit_of(base + 1))
#define SECOND_GONE (there & bit_of(base + 2))
#else
#define FIRST_GONE (there & bit_of(base + 2))
#define SECOND_GONE !(there & bit_of(base + 1))
#endif
        STEP
            note_overtaken();
            if
            :: FIRST_GONE -> goto lost
            :: else
            fi
        END_STEP;
        STEP
            if
            :: SECOND_GONE -> goto lost
            :: else -> not_lost()
            fi
        END_STEP;
#else
        STEP
            note_overtaken();
            if
            :: !(there & bit_of(base + 1)) || highest(there) != base + 1 -> goto lost
            :: else -> not_lost()
            fi
        END_STEP;
#endif
        STEP
            if
            :: filled & bit_of(base + 1) -> forget_watch(base + 1)
            :: else
            fi
        END_STEP
    :: true ->
        STEP SAY("%c releases %d\n", base + 1); release(base + 1) END_STEP;
        break
    od;

next_round:
#if ROUNDS > 0
    atomic {
        rounds++;
        renewed = 0;
        if
        :: rounds == ROUNDS -> goto done
        :: else
        fi
    };
#endif
    goto again;

lost:
    STEP
        SAY("%c finds that it lost %d\n", base + 1);
#ifdef CHECK_FALSE_LOSS
        assert(late & bit_of(me));
#endif
        release(base + 1)
    END_STEP;
    goto next_round;

withdraw:
#ifdef WITHDRAW_DELETES
    STEP SAY("%c withdraws %d\n", base + 1); i = 0; delete_first(base + 1) END_STEP;
    STEP delete_second(base + 1); leave() END_STEP;
#else
    STEP SAY("%c withdraws %d\n", base + 1); i = 0; release(base + 1) END_STEP;
#endif
    goto again;

crashed:
    atomic {
        SAY("%c crashes, at %d\n", base + 1);
        alive = alive & ~bit_of(me);
        leave()
    };

done:
    atomic {
        finished = finished | bit_of(me);
        watched[me] = NO_NUMBER;
        forget_locals()
    }
}

init
{
    atomic {
        run contender(0);
        run contender(1);
        run contender(2)
    }
}

ltl everybody_ends { <> (finished == 7) }
