// One bar for each model call (what it cost) and a line over them (how much context it read).
// data: { at: [ms, …], cost: [dollars | null, …], sub: [0 | 1, …], context: [tokens | null, …], model: [index, …], models: [name, …] }
import { axis, colour, money, moneyTick, rem, tip, tokens } from './chart-kit.js';

export function callChart(place, data, size) {
  const count = data.at.length;
  const xs = data.at.map((_, i) => i + 1);
  const own = data.cost.map((cost, i) => data.sub[i] ? null : cost);
  const sub = data.cost.map((cost, i) => data.sub[i] ? cost : null);
  const bars = window.uPlot.paths.bars({ size: [0.8, 22], gap: count > 400 ? 0 : 1 });
  const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
  let total = 0;
  const running = data.cost.map(cost => total += cost ?? 0);

  return new window.uPlot({
    ...size,
    padding: [rem() * 0.6, 0, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { setScale: true, x: true, y: false }, points: { size: 6 } },
    scales: {
      x: { time: false, range: (_, min, max) => [min === 1 ? 0.4 : min, max === count ? count + 0.6 : max] },
      y: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 0.01] },
      context: { range: (_, __, max) => [0, max > 0 ? max * 1.08 : 1] },
    },
    axes: [
      axis({ grid: false, size: rem() * 1.9, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000] }),
      axis({ values: (_, splits) => splits.map(moneyTick), size: rem() * 4 }),
      axis({ scale: 'context', side: 1, grid: false, space: 32, values: (_, splits) => splits.map(tokens), size: rem() * 3.6 }),
    ],
    series: [
      {},
      { fill: colour('s2'), width: 0, paths: bars, points: { show: false } },
      { fill: colour('s4'), width: 0, paths: bars, points: { show: false } },
      { scale: 'context', stroke: colour('ink-2'), width: 1.5, spanGaps: true, points: { show: count < 2 } },
    ],
    plugins: [tip(i => ({
      title: `Call ${i + 1} · ${time.format(data.at[i])}`,
      rows: [
        [data.models[data.model[i]] || 'unknown model', data.sub[i] ? 'sub-agent' : ''],
        ['Cost', data.cost[i] == null ? 'no known price' : money(data.cost[i])],
        ['So far', money(running[i])],
        ['Context', data.context[i] == null ? '–' : tokens(data.context[i])],
      ],
    }))],
  }, [xs, own, sub, data.context], place);
}
