// Draws on canvases. Knows nothing of mice.

function prepare(canvas, height) {
  const width = canvas.clientWidth;
  const ratio = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = height + 'px';
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.clearRect(0, 0, width, height);
  return context;
}

function theme() {
  const style = getComputedStyle(document.documentElement);
  const value = name => style.getPropertyValue(name).trim();
  return { ink: value('--ink'), soft: value('--soft'), line: value('--line'), stripe: value('--stripe'), card: value('--card'), bad: value('--bad'), accent: value('--accent'), colors: report.locks.map(colorsOf) };
}

function fitText(context, text, width) {
  if (context.measureText(text).width <= width) { return text; }
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (context.measureText(text.slice(0, middle) + '…').width <= width) { low = middle; } else { high = middle - 1; }
  }
  return low > 1 ? text.slice(0, low) + '…' : '';
}

function ticks(from, to, most) {
  const steps = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 43200, 86400, 172800, 604800];
  const step = steps.find(s => (to - from) / s <= most) ?? (to - from) / most;
  // On whole times of the day, not of the recording.
  const zone = new Date(origin).getTimezoneOffset() * 60;
  const offset = (origin / 1000 - zone) % step;
  const all = [];
  for (let at = Math.ceil((from + offset) / step) * step - offset; at <= to; at += step) { all.push(at); }
  return { all, digits: step < 0.01 ? 3 : step < 0.1 ? 2 : step < 1 ? 1 : 0 };
}

function paintAxis(context, view, colors, height) {
  const { all, digits } = ticks(view.from, view.to, Math.max(2, (view.width - view.gutter) / 110));
  context.font = '11.5px system-ui, sans-serif';
  context.textBaseline = 'middle';
  for (const at of all) {
    const x = Math.round(view.x(at)) + 0.5;
    context.strokeStyle = colors.line;
    context.beginPath();
    context.moveTo(x, view.axis - 4);
    context.lineTo(x, height);
    context.stroke();
    context.fillStyle = colors.soft;
    context.textAlign = x < view.gutter + 30 ? 'left' : 'center';
    context.fillText(clock(new Date(origin + at * 1000), false, digits), x, view.axis / 2);
  }
  context.textAlign = 'left';
}

function paintSpan(context, view, colors, a, top, options) {
  const tint = colors.colors[a.lock];
  const middle = top + rowHeight / 2;
  if (!options.holdsOnly && a.waitedUntil > a.begun) {
    const x = Math.max(view.gutter, view.x(a.begun));
    const end = Math.min(view.width, view.x(a.waitedUntil));
    if (end > view.gutter && x < view.width) {
      context.fillStyle = tint.wait;
      context.fillRect(x, middle - 3, Math.max(0.75, end - x), 6);
    }
  }
  if (a.took !== undefined) {
    paintHold(context, view, colors, a, top, tint, options);
  } else if (a.isWrong) {
    paintCross(context, view, a.ended, middle, colors.bad);
  }
  if (a.outcome === 'lost' || a.outcome === 'abandoned') {
    const x = view.x(a.ended);
    if (x >= view.gutter && x <= view.width) {
      context.fillStyle = colors.bad;
      context.fillRect(x - 1.5, top + 1, 3, rowHeight - 2);
    }
  }
}

function paintHold(context, view, colors, a, top, tint, options) {
  const from = view.x(a.took);
  const to = view.x(a.ended);
  const x = Math.max(view.gutter, from);
  const width = Math.max(1.5, Math.min(view.width, to) - x);
  if (to < view.gutter || x > view.width) { return; }
  context.fillStyle = tint.hold;
  if (a.outcome === 'unknown' || a.outcome === 'held') {
    const fade = context.createLinearGradient(from, 0, Math.max(from + 1, to), 0);
    fade.addColorStop(0, tint.hold);
    fade.addColorStop(1, a.outcome === 'held' ? tint.wait : tint.gone);
    context.fillStyle = fade;
  }
  context.beginPath();
  context.roundRect(x, top + 3, width, rowHeight - 6, width > 8 ? 3.5 : 1);
  context.fill();
  if (a.outcome === 'unknown' && width > 5) {
    context.setLineDash([3, 3]);
    context.strokeStyle = colors.bad;
    context.lineWidth = 1;
    context.stroke();
    context.setLineDash([]);
  }
  if (a.entered) {
    context.strokeStyle = colors.card;
    context.strokeRect(x + 1.5, top + 5.5, width - 3, rowHeight - 11);
  }
  const words = options.holdsOnly ? work(report.processes[a.process].command) : report.locks[a.lock].name;
  if (width > 46) {
    context.font = '11px system-ui, sans-serif';
    context.fillStyle = a.outcome === 'unknown' || a.outcome === 'held' ? colors.ink : 'rgb(10 12 18 / 88%)'; // the first two fade
    context.fillText(fitText(context, words, width - 12), x + 6, top + rowHeight / 2 + 0.5);
  }
}

function paintCross(context, view, at, y, color) {
  const x = view.x(at);
  if (x < view.gutter || x > view.width + 4) { return; }
  context.strokeStyle = color;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x - 4, y - 4);
  context.lineTo(x + 4, y + 4);
  context.moveTo(x + 4, y - 4);
  context.lineTo(x - 4, y + 4);
  context.stroke();
  context.lineWidth = 1;
}

function paintQueue(context, view, colors, lane, top) {
  const base = top + queueHeight - 4;
  const high = queueHeight - 8;
  context.beginPath();
  let y = base;
  let x = view.gutter;
  context.moveTo(x, base);
  for (const [at, number] of lane.queue.steps) {
    x = Math.min(view.width, Math.max(view.gutter, view.x(at)));
    context.lineTo(x, y);
    y = base - high * number / lane.queue.most;
    context.lineTo(x, y);
    if (x >= view.width) { break; }
  }
  context.lineTo(x, base);
  context.closePath();
  context.fillStyle = colors.colors[report.locks.indexOf(lane.lock)].wait;
  context.fill();
  context.font = '10.5px system-ui, sans-serif';
  context.fillStyle = colors.soft;
  context.textAlign = 'right';
  context.fillText('up to ' + lane.queue.most + ' waiting', view.gutter - 14, base - 5);
  context.textAlign = 'left';
}
