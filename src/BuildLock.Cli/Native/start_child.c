/*
 * Starts a command that the kernel kills when the thread that started it ends.
 *
 * The only C in this project. The parent-death signal (prctl(2), PR_SET_PDEATHSIG) can be set nowhere but in the child, between
 * fork and exec, and no managed code may run there: a collection of garbage that had begun in another thread would never end in
 * the child, which has only this one. Without this the child has to be a whole program that does it and then becomes the command
 * (ExecVerb.cs), as in the managed tool; that costs more than the lock itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STAGE_NONE, STAGE_FORK, STAGE_PRCTL, STAGE_EXEC };

/* Until the mask is lifted, no handler of the parent can run here, where it would write into the parent's memory. */
static void forget_handlers(void)
{
    struct sigaction standard = { .sa_handler = SIG_DFL };
    for (int number = 1; number < NSIG; number++) {
        struct sigaction now;
        if (sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_IGN && now.sa_handler != SIG_DFL) {
            sigaction(number, &standard, NULL);
        }
    }

    /* .NET ignores it in every process, and what is ignored stays so over exec: a command of a pipeline would write on for ever. */
    sigaction(SIGPIPE, &standard, NULL);
}

/*
 * argv: ended by NULL; argv[0] is looked for in PATH. The environment is the process's own.
 * Returns the process id, or -1 with the error number and the stage that failed.
 */
int buildlock_start_child(char *const argv[], int *error, int *stage)
{
    pid_t parent = getpid();
    volatile int failure = 0; /* the child writes into the parent's memory: that is what vfork(2) promises */
    volatile int failed = STAGE_NONE;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);

    pid_t pid = vfork();
    if (pid == 0) {
        forget_handlers();
        if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
            failure = errno;
            failed = STAGE_PRCTL;
            _exit(127);
        }

        /* A parent that ended before the call is not noticed by the kernel; its place has been taken by another. */
        if (getppid() != parent) {
            _exit(128 + SIGKILL);
        }

        pthread_sigmask(SIG_SETMASK, &before, NULL);
        execvp(argv[0], argv);
        failure = errno;
        failed = STAGE_EXEC;
        _exit(127);
    }

    if (pid < 0) {
        failure = errno;
        failed = STAGE_FORK;
    }

    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (failed == STAGE_NONE) {
        return pid;
    }

    while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR) {
        /* Ends: a signal was handled, and the call is made again. */
    }

    *error = failure;
    *stage = failed;
    return -1;
}
