// Puts the page together.

function tile(number, text, isBad) {
  return element('div', isBad ? 'tile bad' : 'tile', element('b', null, number), element('span', null, text));
}

function fillTiles() {
  const sum = name => report.locks.reduce((all, lock) => all + lock[name], 0);
  const waits = sum('waits');
  const taken = sum('taken');
  const wrong = report.acquisitions.filter(a => a.isWrong).length;
  document.getElementById('tiles').append(
    tile(count(taken), taken === 1 ? 'time taken' : 'times taken'),
    tile(count(report.processes.length), report.processes.length === 1 ? 'process' : 'processes'),
    tile(count(report.locks.length), report.locks.length === 1 ? 'lock' : 'locks'),
    tile(duration(sum('heldSeconds')), 'held in all'),
    tile(duration(sum('waitedSeconds')), 'waited in all, by ' + count(waits)),
    tile(count(wrong), 'went wrong', wrong > 0));
}

function fillLegend() {
  const legend = document.getElementById('legend');
  const buttons = report.locks.map(lock => {
    const button = element('button', null, dot(lock), element('span', null, lock.name));
    button.type = 'button';
    button.title = lock.name + ' (' + lock.engine + ')';
    button.addEventListener('click', () => {
      // One click shows this lock alone, the next all again.
      const isAlone = lock.shown && report.locks.every(other => other === lock || !other.shown);
      report.locks.forEach(other => { other.shown = isAlone || other === lock; });
      buttons.forEach((other, place) => other.setAttribute('aria-pressed', String(report.locks[place].shown)));
      timeline.arrange();
    });
    button.setAttribute('aria-pressed', 'true');
    return button;
  });
  legend.append(...buttons);
}

function fillNotes() {
  const notes = [];
  if (report.tornLines > 0) { notes.push(count(report.tornLines) + (report.tornLines === 1 ? ' torn line was' : ' torn lines were') + ' left out: a process or the machine died while it wrote.'); }
  for (const file of report.unreadFiles) { notes.push('Not read: ' + file); }
  const place = document.getElementById('notes');
  place.hidden = notes.length === 0;
  place.textContent = notes.join(' ');
}

function chooseLanes(mode) {
  document.getElementById('by-process').setAttribute('aria-pressed', String(mode === 'process'));
  document.getElementById('by-lock').setAttribute('aria-pressed', String(mode === 'lock'));
  timeline.lanesBy(mode);
}

function main() {
  document.getElementById('range').textContent = report.acquisitions.length === 0
    ? 'Nothing was journaled.'
    : clock(new Date(report.from), true, 0) + ' – ' + clock(new Date(report.to), spansDays, 0) + ' · ' + duration(total) + ' · ' + report.journal;
  fillNotes();
  fillTiles();
  fillLegend();
  lockTable();
  waitTable();
  troubleTable();
  document.getElementById('by-process').addEventListener('click', () => chooseLanes('process'));
  document.getElementById('by-lock').addEventListener('click', () => chooseLanes('lock'));
  document.getElementById('all').addEventListener('click', () => timeline.showAll());
  timeline.listen();
  // Hundreds of processes, one below the other, show nothing before somebody zooms in. '#lanes=locks' asks for it anyway.
  chooseLanes(location.hash === '#lanes=locks' || report.processes.length > 150 ? 'lock' : 'process');
}

main();
