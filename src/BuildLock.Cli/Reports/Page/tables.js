// What the timeline shows, in words and numbers.

function dot(lock) {
  const made = element('i', 'dot');
  made.style.background = colorOf(lock);
  return made;
}

function describe(a) {
  const lock = report.locks[a.lock];
  const facts = [
    ['by', processText(a.process)],
    ['for', a.description],
    ['job', a.job],
    ['asked', timeOf(a.begun, 3)],
    ['waited', a.waitedSeconds > 0 ? duration(a.waitedSeconds) : null],
    ['behind', a.waitedFor.map(w => w.command ? w.command + ' (pid ' + w.pid + ')' : 'an unknown holder').slice(0, 6).join(', ')],
    ['took', a.took === undefined ? null : timeOf(a.took, 3)],
    ['held', a.took === undefined ? null : (a.outcome === 'unknown' ? 'up to ' : '') + duration(a.heldSeconds)],
    ['kept out', a.waiters.length > 0 ? count(a.waiters.length) + (a.waiters.length === 1 ? ' process' : ' processes') : null],
    ['end', outcomeText[a.outcome] + (a.code ? ' (' + a.code + ')' : '')],
    ['before it', a.previous ? a.previous.toLowerCase() : null],
    ['engine', lock.engine + (a.entered ? ', within the hold of its parent' : '')],
  ].filter(([, value]) => value);
  const list = element('dl', null);
  for (const [name, value] of facts) { list.append(element('dt', null, name), element('dd', null, value)); }
  return [element('h3', null, dot(lock), ' ' + lock.name), list];
}

function headRow(columns, onSort) {
  return element('thead', null, element('tr', null, ...columns.map(column => {
    const cell = element('th', column.number ? 'number' : null);
    if (onSort && column.by) {
      const button = element('button', null, column.title);
      button.addEventListener('click', () => onSort(column));
      cell.append(button);
    } else {
      cell.append(column.title);
    }
    return cell;
  })));
}

function meter(seconds, most, lock) {
  const cell = element('td', 'number meter', seconds > 0 ? duration(seconds) : '–');
  const bar = element('i', null);
  bar.style.width = (most > 0 ? seconds / most * 95 : 0) + 'px';
  bar.style.background = colorOf(lock);
  cell.append(bar);
  return cell;
}

function lockTable() {
  const table = document.getElementById('locks');
  const columns = [
    { title: 'Lock', by: l => l.name },
    { title: 'Engine', by: l => l.engine },
    { title: 'Taken', number: true, by: l => -l.taken },
    { title: 'Had to wait', number: true, by: l => -l.waits },
    { title: 'Waited in all', number: true, by: l => -l.waitedSeconds },
    { title: 'Longest wait', number: true, by: l => -l.longestWaitSeconds },
    { title: 'Held in all', number: true, by: l => -l.heldSeconds },
    { title: 'Longest hold', number: true, by: l => -l.longestHoldSeconds },
    { title: 'Gave up', number: true, by: l => -l.givenUp },
    { title: 'Lost', number: true, by: l => -l.lost },
    { title: 'End unknown', number: true, by: l => -l.unknownEnds },
  ];
  const waited = Math.max(0, ...report.locks.map(l => l.waitedSeconds));
  const held = Math.max(0, ...report.locks.map(l => l.heldSeconds));
  const bad = number => element('td', 'number', number > 0 ? element('span', 'badge', count(number)) : '–');
  const fill = by => {
    const rows = [...report.locks].sort((a, b) => {
      const [x, y] = [by(a), by(b)];
      return typeof x === 'string' ? x.localeCompare(y) : x - y;
    }).map(l => element(
      'tr', null,
      element('td', 'key', dot(l), l.name), element('td', 'quiet', l.engine), element('td', 'number', count(l.taken)), element('td', 'number', l.waits > 0 ? count(l.waits) : '–'),
      meter(l.waitedSeconds, waited, l), element('td', 'number', l.longestWaitSeconds > 0 ? duration(l.longestWaitSeconds) : '–'),
      meter(l.heldSeconds, held, l), element('td', 'number', duration(l.longestHoldSeconds)),
      bad(l.givenUp), bad(l.lost), bad(l.unknownEnds)));
    table.replaceChildren(headRow(columns, column => fill(column.by)), element('tbody', null, ...rows));
  };
  fill(l => -l.waitedSeconds);
}

function rowOf(a, ...cells) {
  const row = element('tr', 'goes', ...cells);
  row.addEventListener('click', () => timeline.showOne(a));
  return row;
}

function nothing(table, text) {
  table.replaceWith(element('p', 'none', text));
}

function waitTable() {
  const table = document.getElementById('waits');
  const longest = report.acquisitions.filter(a => a.waitedFor.length > 0).sort((a, b) => b.waitedSeconds - a.waitedSeconds).slice(0, 15);
  if (longest.length === 0) { return nothing(table, 'Nobody had to wait.'); }
  const most = longest[0].waitedSeconds;
  table.replaceChildren(
    headRow([{ title: 'Lock' }, { title: 'Waited', number: true }, { title: 'Who' }, { title: 'Behind' }]),
    element('tbody', null, ...longest.map(a => {
      const behind = a.waitedFor[0];
      const more = a.waitedFor.length > 1 ? ' and ' + (a.waitedFor.length - 1) + ' more' : '';
      return rowOf(a,
        element('td', 'key', dot(report.locks[a.lock]), report.locks[a.lock].name), meter(a.waitedSeconds, most, report.locks[a.lock]),
        element('td', 'text', report.processes[a.process].command + ' · ' + report.processes[a.process].pid), element('td', 'text quiet', behind.command ? behind.command + ' · ' + behind.pid + more : 'an unknown holder'));
    })));
}

function troubleTable() {
  const table = document.getElementById('troubles');
  const troubles = report.acquisitions.filter(a => a.isWrong).sort((a, b) => a.ended - b.ended);
  if (troubles.length === 0) { return nothing(table, 'Nothing: no losses, no time-outs, nobody died holding.'); }
  const rows = troubles.slice(0, 100).map(a => rowOf(a,
    element('td', 'quiet', timeOf(a.ended, 0)), element('td', 'key', dot(report.locks[a.lock]), report.locks[a.lock].name),
    element('td', 'text', element('span', 'badge', outcomeText[a.outcome] + (a.code ? ' (' + a.code + ')' : '')), ' '), element('td', 'text quiet', report.processes[a.process].command + ' · ' + report.processes[a.process].pid)));
  if (troubles.length > rows.length) { rows.push(element('tr', null, element('td', 'quiet', 'and ' + count(troubles.length - rows.length) + ' more'))); }
  table.replaceChildren(headRow([{ title: 'When' }, { title: 'Lock' }, { title: 'What' }, { title: 'Who' }]), element('tbody', null, ...rows));
}
