// One chart: uPlot draws it; its legend, its marks and what it says are here.

const charts = [];
const view = {min: 0, max: data.lengthSeconds};
const MARK_ROOM = 26;
const style = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
const wide = () => window.innerWidth >= 700;
const paper = () => document.documentElement.classList.contains('paper');

/** An element with a class and children. */
function element(tag, className, ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

const WIDTHS = {plain: 2, thin: 1.25, wide: 5, filled: 1, dashed: 1.5, level: 2};
const LAYERS = ['filled', 'wide', 'dashed', 'thin', 'plain'];
const DASHES = {dashed: [5, 4], level: [2, 3]};

/** The lines of a chart with their values; noughts are gaps where the axis has no nought. */
function linesOf(spec) {
  return spec.lines.map(line => {
    const values = series(line.series);
    const gaps = spec.kind === 'logarithmic';
    return {...line, values: gaps ? Array.from(values, v => v > 0 ? v : null) : values};
  });
}

class Chart {
  constructor(spec, holder) {
    this.spec = spec;
    this.holder = holder;
    this.lines = linesOf(spec);
    this.bands = spec.bands.map(b => ({...b, shown: true, low: series(b.low), high: series(b.high)}));
    this.legend = element('ul', 'legend');
    this.unit = element('p', 'unit', spec.unit);
    this.box = element('div', 'box');
    this.box.tabIndex = 0;
    this.box.setAttribute('role', 'group');
    this.box.setAttribute('aria-roledescription', 'chart');
    this.box.setAttribute('aria-label', spec.title + '. Arrow keys move, plus and minus zoom, 0 all.');
    holder.append(this.legend, this.unit, this.box);
    this.buildLegend();
    this.plot = new uPlot(this.options(), this.columns(), this.box);
    charts.push(this);
  }

  /** A button for each line that hides and shows it, with the value under the cursor. */
  buildLegend() {
    this.entries = [...this.lines, ...this.bands].map(line => {
      const value = element('span', 'value');
      const sample = this.stacked ? element('canvas', 'swatch') : swatch(line);
      const button = element('button', '', sample, element('span', 'name', line.label), value);
      button.type = 'button';
      button.setAttribute('aria-pressed', String(line.shown));
      button.addEventListener('click', () => {
        line.shown = !line.shown;
        button.setAttribute('aria-pressed', String(line.shown));
        this.plot.setData(this.columns(), false);
        this.show();
      });
      this.legend.append(element('li', '', button));
      return {line, value, sample};
    });
    for (const level of this.spec.levels) {
      const line = {style: 'level', colour: 'goal'};
      this.legend.append(element('li', 'level', swatch(line), element('span', '', level.label)));
    }
  }

  get stacked() {
    return this.spec.kind === 'stacked';
  }

  /** The order in which lines are drawn: stacks from the top, areas below lines, none hidden. */
  order() {
    return this.stacked ? this.lines.slice().reverse() :
        this.lines.slice().sort((a, b) => LAYERS.indexOf(a.style) - LAYERS.indexOf(b.style));
  }

  columns() {
    const columns = [seconds];
    for (const band of this.bands) columns.push(band.high, band.low);
    const heights = this.stacked ? this.heights() : new Map();
    for (const line of this.order()) columns.push(this.stacked ? heights.get(line) : line.values);
    return columns;
  }

  /** How high each stacked line reaches: its own values on those below it. */
  heights() {
    const heights = new Map();
    let below = new Float64Array(data.lengthSeconds);
    for (const line of this.lines) {
      if (line.shown) below = line.values.map((v, i) => v + below[i]);
      heights.set(line, below);
    }
    return heights;
  }

  /** Applies which lines are shown, in uPlot's own order. */
  show() {
    const all = [...this.bands.flatMap(band => [band, band]), ...this.order()];
    this.plot.batch(() => all.forEach((line, i) => this.plot.setSeries(i + 1, {show: line.shown})));
    values();
  }

  height() {
    const key = this.holder.closest('.key');
    if (paper()) return key ? 270 : 180;
    return wide() ? (key ? 380 : 210) : (key ? 300 : 200);
  }

  options() {
    const bands = this.bands.map((band, i) => ({
      series: [2 * i + 1, 2 * i + 2],
      fill: () => style(band.colour) + '40',
    }));
    const edges = this.bands.flatMap(band => [band, band]).map(band => ({
      show: band.shown, stroke: 'transparent', width: 0, points: {show: false},
    }));
    return {
      width: this.width(),
      height: this.height(),
      padding: [MARK_ROOM, 20, 0, 0],
      legend: {show: false},
      series: [{}, ...edges, ...this.order().map(line => this.series(line))],
      bands,
      scales: {x: {time: false, range: () => [view.min, view.max]}, y: this.scale()},
      axes: [timeAxis(), this.axis()],
      cursor: cursor(index => this.colourOf(index)),
      hooks: {
        draw: [plot => drawLevels(plot, this.spec.levels), drawMarks],
        setSelect: [selected],
        setCursor: [plot => plot.cursor.event && pointed(plot)],
      },
    };
  }

  /** The colour of what is one of uPlot's series. */
  colourOf(index) {
    const all = [null, ...this.bands.flatMap(band => [band, band]), ...this.order()];
    return style(all[index].colour);
  }

  width() {
    return Math.max(200, Math.floor(this.box.clientWidth || this.holder.clientWidth));
  }

  series(line) {
    const filled = line.style === 'filled';
    return {
      show: line.shown,
      stroke: () => this.stacked ? style('page') : style(line.colour) + (line.style === 'wide' ? '66' : ''),
      width: WIDTHS[line.style],
      dash: DASHES[line.style],
      fill: filled ? plot => fill(plot, line.colour, this.stacked) : undefined,
      points: {show: false},
    };
  }

  scale() {
    if (this.spec.kind === 'logarithmic') {
      return {distr: 3, range: (plot, min, max) => this.decades(min, max)};
    }
    const least = Math.max(0, ...this.spec.levels.map(level => level.value));
    return {range: (plot, min, max) => [0, roomy(Math.max(least, this.stacked ? highest(max) : max))]};
  }

  /** Whole powers of ten around what is there and the levels. */
  decades(min, max) {
    const levels = this.spec.levels.map(level => level.value);
    const low = Math.min(min ?? 10, ...levels);
    const high = Math.max(max ?? 1000, ...levels);
    return [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high * 1.05))];
  }

  axis() {
    const logarithmic = this.spec.kind === 'logarithmic';
    return {
      ...axisStyle(),
      size: 52,
      space: 34,
      incrs: logarithmic ? undefined : WHOLE,
      ...(logarithmic ? {splits: (plot, axis, min, max) => powers(min, max)} : {}),
      values: (plot, splits) => splits.map(v => v == null ? '' : short(v)),
    };
  }
}

/** The powers of ten between two of them. */
function powers(min, max) {
  const all = [];
  for (let power = min; power <= max * 1.001; power *= 10) all.push(power);
  return all;
}

const WHOLE = Array.from({length: 13}, (_, i) => [1, 2, 5].map(d => d * 10 ** i)).flat();

/** A little more than the largest value, so that it does not touch the top. */
function roomy(max) {
  return max > 0 ? max * 1.06 : 1;
}

/** Stacks of two runs are drawn to the same height, to be compared by eye. */
function highest(max) {
  let most = max || 0;
  for (const chart of charts) {
    if (!chart.stacked || !chart.lines.length) continue;
    const top = chart.columns()[1];
    const from = Math.max(0, Math.floor(view.min));
    for (let i = from; i <= view.max; i++) if (top[i] > most) most = top[i];
  }
  return most;
}

const font = () => '12px ' + getComputedStyle(document.body).fontFamily;

function axisStyle() {
  return {
    font: font(),
    stroke: () => style('quiet'),
    grid: {stroke: () => style('grid'), width: 1},
    ticks: {show: false},
    gap: 6,
  };
}

function timeAxis() {
  return {
    ...axisStyle(),
    size: 28,
    splits: (plot, axis, min, max) => ticks(min, max, plot.bbox.width / devicePixelRatio).at,
    values: (plot, splits) => {
      const {step} = ticks(view.min, view.max, plot.bbox.width / devicePixelRatio);
      return splits.map(second => tick(second, step));
    },
  };
}

function cursor(colour) {
  return {
    y: false,
    drag: {x: true, y: false, setScale: false},
    sync: {key: 'launch', scales: ['x', null], filters: {pub: type => !/down|up|dbl/.test(type)}},
    points: {
      size: 9, width: 2, stroke: () => style('page'), fill: (plot, index) => colour(index),
    },
    bind: {dblclick: () => () => zoom(0, data.lengthSeconds)},
  };
}

/** Paints the samples of a stack's legend with the patterns that its areas have. */
function paintSamples({stacked, entries}) {
  if (!stacked) return;
  for (const {line, sample} of entries) {
    const ratio = Math.max(1, Math.round(devicePixelRatio));
    sample.width = 22 * ratio;
    sample.height = 12 * ratio;
    const context = sample.getContext('2d');
    context.fillStyle = context.createPattern(tile(line.colour), 'repeat');
    context.fillRect(0, 0, sample.width, sample.height);
  }
}

/** A swatch that shows a line's colour, and how it is drawn. */
function swatch(line) {
  const ns = 'http://www.w3.org/2000/svg';
  const svg = document.createElementNS(ns, 'svg');
  svg.setAttribute('viewBox', '0 0 22 12');
  svg.setAttribute('class', 'swatch');
  svg.setAttribute('aria-hidden', 'true');
  const filled = line.style === 'filled' || line.low;
  const shape = document.createElementNS(ns, filled ? 'rect' : 'line');
  const put = (names) => Object.entries(names).forEach(([k, v]) => shape.setAttribute(k, v));
  if (filled) {
    put({x: 1, y: 1, width: 20, height: 10, class: 'c-' + line.colour + ' area'});
    shape.style.fill = `var(--${line.colour})`;
    shape.style.fillOpacity = 0.35;
  } else {
    put({x1: 1, x2: 21, y1: 6, y2: 6});
    shape.style.stroke = `var(--${line.colour})`;
    shape.style.strokeWidth = WIDTHS[line.style] + 0.5;
    shape.style.strokeOpacity = line.style === 'wide' ? 0.4 : 1;
    shape.style.strokeDasharray = (DASHES[line.style] || []).join(' ');
  }
  svg.append(shape);
  return svg;
}

/** The fill of an area: a tint, or for stacks the whole colour with a pattern of its own. */
function fill(plot, colour, stacked) {
  if (!stacked) return style(colour) + '33';
  return plot.ctx.createPattern(tile(colour), 'repeat');
}

const PATTERNS = {
  lostRefusedRequests: [],
  lostTimeoutRequests: [[0, 8, 8, 0]],
  lost502Requests: [[0, 0, 8, 8]],
  lost503Requests: [[0, 4, 8, 4]],
  lost504Requests: [[4, 0, 4, 8]],
  lostKilledInFlightRequests: [[0, 0, 8, 8], [0, 8, 8, 0]],
  lostGaveUpRequests: [[0, 4, 8, 4], [4, 0, 4, 8]],
};

function tile(colour) {
  const ratio = Math.max(1, Math.round(devicePixelRatio));
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 8 * ratio;
  const context = canvas.getContext('2d');
  context.scale(ratio, ratio);
  context.fillStyle = style(colour);
  context.fillRect(0, 0, 8, 8);
  context.strokeStyle = style('page');
  context.globalAlpha = 0.55;
  context.lineWidth = 1.2;
  for (const [x1, y1, x2, y2] of PATTERNS[colour] || []) {
    for (const [dx, dy] of [[0, 0], [8, 0], [-8, 0], [0, 8], [0, -8]]) {
      context.beginPath();
      context.moveTo(x1 + dx, y1 + dy);
      context.lineTo(x2 + dx, y2 + dy);
      context.stroke();
    }
  }
  return canvas;
}

/** A dotted line across for each level. */
function drawLevels(plot, levels) {
  const {ctx, bbox} = plot;
  const ratio = devicePixelRatio;
  for (const level of levels) {
    const y = Math.round(plot.valToPos(level.value, 'y', true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.save();
    ctx.strokeStyle = style('goal');
    ctx.lineWidth = WIDTHS.level * ratio;
    ctx.setLineDash(DASHES.level.map(dash => dash * ratio));
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.restore();
  }
}

/** The moments that matter: a line at each, and over the chart its sign, none over another. */
function drawMarks(plot) {
  const {ctx, bbox} = plot;
  const ratio = devicePixelRatio;
  const seen = data.marks
      .filter(mark => mark.at >= view.min && mark.at <= view.max)
      .map(mark => ({...mark, x: plot.valToPos(mark.at, 'x', true)}))
      .sort((a, b) => a.x - b.x);
  spread(seen, 19 * ratio, bbox.left, bbox.left + bbox.width + 8 * ratio);
  ctx.save();
  for (const mark of seen) drawLead(ctx, bbox, ratio, mark);
  for (const mark of seen) drawSign(ctx, bbox.top - 14 * ratio, ratio, mark);
  ctx.restore();
}

/** Signs as near to their moments as they can be side by side: crowds stay around their middle. */
function spread(marks, apart, least, most) {
  const crowds = [];
  marks.forEach((mark, i) => {
    let crowd = {middle: mark.x - i * apart, size: 1};
    while (crowds.length && crowds[crowds.length - 1].middle >= crowd.middle) {
      const last = crowds.pop();
      const size = last.size + crowd.size;
      crowd = {middle: (last.middle * last.size + crowd.middle * crowd.size) / size, size};
    }
    crowds.push(crowd);
  });
  const middles = crowds.flatMap(crowd => new Array(crowd.size).fill(crowd.middle));
  marks.forEach((mark, i) => {
    const last = most - (marks.length - 1 - i) * apart;
    mark.sx = Math.min(Math.max(middles[i] + i * apart, least + i * apart), last);
  });
}

function inkOf(mark) {
  return style(mark.back ? 'quiet' : 'ink');
}

function drawLead(ctx, bbox, ratio, mark) {
  const x = Math.round(mark.x);
  ctx.strokeStyle = inkOf(mark);
  ctx.lineWidth = ratio;
  ctx.setLineDash(mark.back ? [3 * ratio, 3 * ratio] : []);
  ctx.globalAlpha = 0.55;
  ctx.beginPath();
  ctx.moveTo(mark.sx, bbox.top - 14 * ratio);
  ctx.lineTo(x, bbox.top - 2 * ratio);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
}

function drawSign(ctx, y, ratio, mark) {
  const ink = inkOf(mark);
  ctx.globalAlpha = 1;
  ctx.setLineDash([]);
  ctx.strokeStyle = ink;
  ctx.beginPath();
  ctx.arc(mark.sx, y, 8 * ratio, 0, 7);
  ctx.fillStyle = mark.back ? style('page') : ink;
  ctx.fill();
  ctx.stroke();
  ctx.fillStyle = mark.back ? ink : style('page');
  ctx.font = `600 ${11 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'middle';
  ctx.fillText(mark.sign, mark.sx, y + 0.5 * ratio);
}
