// Words and numbers for people. Nothing here, and nothing else on this page, makes HTML out of text: keys are anybody's.

function duration(seconds) {
  if (seconds < 0.001) { return seconds <= 0 ? '0' : (seconds * 1e6).toFixed(0) + ' µs'; }
  if (seconds < 1) { return (seconds * 1000).toPrecision(3).replace(/\.?0+$/, match => match.includes('.') ? '' : match) + ' ms'; }
  if (seconds < 10) { return seconds.toFixed(1) + ' s'; }
  if (seconds < 120) { return Math.floor(seconds) + ' s'; }
  if (seconds < 3600) { return Math.floor(seconds / 60) + ' min ' + Math.floor(seconds % 60) + ' s'; }
  if (seconds < 86400) { return Math.floor(seconds / 3600) + ' h ' + Math.floor(seconds % 3600 / 60) + ' min'; }
  return Math.floor(seconds / 86400) + ' d ' + Math.floor(seconds % 86400 / 3600) + ' h';
}

function clock(date, withDay, digits) {
  const two = number => String(number).padStart(2, '0');
  const day = withDay ? date.getFullYear() + '-' + two(date.getMonth() + 1) + '-' + two(date.getDate()) + ' ' : '';
  const fraction = digits > 0 ? '.' + String(date.getMilliseconds()).padStart(3, '0').slice(0, digits) : '';
  return day + two(date.getHours()) + ':' + two(date.getMinutes()) + ':' + two(date.getSeconds()) + fraction;
}

function count(number) {
  return number.toLocaleString('en');
}

function element(name, className, ...children) {
  const made = document.createElement(name);
  if (className) { made.className = className; }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}
