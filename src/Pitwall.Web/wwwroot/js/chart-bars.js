// Bars over days, weeks or months, one on top of the other.
// data: { labels: ["21 Nov", …], titles: […], series: [{ name, values: [dollars or tokens, …] }], unit: "money" | "tokens" }
import { axis, colour, money, moneyTick, rem, tip, tokens } from './chart-kit.js';

export function stackedBars(place, data, size) {
  const count = data.labels.length;
  const say = data.unit === 'money' ? money : tokens;
  const tick = data.unit === 'money' ? moneyTick : tokens;
  const xs = data.labels.map((_, i) => i);
  // The highest sum is drawn first, the lower ones over it.
  const sums = [];
  data.series.forEach((series, s) => sums.push(series.values.map((value, i) => value + (s ? sums[s - 1][i] : 0))));
  const bars = window.uPlot.paths.bars({ size: [0.72, 56 * rem() / 14], gap: 1 });
  const drawn = data.series.map((series, s) => ({
    label: series.name, fill: colour(`s${Math.min(s + 1, 6)}`), width: 0, paths: bars, points: { show: false },
  })).reverse();

  return new window.uPlot({
    ...size,
    padding: [rem() * 0.6, rem() * 0.4, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: false, x: false }, points: { show: false } },
    scales: { x: { time: false, range: [-0.6, count - 0.4] }, y: { range: (_, __, max) => [0, max > 0 ? max * 1.06 : 1] } },
    axes: [
      axis({ grid: false, splits: plot => ticks(count, plot.width, data.labels), values: (_, splits) => splits.map(i => data.labels[i] ?? ''), size: rem() * 1.9 }),
      axis({ values: (_, splits) => splits.map(tick), size: rem() * 4 }),
    ],
    series: [{}, ...drawn],
    plugins: [tip(i => {
      const total = sums.length ? sums.at(-1)[i] : 0;
      const rows = data.series.map(series => [series.name, series.values[i]]).filter(([, value]) => value > 0).map(([name, value]) => [name, say(value)]);
      return { title: `${data.titles[i]}  ${say(total)}`, rows: rows.length > 1 ? rows : rows.filter(([name]) => name !== 'all') };
    })],
  }, [xs, ...sums.toReversed()], place);
}

function ticks(count, width, labels) {
  const longest = Math.max(...labels.map(label => label.length), 3);
  const step = Math.max(1, Math.ceil(count / Math.max(1, (width - rem() * 5) / (longest * rem() * 0.62))));
  const splits = [];
  // Counted from the end, so that the newest day always has its name.
  for (let i = count - 1; i >= 0; i -= step) splits.unshift(i);
  return splits;
}
