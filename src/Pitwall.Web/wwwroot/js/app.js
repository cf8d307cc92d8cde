// What every page needs. Without it the pages still work: it adds keys, live parts and charts to plain HTML.
import './theme.js';
import './times.js';
import './keys.js';
import './forms.js';
import './details.js';
import { startLive } from './live.js';
import { drawCharts } from './charts.js';

startLive();
drawCharts(document);
document.addEventListener('htmx:load', event => drawCharts(event.detail.elt));
