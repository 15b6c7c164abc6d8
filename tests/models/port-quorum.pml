/*
 * The engine port-quorum: two of three ports, in one fixed order. See README.md for what is modelled.
 *
 * STRANGER=n        port n (0, 1, 2) belongs to another program for ever; none by default
 * JITTER            who lost pauses until no other attempt is under way, which random pauses bring about sooner or later
 * PROBE             every contender first probes: takes two ports and closes them, and attempts only after that worked
 * CRASHES           how many processes may die, anywhere; the kernel closes their ports one after another
 * QUORUM            2 is the engine's; 1 shows what the majority is for
 * Properties        CHECK_EXCLUSION   never two holders
 *                   CHECK_ALONE       an attempt wins when no other attempt, hold or dying process overlaps it
 *                   non-progress      every endless run has endlessly many holds
 */

#define PROCESSES 3
#define NOBODY PROCESSES
#define OTHER_PROGRAM (PROCESSES + 1)

#ifndef CRASHES
#define CRASHES 0
#endif
#ifndef QUORUM
#define QUORUM 2
#endif

byte port[3] = NOBODY;
byte crashes = CRASHES;

/* Ghosts. */
byte holders = 0;
byte busy = 0;              /* processes between the start of an attempt and the closing of its last port */
byte disturbed = 0;         /* set of processes whose attempt overlapped with another's doings */

/* For the replay of a trail; a verification does not print. */
#define SAY(format, n) printf(format, 65 + me, n)

#define CRASH :: atomic { crashes > 0 -> crashes--; goto crashed }

inline begin()
{
    busy++;
    if
    :: busy > 1 -> disturbed = 7
    :: else -> disturbed = disturbed & ~(1 << me)
    fi
}

proctype contender(byte me)
{
    byte next;
    byte taken;
    byte failed;
    bit lost = 0;
    bit mine = 0;           /* counted in `busy` */
#ifdef PROBE
    bit probing = 1;
#endif

again:
    if
    :: atomic {
#ifdef JITTER
        !lost || busy == 0 ->
#else
        true ->
#endif
        lost = 0;
        if :: !mine -> begin(); mine = 1 :: else fi
    }
    :: atomic { crashes > 0 -> crashes--; goto gone }
    fi;

    do
    :: atomic {
        taken < QUORUM && next < 3 && failed <= 3 - QUORUM ->
        if
        :: port[next] == NOBODY -> SAY("%c takes port %d\n", next); port[next] = me; taken++
        :: else -> SAY("%c cannot have port %d\n", next); failed++
        fi;
        next++
    }
    :: atomic { taken == QUORUM -> break }
    :: atomic { taken < QUORUM && (next == 3 || failed > 3 - QUORUM) -> break }
    CRASH
    od;

    if
#ifdef PROBE
    :: probing && taken == QUORUM -> atomic { SAY("%c probes, and finds it free with %d ports\n", taken); probing = 0 }
    :: !probing && taken == QUORUM ->
#else
    :: taken == QUORUM ->
#endif
        atomic {
            SAY("%c holds with %d ports\n", taken);
            holders++;
#ifdef CHECK_EXCLUSION
            assert(holders == 1);
#endif
        };
progress:
        if
        :: atomic {
            true -> holders--;
#ifdef PROBE
            probing = 1
#endif
        } /* the release starts: from here on others may win */
        :: atomic { crashes > 0 -> crashes--; holders--; goto crashed }
        fi
    :: taken < QUORUM ->
        atomic {
#ifdef CHECK_ALONE
            assert(disturbed & (1 << me));
#endif
            SAY("%c gives up, with %d ports\n", taken);
#ifdef PROBE
            probing = 1;
#endif
            lost = 1
        }
    fi;

    /* Both the end of a hold and a lost attempt close what was taken, the first port first. */
    atomic { next = 0; failed = 0 };
    do
    :: atomic { next < 3 -> if :: port[next] == me -> SAY("%c closes port %d\n", next); port[next] = NOBODY :: else fi; next++ }
    :: atomic {
        next == 3 -> next = 0; taken = 0;
#ifdef PROBE
        if
        :: probing -> busy--; mine = 0
        :: else /* the attempt that the probe was for comes next */
        fi;
#else
        busy--;
        mine = 0;
#endif
        break
    }
    CRASH
    od;
    goto again;

crashed:
    atomic { SAY("%c dies, with %d ports\n", taken); next = 0; taken = 0; failed = 0; lost = 0 };
    if :: port[0] == me -> port[0] = NOBODY :: else fi;
    if :: port[1] == me -> port[1] = NOBODY :: else fi;
    if :: port[2] == me -> port[2] = NOBODY :: else fi;
gone:
    atomic {
        if :: mine -> busy--; mine = 0 :: else fi;
        lost = 0
    }
}

init
{
    atomic {
#ifdef STRANGER
        port[STRANGER] = OTHER_PROGRAM;
#endif
        run contender(0);
        run contender(1);
        run contender(2)
    }
}
