// Live parts. A page names its stream (data-live-source); a part names the events that concern it (data-live) and is
// asked for again by htmx (hx-trigger="live") when one comes: at once, then at most once in data-live-every ms.
// A hidden page lets go of its stream, because a browser has six connections for a host, however many pages are open.
const lastRun = new Map();
const timers = new Map();
const busy = new Set();
let source;
let first = true;

function show(next) {
  const badge = document.getElementById('live');
  if (!badge) return;
  badge.hidden = false;
  badge.dataset.state = next;
  badge.querySelector('span').textContent = { live: 'live', lost: 'reconnecting', off: 'connecting' }[next];
  badge.title = { live: 'This page updates by itself', lost: 'The connection to Pitwall is lost; trying again', off: 'Connecting to Pitwall' }[next];
}

function run(id) {
  timers.delete(id);
  const part = document.getElementById(id);
  if (!part) return;
  if (busy.has(id)) { schedule(part); return; }
  lastRun.set(id, performance.now());
  busy.add(id);
  window.htmx.trigger(part, 'live');
}

function schedule(part) {
  if (timers.has(part.id)) return;
  const every = Number(part.dataset.liveEvery) || 1000;
  const wait = (lastRun.get(part.id) ?? -every) + every - performance.now();
  timers.set(part.id, setTimeout(run, Math.max(0, wait), part.id));
}

const refresh = name => {
  for (const part of document.querySelectorAll('[data-live]')) {
    if (name === '*' || part.dataset.live.split(' ').includes(name)) schedule(part);
  }
};

function open(address) {
  show('off');
  let wasLost = false;
  source = new EventSource(address);
  source.onopen = () => {
    show('live');
    // What happened while we were away was not told: ask once for everything. What happened between the page and its
    // stream was not told either, and matters where nothing may be missing.
    if (wasLost) refresh('*');
    else if (first) document.querySelectorAll('[data-live-first]').forEach(schedule);
    wasLost = first = false;
  };
  source.onerror = () => {
    wasLost = true;
    show('lost');
    // The browser tries again by itself, unless the answer was not a stream at all.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => { if (!document.hidden) open(address); }, 5000);
  };
  const names = new Set([...document.querySelectorAll('[data-live]')].flatMap(part => part.dataset.live.split(' ')));
  for (const name of names) source.addEventListener(name, () => refresh(name));
  source.addEventListener('gap', () => refresh('*'));
}

export function startLive() {
  const address = document.body.dataset.liveSource;
  if (!address || !window.EventSource || !window.htmx) return;
  // The part itself may be gone by now: what was asked for it is not.
  document.addEventListener('htmx:afterRequest', event => busy.delete(event.detail.requestConfig?.elt.id));
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) source?.close();
    else {
      open(address);
      refresh('*');
    }
  });
  addEventListener('pagehide', () => source?.close());
  addEventListener('pageshow', event => {
    if (!event.persisted || document.hidden) return;
    open(address);
    refresh('*');
  });
  if (!document.hidden) open(address);
}
