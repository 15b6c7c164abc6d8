// The peer "proper-lockfile" of the benchmarks. Speaks the protocol that PeerHost.cs describes; a slot is a promise here.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const lockfile = require('proper-lockfile');

const folder = process.argv[2];
const held = new Map();
const now = () => process.hrtime.bigint();
const work = (us) => { for (const end = now() + BigInt(us * 1000); now() < end;); };
const stay = (us) => (us >= 1000 ? new Promise((done) => setTimeout(done, us / 1000)) : work(Math.max(0, us)));
const file = (key) => path.join(folder, key);
const size = () => ['/proc/self/task', '/proc/self/fd'].map((at) => fs.readdirSync(at).length);
// Every 10 ms, as the other peers that poll. "forever": a great number of retries is a list of that length, for each call.
const patient = { realpath: false, retries: { retries: 1, forever: true, factor: 1, minTimeout: 10, maxTimeout: 10 } };

const verbs = {
    async take(slot, key) {
        const release = await lockfile.lock(file(key), patient);
        const at = now();
        held.set(slot, release);
        return `${at} ${process.pid}`;
    },
    async release(slot) {
        const at = now();
        await held.get(slot)();
        return `${at}`;
    },
    async pairs(slot, key, warmUp, count) {
        const took = [];
        for (const end = Date.now() + Number(warmUp); Date.now() < end;) {
            await (await lockfile.lock(file(key), patient))();
        }
        for (let i = 0; i < Number(count); i++) {
            const start = now();
            await (await lockfile.lock(file(key), patient))();
            took.push(now() - start);
        }
        return took.join(' ');
    },
    async loop(slot, key, count, inside, outside) {
        const taken = [];
        let longest = 0n;
        const first = now();
        for (let i = 0; i < Number(count); i++) {
            const asked = now();
            const release = await lockfile.lock(file(key), patient);
            const at = now();
            taken.push(at);
            longest = i > 0 && at - asked > longest ? at - asked : longest;
            await stay(Number(inside));
            await release();
            await stay(Number(outside));
        }
        return `${first} ${now()} ${longest} ${taken.join(' ')}`;
    },
    async keys(slot, prefix, count) {
        const [threads, descriptors] = size();
        const all = [];
        let busy = 0;
        const start = now();
        while (all.length + busy < Number(count)) {
            try {
                all.push(await lockfile.lock(file(`${prefix}-${all.length + busy}`), { realpath: false }));
            } catch (e) {
                if (e.code !== 'ELOCKED') throw e;
                busy++;
            }
        }
        const took = now() - start;
        const [moreThreads, moreDescriptors] = size();
        for (const release of all) await release();
        return `${all.length} ${busy} ${took} ${moreThreads - threads} ${moreDescriptors - descriptors} `;
    },
};

readline.createInterface({ input: process.stdin })
    .on('line', async (line) => {
        const [verb, slot, ...rest] = line.split(' ');
        let answer;
        try {
            answer = await verbs[verb](slot, ...rest);
        } catch (e) {
            answer = `error ${e.message}`;
        }
        process.stdout.write(`${slot} ${answer}\n`);
    })
    .on('close', () => process.exit(0));
