/* The floors of the benchmarks, in C: "flock" blocks in flock(2); "binds" takes two of three neighbouring ports and
   polls each 10 ms. Speaks the protocol that PeerHost.cs describes. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { SLOTS = 4096, PORTS = 3 };
typedef struct { int fd[PORTS]; } hold;

static hold held[SLOTS];
static int use_ports;
static const char *folder;

static int64_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void stay(int64_t ns)
{
    struct timespec t = { ns / 1000000000, ns % 1000000000 };
    if (ns >= 1000000) nanosleep(&t, NULL);
    else for (int64_t end = now() + ns; now() < end;) { } /* work */
}

static void let_go(hold *h)
{
    for (int i = 0; i < PORTS; i++) if (h->fd[i] >= 0) close(h->fd[i]);
}

/* 1 taken, 0 busy, -1 broken */
static int try_ports(hold *h, const char *key)
{
    uint32_t hash = 2166136261u;
    for (const char *c = key; *c; c++) hash = (hash ^ (unsigned char)*c) * 16777619u;
    int got = 0, broken = 0;
    for (int i = 0; i < PORTS; i++) {
        struct sockaddr_in a = { .sin_family = AF_INET, .sin_port = htons((uint16_t)(10240 + hash % 19000 + i)) };
        a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        h->fd[i] = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (h->fd[i] < 0) { broken = 1; continue; }
        if (bind(h->fd[i], (struct sockaddr *)&a, sizeof a) == 0) { got++; continue; }
        close(h->fd[i]);
        h->fd[i] = -1;
    }
    if (got >= 2 && !broken) return 1;
    let_go(h);
    return broken ? -1 : 0;
}

static int try_file(hold *h, const char *key, int flags)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, key);
    h->fd[1] = h->fd[2] = -1;
    h->fd[0] = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (h->fd[0] < 0) return -1;
    while (flock(h->fd[0], LOCK_EX | flags) != 0) {
        if (errno == EINTR) continue;
        close(h->fd[0]);
        return 0;
    }
    return 1;
}

static int try_take(hold *h, const char *key) { return use_ports ? try_ports(h, key) : try_file(h, key, LOCK_NB); }

static void take(hold *h, const char *key)
{
    if (!use_ports) { try_file(h, key, 0); return; }
    while (try_ports(h, key) != 1) stay(10000000);
}

static int entries(const char *path)
{
    int n = 0;
    DIR *d = opendir(path);
    while (d && readdir(d)) n++;
    if (d) closedir(d);
    return n;
}

static void pairs(int slot, const char *key, int64_t warm_ms, int64_t count)
{
    hold h;
    for (int64_t end = now() + warm_ms * 1000000; now() < end;) { take(&h, key); let_go(&h); }
    int64_t *took = malloc((size_t)count * sizeof *took);
    for (int64_t i = 0; i < count; i++) {
        int64_t start = now();
        take(&h, key);
        let_go(&h);
        took[i] = now() - start;
    }
    flockfile(stdout);
    printf("%d", slot);
    for (int64_t i = 0; i < count; i++) printf(" %lld", (long long)took[i]);
    printf("\n");
    funlockfile(stdout);
    free(took);
}

static void loop(int slot, const char *key, int64_t count, int64_t inside, int64_t outside)
{
    int64_t *taken = malloc((size_t)count * sizeof *taken);
    int64_t longest = 0, first = now();
    for (int64_t i = 0; i < count; i++) {
        hold h;
        int64_t asked = now();
        take(&h, key);
        taken[i] = now();
        if (i > 0 && taken[i] - asked > longest) longest = taken[i] - asked;
        stay(inside * 1000);
        let_go(&h);
        stay(outside * 1000);
    }
    int64_t end = now();
    flockfile(stdout);
    printf("%d %lld %lld %lld", slot, (long long)first, (long long)end, (long long)longest);
    for (int64_t i = 0; i < count; i++) printf(" %lld", (long long)taken[i]);
    printf("\n");
    funlockfile(stdout);
    free(taken);
}

static void keys(int slot, const char *prefix, int64_t count)
{
    hold *all = malloc((size_t)count * sizeof *all);
    int threads = entries("/proc/self/task"), descriptors = entries("/proc/self/fd"), n = 0, busy = 0, got = 1;
    int64_t start = now();
    while (n + busy < count && got >= 0) {
        char key[512];
        snprintf(key, sizeof key, "%s-%d", prefix, n + busy);
        got = try_take(&all[n], key);
        if (got == 1) n++;
        if (got == 0) busy++;
    }
    int64_t took = now() - start;
    const char *why = got < 0 ? strerror(errno) : "";
    if (got < 0) for (int i = 0; i < 8 && i < n; i++) let_go(&all[i]); /* room to look at ourselves */
    int room = got < 0 ? 8 * (use_ports ? PORTS : 1) : 0;
    printf("%d %d %d %lld %d %d %s\n", slot, n, busy, (long long)took, entries("/proc/self/task") - threads,
           entries("/proc/self/fd") - descriptors + room, why);
    for (int i = got < 0 ? 8 : 0; i < n; i++) let_go(&all[i]);
    free(all);
}

static void *run(void *line)
{
    char verb[16], key[256] = "";
    int slot;
    long long n[3] = { 0 };
    sscanf(line, "%15s %d %255s %lld %lld %lld", verb, &slot, key, &n[0], &n[1], &n[2]);
    if (!strcmp(verb, "take")) {
        take(&held[slot], key);
        printf("%d %lld %d\n", slot, (long long)now(), getpid());
    } else if (!strcmp(verb, "release")) {
        long long at = now();
        let_go(&held[slot]);
        printf("%d %lld\n", slot, at);
    } else if (!strcmp(verb, "pairs")) pairs(slot, key, n[0], n[1]);
    else if (!strcmp(verb, "loop")) loop(slot, key, n[0], n[1], n[2]);
    else if (!strcmp(verb, "keys")) keys(slot, key, n[0]);
    free(line);
    return NULL;
}

int main(int count, char **arguments)
{
    struct rlimit files;
    if (count != 3) return 64;
    use_ports = !strcmp(arguments[1], "binds");
    folder = arguments[2];
    setvbuf(stdout, NULL, _IOLBF, 0);
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max; /* as .NET does */
    setrlimit(RLIMIT_NOFILE, &files);
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setdetachstate(&small, PTHREAD_CREATE_DETACHED);
    char line[1024];
    while (fgets(line, sizeof line, stdin)) {
        pthread_t thread;
        pthread_create(&thread, &small, run, strdup(line));
    }
    return 0;
}
