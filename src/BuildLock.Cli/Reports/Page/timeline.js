// The timeline: an overview with the window that is shown, and the lanes within it.

const timeline = (() => {
  const overview = document.getElementById('overview');
  const canvas = document.getElementById('lanes');
  const scroll = document.getElementById('scroll');
  const spacer = document.getElementById('spacer');
  const tip = document.getElementById('tip');
  const margin = total * 0.01;
  const whole = { from: -margin, to: total + margin };
  const view = { ...whole, axis: 26, gutter: 0, width: 0, x: null, at: null };
  let mode = 'process';
  let lanes = [];
  let visible = [];
  let hovered = null;
  let selection = null;
  let due = false;

  function shown() {
    return report.acquisitions.filter(a => report.locks[a.lock].shown);
  }

  function arrange() {
    lanes = mode === 'process' ? lanesByProcess(shown()) : lanesByLock(shown());
    for (const a of report.acquisitions) { a.lane = null; }
    for (const lane of lanes) { for (const a of lane.items) { a.lane = lane; } }
    draw();
  }

  // Once for each frame, however often it is asked for.
  function draw() {
    if (!due) {
      due = true;
      requestAnimationFrame(() => {
        due = false;
        paint();
      });
    }
  }

  function paint() {
    view.width = canvas.clientWidth;
    view.gutter = Math.min(340, view.width * 0.28);
    const scale = (view.width - view.gutter) / (view.to - view.from);
    view.x = at => view.gutter + (at - view.from) * scale;
    view.at = x => view.from + (x - view.gutter) / scale;
    visible = lanesWithin(lanes, view.from, view.to);
    const last = visible.length > 0 ? visible[visible.length - 1] : null;
    const height = view.axis + (last ? last.top + last.height + laneGap : 40);
    spacer.style.height = height + 'px';
    const colors = theme();
    paintLanes(colors, Math.min(height, Math.round(window.innerHeight * 0.62)));
    paintOverview(colors);
    const isAll = view.from === whole.from && view.to === whole.to;
    document.getElementById('all').disabled = isAll; // hidden, it would move the timeline under the mouse
    document.getElementById('window').textContent = visible.length + ' of ' + lanes.length + (mode === 'process' ? ' processes' : ' locks') + (isAll ? '' : ', ' + duration(view.to - view.from) + ' from ' + timeOf(view.from, 1));
  }

  function paintLanes(colors, height) {
    const context = prepare(canvas, height);
    const above = scroll.scrollTop;
    paintAxis(context, view, colors, height);
    context.save();
    context.beginPath();
    context.rect(0, view.axis, view.width, height - view.axis);
    context.clip();
    if (mode === 'process') { paintHandOvers(context, colors, above, height); }
    for (const lane of visible) {
      const top = view.axis + lane.top - above;
      if (top > height || top + lane.height < view.axis) { continue; }
      paintTitle(context, colors, lane, top);
      for (const a of lane.items) {
        if (a.ended >= view.from && a.begun <= view.to) { paintSpan(context, view, colors, a, top + a.row * rowHeight, lane); }
      }
      if (lane.queue) { paintQueue(context, view, colors, lane, top + lane.height - queueHeight); }
    }
    if (hovered) { paintRelations(context, colors, above); }
    context.restore();
    if (selection) {
      context.fillStyle = colors.accent;
      context.globalAlpha = 0.18;
      context.fillRect(Math.min(selection.from, selection.to), view.axis, Math.abs(selection.to - selection.from), height);
      context.globalAlpha = 1;
    }
  }

  function paintTitle(context, colors, lane, top) {
    const middle = top + rowHeight / 2 + 0.5;
    context.strokeStyle = colors.line;
    context.globalAlpha = 0.6;
    context.beginPath();
    context.moveTo(0, top + lane.height + laneGap / 2 + 0.5);
    context.lineTo(view.width, top + lane.height + laneGap / 2 + 0.5);
    context.stroke();
    context.globalAlpha = 1;
    context.font = '11px system-ui, sans-serif';
    const detail = fitText(context, lane.detail, view.gutter * 0.45);
    const taken = context.measureText(detail).width;
    context.fillStyle = colors.soft;
    context.textAlign = 'right';
    context.fillText(detail, view.gutter - 14, middle);
    context.textAlign = 'left';
    context.font = '12.5px system-ui, sans-serif';
    context.fillStyle = colors.ink;
    context.fillText(fitText(context, lane.title, view.gutter - taken - 30), 2, middle);
  }

  function middleOf(a, above) {
    return a.lane?.isShown ? view.axis + a.lane.top - above + a.row * rowHeight + rowHeight / 2 : null;
  }

  // From the end of each hold to the one that had waited for it, so that the eye can follow the lock.
  function paintHandOvers(context, colors, above, height) {
    context.globalAlpha = 0.55;
    context.lineWidth = 1.25;
    for (const lane of visible) {
      for (const a of lane.items) {
        const last = a.waitedFor.length > 0 ? a.waitedFor[a.waitedFor.length - 1].acquisition : undefined;
        if (a.took === undefined || last === undefined || a.took < view.from || a.took > view.to) { continue; }
        const from = middleOf(report.acquisitions[last], above);
        const to = middleOf(a, above);
        if (from === null || Math.max(from, to) < view.axis || Math.min(from, to) > height) { continue; }
        const x = view.x(report.acquisitions[last].ended);
        const end = view.x(a.took);
        context.strokeStyle = colors.colors[a.lock].hold;
        context.beginPath();
        context.moveTo(x, from);
        context.bezierCurveTo(x + 6, (from + to) / 2, end - 6, (from + to) / 2, end, to);
        context.stroke();
      }
    }
    context.globalAlpha = 1;
    context.lineWidth = 1;
  }

  // Around the one that is pointed at, with lines to whom it waited for and who waited for it.
  function paintRelations(context, colors, above) {
    const place = a => middleOf(a, above);
    context.lineWidth = 1.5;
    context.strokeStyle = colors.ink;
    const y = place(hovered);
    if (y !== null) {
      const x = Math.max(view.gutter, view.x(mode === 'process' ? hovered.begun : hovered.took));
      context.strokeRect(x - 1.5, y - rowHeight / 2 + 1.5, Math.max(4, Math.min(view.width - 1, view.x(hovered.ended)) - x + 3), rowHeight - 3);
    }
    if (mode !== 'process') { return; }
    context.globalAlpha = 0.7;
    const pairs = [
      ...hovered.waitedFor.filter(w => w.acquisition !== undefined).map(w => [hovered, report.acquisitions[w.acquisition]]),
      ...hovered.waiters.map(waiter => [waiter, hovered]),
    ];
    for (const [waiter, holder] of pairs.slice(0, 100)) {
      const from = place(waiter);
      const to = place(holder);
      if (from === null || to === null) { continue; }
      const x = view.x(Math.min(waiter.waitedUntil, Math.max(waiter.begun, holder.took ?? holder.begun)));
      const end = view.x(Math.min(holder.ended, waiter.waitedUntil));
      context.beginPath();
      context.moveTo(x, from);
      context.bezierCurveTo(x, (from + to) / 2, end, (from + to) / 2, end, to);
      context.stroke();
    }
    context.globalAlpha = 1;
    context.lineWidth = 1;
  }

  // Above how many hold, below how many wait, for each pixel.
  function paintOverview(colors) {
    const height = 56;
    const context = prepare(overview, height);
    const width = overview.clientWidth;
    const held = new Float64Array(width + 1);
    const waiting = new Float64Array(width + 1);
    const x = at => Math.min(width, Math.max(0, Math.floor((at - whole.from) / (whole.to - whole.from) * width)));
    for (const a of shown()) {
      if (a.took !== undefined) {
        held[x(a.took)] += 1;
        held[x(a.ended) + 1] -= 1;
      }
      if (a.waitedFor.length > 0) {
        waiting[x(a.begun)] += 1;
        waiting[x(a.waitedUntil) + 1] -= 1;
      }
    }
    const half = height / 2;
    bars(held, -1, colors.accent, 0.75);
    bars(waiting, 1, colors.soft, 0.55);
    context.globalAlpha = 1;
    context.fillStyle = colors.line;
    context.fillRect(0, half - 0.5, width, 1);
    context.font = '10.5px system-ui, sans-serif';
    context.fillStyle = colors.soft;
    context.fillText('hold', 2, 10);
    context.fillText('wait', 2, height - 4);
    const from = (view.from - whole.from) / (whole.to - whole.from) * width;
    const to = (view.to - whole.from) / (whole.to - whole.from) * width;
    context.fillStyle = colors.card;
    context.globalAlpha = 0.72;
    context.fillRect(0, 0, from, height);
    context.fillRect(to, 0, width - to, height);
    context.globalAlpha = 1;
    context.strokeStyle = colors.accent;
    if (to - from < width - 1) { context.strokeRect(from + 0.5, 0.5, Math.max(2, to - from - 1), height - 1); }

    function bars(changes, direction, color, alpha) {
      let most = 0;
      for (let i = 0, now = 0; i < width; i++) {
        now += changes[i];
        most = Math.max(most, now);
      }
      context.fillStyle = color;
      context.globalAlpha = alpha;
      for (let i = 0, now = 0; i < width; i++) {
        now += changes[i];
        const high = most > 0 ? now / most * (half - 3) : 0;
        if (high > 0) { context.fillRect(i, direction < 0 ? half - high : half, 1, high); }
      }
    }
  }

  function show(from, to) {
    const least = total / 1e6;
    const span = Math.max(least, to - from);
    view.from = Math.max(whole.from, Math.min(from, whole.to - span));
    view.to = Math.min(whole.to, view.from + span);
    draw();
  }

  function zoom(factor, x) {
    const at = view.at(x);
    show(at - (at - view.from) * factor, at + (view.to - at) * factor);
  }

  function find(x, y) {
    const inside = y - view.axis + scroll.scrollTop;
    const lane = y < view.axis ? null : visible.find(one => inside >= one.top && inside < one.top + one.height);
    if (!lane || x < view.gutter) { return null; }
    const row = Math.floor((inside - lane.top) / rowHeight);
    const reach = 3 * (view.to - view.from) / (view.width - view.gutter);
    const at = view.at(x);
    let best = null;
    for (const a of lane.items) {
      const begun = mode === 'process' ? a.begun : a.took;
      const away = at < begun ? begun - at : at > a.ended ? at - a.ended : 0;
      if (a.row === row && away <= reach && (best === null || away < best.away)) { best = { a, away }; }
    }
    return best?.a ?? null;
  }

  function hover(event) {
    const box = canvas.getBoundingClientRect();
    const found = find(event.clientX - box.left, event.clientY - box.top);
    if (found !== hovered) {
      hovered = found;
      draw();
    }
    tip.hidden = !found;
    if (found) {
      tip.replaceChildren(...describe(found));
      const left = event.clientX + 18 + tip.offsetWidth > window.innerWidth ? event.clientX - 18 - tip.offsetWidth : event.clientX + 18;
      const top = Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 8);
      tip.style.left = Math.max(4, left) + 'px';
      tip.style.top = Math.max(4, top) + 'px';
    }
  }

  function listen() {
    canvas.addEventListener('pointerdown', event => {
      const x = event.clientX - canvas.getBoundingClientRect().left;
      selection = event.button === 0 ? { from: x, to: x } : null;
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener('pointermove', event => {
      if (selection) {
        selection.to = event.clientX - canvas.getBoundingClientRect().left;
        draw();
      } else {
        hover(event);
      }
    });
    canvas.addEventListener('pointerup', () => {
      const done = selection;
      selection = null;
      if (done && Math.abs(done.to - done.from) > 4) { show(view.at(Math.min(done.from, done.to)), view.at(Math.max(done.from, done.to))); } else { draw(); }
    });
    canvas.addEventListener('pointerleave', () => {
      hovered = null;
      tip.hidden = true;
      draw();
    });
    canvas.addEventListener('dblclick', () => show(whole.from, whole.to));
    scroll.addEventListener('scroll', draw);
    scroll.addEventListener('wheel', event => {
      const along = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        zoom(Math.exp(event.deltaY * 0.002), event.clientX - canvas.getBoundingClientRect().left);
      } else if (along !== 0) {
        event.preventDefault();
        const by = along * (view.to - view.from) / 900;
        show(view.from + by, view.to + by);
      }
    }, { passive: false });
    scroll.addEventListener('keydown', event => {
      const by = (view.to - view.from) / 5;
      const middle = (view.gutter + view.width) / 2;
      const action = {
        ArrowLeft: () => show(view.from - by, view.to - by), ArrowRight: () => show(view.from + by, view.to + by),
        '+': () => zoom(0.7, middle), '-': () => zoom(1 / 0.7, middle), 0: () => show(whole.from, whole.to),
      }[event.key];
      if (action) {
        event.preventDefault();
        action();
      }
    });
    const jump = event => {
      const box = overview.getBoundingClientRect();
      const at = whole.from + (event.clientX - box.left) / box.width * (whole.to - whole.from);
      const half = Math.min((view.to - view.from) / 2, (whole.to - whole.from) / 20);
      show(at - half, at + half);
    };
    overview.addEventListener('pointerdown', event => {
      overview.setPointerCapture(event.pointerId);
      jump(event);
    });
    overview.addEventListener('pointermove', event => { if (event.buttons === 1) { jump(event); } });
    window.addEventListener('resize', draw);
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  }

  return {
    arrange,
    listen,
    showAll: () => show(whole.from, whole.to),
    lanesBy: other => {
      mode = other;
      scroll.scrollTop = 0;
      arrange();
    },
    showOne: a => {
      const around = Math.max((a.ended - a.begun) * 0.6, total / 1e5);
      show(a.begun - around, a.ended + around);
      document.getElementById('timeline').scrollIntoView({ behavior: 'smooth' });
    },
  };
})();
