// The report that the program put into the page, with what all parts of the page want to know of it.

const report = JSON.parse(document.getElementById('report').textContent);
const origin = new Date(report.from).getTime();
const total = Math.max(0.001, Math.max(0, ...report.acquisitions.map(a => a.ended)));
const machines = new Set(report.processes.map(process => process.machine));
const spansDays = new Date(report.from).toDateString() !== new Date(report.to).toDateString();

// Neighbours in the list are far apart on the wheel, and none of them is the red that says "wrong".
const hues = [255, 155, 305, 75, 200, 340, 115, 280, 50, 225];

report.locks.forEach((lock, place) => {
  lock.hue = place < hues.length ? hues[place] : (place * 137.5 + 40) % 360;
  lock.name = (lock.namespace ? lock.namespace + ' / ' : '') + lock.key;
  lock.shown = true;
});
report.acquisitions.forEach((acquisition, place) => {
  acquisition.place = place;
  acquisition.waitedUntil = acquisition.took ?? acquisition.ended;
  acquisition.isWrong = ['abandoned', 'lost', 'timeout', 'refused', 'unusable', 'failed', 'unknown'].includes(acquisition.outcome);
  acquisition.waiters = [];
});
for (const acquisition of report.acquisitions) {
  for (const one of acquisition.waitedFor) {
    if (one.acquisition !== undefined) { report.acquisitions[one.acquisition].waiters.push(acquisition); }
  }
}

function timeOf(seconds, digits) {
  return clock(new Date(origin + seconds * 1000), spansDays, digits);
}

function colorOf(lock, alpha) {
  const style = getComputedStyle(document.documentElement);
  const light = style.getPropertyValue('--hold-light').trim();
  const chroma = style.getPropertyValue('--hold-chroma').trim();
  return `oklch(${light} ${chroma} ${lock.hue}${alpha === undefined ? '' : ' / ' + alpha})`;
}

// Asked of the page's style once for each drawing and not once for each span.
function colorsOf(lock) {
  return { hold: colorOf(lock), wait: colorOf(lock, 0.38), gone: colorOf(lock, 0) };
}

const outcomeText = {
  waiting: 'still waits', held: 'still holds', released: 'released', abandoned: 'given up in the middle of the work',
  lost: 'lost', busy: 'tried once, and it was not free', timeout: 'not free in time', refused: 'refused: waiting would never have ended',
  unusable: 'the engine could not lock', cancelled: 'cancelled', failed: 'failed', unknown: 'ended without a word: its process is gone',
};

// What a command is about, where there is no room for all of it: what 'buildlock run' runs, what 'dotnet' is told.
function work(command) {
  const inner = command.indexOf(' -- ');
  return inner >= 0 ? command.slice(inner + 4) : command.slice(command.indexOf(' ') + 1);
}

function processText(place) {
  const process = report.processes[place];
  return process.command + ', pid ' + process.pid + ', ' + process.user + '@' + process.machine;
}
