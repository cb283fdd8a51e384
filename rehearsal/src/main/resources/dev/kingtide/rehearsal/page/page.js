// The page: one time and one cursor for all charts, by mouse, wheel, touch and keyboard.

const shown = document.getElementById('shown');
const said = document.getElementById('said');
const LEAST_SECONDS = 10;
let at = null;
let saying = 0;

/** Shows the time between two seconds in all charts. */
function zoom(min, max) {
  const last = data.lengthSeconds;
  const length = Math.min(last, Math.max(LEAST_SECONDS, max - min));
  const middle = (min + max) / 2;
  const from = Math.min(Math.max(0, middle - length / 2), last - length);
  view.min = from;
  view.max = from + length;
  for (const chart of charts) chart.plot.setScale('x', {min: view.min, max: view.max});
  told();
}

/** Zooms by a factor around a second, which stays where it is. */
function zoomBy(factor, around) {
  const middle = around ?? (view.min + view.max) / 2;
  zoom(middle - (middle - view.min) * factor, middle + (view.max - middle) * factor);
}

function told() {
  const all = view.min <= 0 && view.max >= data.lengthSeconds;
  shown.textContent = at != null ? time(at) : time(view.min) + ' – ' + time(Math.ceil(view.max));
  shown.classList.toggle('at', at != null);
  document.getElementById('all').disabled = all;
  document.getElementById('out').disabled = all;
  document.getElementById('in').disabled = view.max - view.min <= LEAST_SECONDS;
}

/** A drag over a chart has ended: that part is shown. */
function selected(plot) {
  const {left, width} = plot.select;
  if (width < 4) return;
  const from = plot.posToVal(left, 'x');
  const to = plot.posToVal(left + width, 'x');
  plot.setSelect({left: 0, top: 0, width: 0, height: 0}, false);
  zoom(from, to);
}

/** The mouse points at a second of a chart, or has left it. */
function pointed(plot) {
  at = plot.cursor.left >= 0 ? plot.cursor.idx : null;
  values();
}

/** Moves the cursor of all charts to a second, and brings it into view. */
function moveTo(second, speaking) {
  at = Math.round(Math.min(Math.max(0, second), data.lengthSeconds - 1));
  const span = view.max - view.min;
  if (at < view.min || at > view.max) zoom(at - span / 2, at + span / 2);
  for (const {plot} of charts) {
    plot.setCursor({left: plot.valToPos(at, 'x'), top: 4}, false);
  }
  values();
  if (speaking) say(speaking);
}

/** Writes into all legends what there is at the cursor. */
function values() {
  for (const chart of charts) {
    for (const {line, value} of chart.entries) {
      value.textContent = at == null || !line.shown ? '' :
          line.low ? number(line.low[at]) + '–' + number(line.high[at]) : number(line.values[at]);
    }
    chart.pointed?.(at);
  }
  told();
}

/** Tells a screen reader what the cursor is at, once it rests. */
function say(chart) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    said.textContent = time(at) + ': ' + (chart.words?.(at) ?? chart.entries
        .filter(({line}) => line.shown)
        .map(({line, value}) => line.label + ' ' + value.textContent)
        .join(', ') + ' ' + chart.spec.unit);
  }, 250);
}

function onKey(event, chart) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const span = view.max - view.min;
  const step = Math.max(1, Math.round(span / (event.shiftKey ? 10 : 100)));
  const here = at ?? Math.round((view.min + view.max) / 2);
  const keys = {
    ArrowLeft: () => moveTo(here - step, chart),
    ArrowRight: () => moveTo(here + step, chart),
    PageUp: () => zoom(view.min - span / 2, view.max - span / 2),
    PageDown: () => zoom(view.min + span / 2, view.max + span / 2),
    Home: () => moveTo(view.min, chart),
    End: () => moveTo(view.max, chart),
    '+': () => zoomBy(0.5, at),
    '=': () => zoomBy(0.5, at),
    '-': () => zoomBy(2, at),
    '0': () => zoom(0, data.lengthSeconds),
    Escape: () => zoom(0, data.lengthSeconds),
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
  if (at != null) moveTo(at);
}

/** Turning the wheel with a key held zooms around the pointer; without one the page scrolls. */
function onWheel(event, plot) {
  if (!event.ctrlKey && !event.metaKey && !event.shiftKey) return;
  event.preventDefault();
  const turned = event.deltaY || event.deltaX;
  const left = event.clientX - plot.over.getBoundingClientRect().left;
  zoomBy(turned < 0 ? 0.8 : 1.25, plot.posToVal(left, 'x'));
}

/** A finger moves the cursor; up and down it scrolls the page. */
function onTouch(event, plot) {
  if (event.touches.length !== 1) return;
  const left = event.touches[0].clientX - plot.over.getBoundingClientRect().left;
  moveTo(plot.posToVal(left, 'x'));
}

function listen(chart) {
  const {plot, box} = chart;
  box.addEventListener('keydown', event => onKey(event, chart));
  box.addEventListener('focus', () => box.matches(':focus-visible') && moveTo(at ?? view.min, chart));
  plot.over.addEventListener('wheel', event => onWheel(event, plot), {passive: false});
  plot.over.addEventListener('touchstart', event => onTouch(event, plot), {passive: true});
  plot.over.addEventListener('touchmove', event => onTouch(event, plot), {passive: true});
  plot.over.addEventListener('mouseleave', () => { at = null; values(); });
}

/** A strip with a tick for each event, one row a kind, on the same clock as the charts. */
class EventStrip {
  constructor(holder) {
    this.spec = {title: 'Events', unit: '', levels: []};
    this.kinds = ['call', 'scaling', 'deployment', 'service', 'fault'];
    this.events = [...document.querySelectorAll('table.events')].flatMap(readEvents);
    this.kinds = this.kinds.filter(kind => this.events.some(event => event.kind === kind));
    this.entries = [];
    this.box = element('div', 'box');
    this.box.tabIndex = 0;
    this.box.setAttribute('role', 'group');
    this.box.setAttribute('aria-roledescription', 'chart');
    this.box.setAttribute('aria-label', 'Events. Arrow keys move, plus and minus zoom, 0 all.');
    this.text = element('p', 'happens');
    holder.append(this.box, this.text);
    this.holder = holder;
    const none = new Array(data.lengthSeconds).fill(null);
    this.plot = new uPlot(this.options(), [seconds, none], this.box);
    charts.push(this);
  }

  height() {
    return MARK_ROOM + 28 + 26 * Math.max(1, this.kinds.length);
  }

  width() {
    return Math.max(200, Math.floor(this.box.clientWidth));
  }

  options() {
    return {
      width: this.width(),
      height: this.height(),
      padding: [MARK_ROOM, 20, 0, 0],
      legend: {show: false},
      series: [{}, {show: true, points: {show: false}}],
      scales: {
        x: {time: false, range: () => [view.min, view.max]},
        y: {range: () => [-0.5, Math.max(1, this.kinds.length) - 0.5]},
      },
      axes: [timeAxis(), {
        ...axisStyle(),
        size: 52,
        grid: {show: false},
        splits: () => this.kinds.map((_, i) => i),
        values: () => this.kinds.map(kind => kind === 'deployment' ? 'deploy' : kind),
      }],
      cursor: cursor(() => style('ink')),
      hooks: {
        draw: [plot => this.draw(plot), drawMarks],
        setSelect: [selected],
        setCursor: [plot => plot.cursor.event && pointed(plot)],
      },
    };
  }

  draw(plot) {
    const {ctx, bbox} = plot;
    const ratio = devicePixelRatio;
    ctx.save();
    ctx.beginPath();
    ctx.rect(bbox.left - 2 * ratio, bbox.top, bbox.width + 4 * ratio, bbox.height);
    ctx.clip();
    for (const event of this.events) {
      if (event.to < view.min || event.from > view.max) continue;
      const row = this.kinds.indexOf(event.kind);
      const y = plot.valToPos(row, 'y', true);
      const x = plot.valToPos(event.from, 'x', true);
      const width = Math.max(2.5 * ratio, plot.valToPos(event.to, 'x', true) - x);
      const tall = (event.back ? 5 : 8) * ratio;
      ctx.globalAlpha = event.back ? 0.6 : 0.9;
      ctx.fillStyle = ctx.strokeStyle = style('event-' + event.kind);
      ctx.lineWidth = ratio;
      if (event.back) ctx.strokeRect(x, y - tall, width, 2 * tall);
      else ctx.fillRect(x, y - tall, width, 2 * tall);
    }
    ctx.restore();
  }

  /** Says which events there are around a second: as near as the eye takes for the same. */
  words(second) {
    const near = (view.max - view.min) / 150;
    const here = this.events.filter(e => e.from <= second + near && e.to >= second - near);
    if (!here.length) return 'no event';
    const more = here.length > 3 ? ' (and ' + (here.length - 3) + ' more)' : '';
    return here.slice(0, 3).map(event => event.text).join(' · ') + more;
  }

  pointed(second) {
    this.text.textContent = second == null ? '' : this.words(second);
  }
}

function readEvents(table) {
  const back = table.dataset.run !== String(document.querySelectorAll('table.events').length - 1);
  return [...table.tBodies[0].rows].map(row => ({
    back,
    kind: row.className,
    from: +row.dataset.at,
    to: +row.dataset.to,
    text: (row.cells[0].textContent + ' ' + row.cells[2].textContent).trim(),
  }));
}

const theme = document.getElementById('theme');
const dark = matchMedia('(prefers-color-scheme: dark)');

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : dark.matches;
}

/** Draws everything again in the colours there are now. */
function repaint() {
  theme.textContent = isDark() ? 'Light' : 'Dark';
  theme.setAttribute('aria-label', 'Show the page in ' + (isDark() ? 'light' : 'dark') + ' colours');
  charts.forEach(paintSamples);
  for (const {plot} of charts) plot.redraw(true, true);
}

theme.addEventListener('click', () => {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  repaint();
});
dark.addEventListener('change', repaint);

function resize() {
  for (const chart of charts) chart.plot.setSize({width: chart.width(), height: chart.height()});
}

const PAPER_PIXELS = 680;
const printing = matchMedia('print');

/** Paper is white and has a width of its own. */
function print(on) {
  document.documentElement.classList.toggle('paper', on);
  for (const chart of charts) {
    const width = on ? PAPER_PIXELS : chart.width();
    chart.plot.setSize({width, height: chart.height()});
  }
  repaint();
}
addEventListener('beforeprint', () => print(true));
addEventListener('afterprint', () => print(false));
printing.addEventListener('change', event => print(event.matches));

document.querySelectorAll('[hidden]').forEach(part => { part.hidden = false; });
for (const spec of data.charts) {
  const holder = document.getElementById('chart-' + spec.id);
  if (holder) new Chart(spec, holder);
  if (spec === data.charts[0]) new EventStrip(document.getElementById('chart-events'));
}
charts.forEach(listen);
document.querySelectorAll('button.at').forEach(button => button.addEventListener('click', () => {
  const second = +button.dataset.at;
  zoom(second - 150, second + 150);
  moveTo(second);
  document.getElementById('charts').scrollIntoView();
}));
document.getElementById('in').addEventListener('click', () => zoomBy(0.5));
document.getElementById('out').addEventListener('click', () => zoomBy(2));
document.getElementById('all').addEventListener('click', () => zoom(0, data.lengthSeconds));
new ResizeObserver(() => printing.matches || resize()).observe(document.getElementById('charts'));
told();
repaint();
