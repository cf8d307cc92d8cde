// Charts. The server puts the figures into data-chart as JSON; uPlot draws them in the colours of the page.
import { stackedBars } from './chart-bars.js';
import { callChart } from './chart-calls.js';

const kinds = { bars: stackedBars, calls: callChart };
const drawn = new Map();

export function drawCharts(root) {
  if (!window.uPlot) return;
  const places = root.querySelectorAll ? [...root.querySelectorAll('[data-chart]')] : [];
  if (root.matches?.('[data-chart]')) places.push(root);
  places.forEach(draw);
}

function draw(place) {
  const make = kinds[place.dataset.kind];
  if (!make) return;
  drawn.get(place)?.destroy();
  place.replaceChildren();
  const data = JSON.parse(place.dataset.chart);
  const plot = make(place, data, { width: place.clientWidth, height: place.clientHeight });
  drawn.set(place, plot);
}

const resize = new ResizeObserver(() => {
  for (const [place, plot] of drawn) {
    if (!place.isConnected) { plot.destroy(); drawn.delete(place); }
    else if (place.clientWidth && place.clientWidth !== plot.width) plot.setSize({ width: place.clientWidth, height: place.clientHeight });
  }
});
resize.observe(document.body);
document.addEventListener('pitwall:theme', () => [...drawn.keys()].filter(place => place.isConnected).forEach(draw));
