/*
 * What the engine lockdir must not be: one directory is the lock, and who finds it too old removes it and creates it
 * again. Three waiters find what a dead holder left. REMOVE_BY_RENAME moves it aside first, which does not help either:
 * both act on a name, and the name may mean another directory than the one that was looked at.
 */

#define NOTHING 0
#define OLD 1
#define FRESH 2

byte lock = OLD;
byte holders = 0;

#define SAY(format) printf(format, 64 + _pid)

proctype waiter()
{
    bit moved = 0;

    do
    :: atomic { lock == NOTHING -> SAY("%c creates it\n"); lock = FRESH; break } /* mkdir */
    :: atomic { lock == OLD -> SAY("%c looks: too old\n") }; /* stat */
#ifdef REMOVE_BY_RENAME
        if
        :: atomic { lock != NOTHING -> SAY("%c moves it aside\n"); lock = NOTHING; moved = 1 } /* rename */
        :: atomic { lock == NOTHING -> moved = 0 }
        fi;
        if
        :: atomic { moved && lock == NOTHING -> SAY("%c creates it\n"); lock = FRESH; break }
        :: else
        fi
#else
        atomic { SAY("%c removes it\n"); lock = NOTHING } /* rmdir */
#endif
    od;

    atomic { SAY("%c holds\n"); holders++; assert(holders == 1) };
    atomic { holders--; lock = NOTHING }
}

init { atomic { run waiter(); run waiter(); run waiter() } }
