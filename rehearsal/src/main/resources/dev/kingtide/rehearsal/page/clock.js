// The launch's data and its clock: seconds count from the launch's start, people read local time.

const data = JSON.parse(document.getElementById('data').textContent);
const seconds = Float64Array.from({length: data.lengthSeconds}, (_, i) => i);

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const DAY = 86400;

/** Local wall-clock seconds since the epoch at a second of the launch. */
function local(second) {
  let ahead = data.offsets[0][1];
  for (const [from, offset] of data.offsets) {
    if (second >= from) ahead = offset;
  }
  return data.startSeconds + Math.floor(second) + ahead;
}

const two = number => String(number).padStart(2, '0');

/** A time of day, with its day where the launch has more than one. */
function time(second) {
  const date = new Date(local(second) * 1000);
  const clock = two(date.getUTCHours()) + ':' + two(date.getUTCMinutes()) + ':' +
      two(date.getUTCSeconds());
  return data.lengthSeconds > DAY ? day(date) + ' ' + clock : clock;
}

function day(date) {
  return date.getUTCDate() + ' ' + MONTHS[date.getUTCMonth()];
}

/** What a tick of the time axis is called: no more of the time than tells it from the others. */
function tick(second, step) {
  const date = new Date(local(second) * 1000);
  const hours = date.getUTCHours();
  const minutes = date.getUTCMinutes();
  if (data.lengthSeconds > DAY && (step >= DAY || (!hours && !minutes && !date.getUTCSeconds()))) {
    return day(date);
  }
  return two(hours) + ':' + two(minutes) + (step < 60 ? ':' + two(date.getUTCSeconds()) : '');
}

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200,
  DAY, 2 * DAY];

/** The whole moments of local time between two seconds that a width in pixels has room for. */
function ticks(min, max, width) {
  const room = Math.max(2, Math.floor(width / (max - min < 600 ? 84 : 66)));
  const step = STEPS.find(s => (max - min) / s <= room) || STEPS[STEPS.length - 1];
  const ahead = local(min) - Math.floor(min);
  const at = [];
  for (let t = Math.ceil((min + ahead) / step) * step - ahead; t <= max; t += step) at.push(t);
  return {at, step};
}

/** A figure as people read it. */
function number(value) {
  if (value == null || Number.isNaN(value)) return '–';
  const digits = Math.abs(value) < 10 && value !== Math.round(value) ? 1 : 0;
  return value.toLocaleString('en-US', {minimumFractionDigits: digits, maximumFractionDigits: digits});
}

/** The same, short enough for an axis. */
function short(value) {
  if (value >= 1e6) return +(value / 1e6).toPrecision(3) + 'M';
  if (value >= 1e4) return +(value / 1e3).toPrecision(3) + 'k';
  return value.toLocaleString('en-US');
}

const unpacked = new Map();

/** The values of a series, one a second; all noughts when the report has no such series. */
function series(key) {
  if (unpacked.has(key)) return unpacked.get(key);
  const packed = data.series[key];
  const values = !packed ? new Float64Array(data.lengthSeconds) :
      packed.as ? series(packed.as) : unpack(packed);
  unpacked.set(key, values);
  return values;
}

/**
 * Undoes Packed.java: differences of seven bits a byte, none of them followed by how many more. A run
 * that is shorter than the other one ends in a gap.
 */
function unpack({scale, data: base64}) {
  const bytes = atob(base64);
  const values = new Float64Array(data.lengthSeconds);
  let at = 0;
  let next = 0;
  let value = 0;
  const read = () => {
    let result = 0;
    let factor = 1;
    for (;;) {
      const byte = bytes.charCodeAt(at++);
      result += (byte & 127) * factor;
      if (byte < 128) return result;
      factor *= 128;
    }
  };
  while (at < bytes.length) {
    const difference = read();
    if (difference === 0) {
      for (let more = read(); more >= 0; more--) values[next++] = value / scale;
    } else {
      value += difference % 2 ? -(difference + 1) / 2 : difference / 2;
      values[next++] = value / scale;
    }
  }
  return next < values.length ? Array.from(values, (v, i) => i < next ? v : null) : values;
}
