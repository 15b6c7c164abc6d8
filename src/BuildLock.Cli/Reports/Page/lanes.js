// Which lanes there are, and what lies in which row of them.

const rowHeight = 20;
const queueHeight = 26;
const laneGap = 6;

// Puts what overlaps into rows below each other: the first row that is free by then.
function intoRows(items, begin, end) {
  const ends = [];
  for (const item of items) {
    let row = ends.findIndex(free => free <= begin(item));
    if (row < 0) { row = ends.length; }
    ends[row] = end(item);
    item.row = row;
  }
  return Math.max(1, ends.length);
}

function lanesByProcess(shown) {
  const of = new Map();
  for (const acquisition of shown) {
    if (!of.has(acquisition.process)) { of.set(acquisition.process, []); }
    of.get(acquisition.process).push(acquisition);
  }
  return [...of].map(([place, items]) => {
    const process = report.processes[place];
    const rows = intoRows(items, a => a.begun, a => a.ended);
    return { title: process.command, detail: process.pid + (process.job ? ' · ' + process.job : machines.size > 1 ? ' · ' + process.machine : ''), items, height: rows * rowHeight, queue: null };
  });
}

function lanesByLock(shown) {
  const of = new Map();
  for (const acquisition of shown) {
    if (!of.has(acquisition.lock)) { of.set(acquisition.lock, []); }
    of.get(acquisition.lock).push(acquisition);
  }
  return [...of].sort(([a], [b]) => a - b).map(([place, all]) => {
    const lock = report.locks[place];
    const items = all.filter(a => a.took !== undefined).sort((a, b) => a.took - b.took);
    const rows = intoRows(items, a => a.took, a => a.ended);
    const queue = queueOf(all);
    return { title: lock.name, detail: lock.engine, lock, items, height: rows * rowHeight + (queue.most > 0 ? queueHeight : 0), queue: queue.most > 0 ? queue : null, holdsOnly: true };
  });
}

// How many waited, as steps.
function queueOf(acquisitions) {
  const changes = [];
  for (const a of acquisitions) {
    if (a.waitedFor.length > 0) { changes.push([a.begun, 1], [a.waitedUntil, -1]); }
  }
  changes.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  let now = 0;
  let most = 0;
  const steps = changes.map(([at, by]) => {
    now += by;
    most = Math.max(most, now);
    return [at, now];
  });
  return { steps, most };
}

// Lanes with nothing between the two times are left out: zooming in is how thousands become readable.
function lanesWithin(lanes, from, to) {
  let top = 0;
  for (const lane of lanes) { lane.isShown = lane.items.some(a => a.ended >= from && a.begun <= to); }
  return lanes.filter(lane => lane.isShown).map(lane => {
    lane.top = top;
    top += lane.height + laneGap;
    return lane;
  });
}
