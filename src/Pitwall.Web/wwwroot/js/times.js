// Keeps relative times true while a page is open. Says the same as Times.Ago on the server.
const second = 1000, minute = 60 * second, hour = 60 * minute, day = 24 * hour;

function ago(at, now) {
  const age = now - at;
  if (age < -minute || age >= 30 * day) return null;
  if (age < 5 * second) return 'now';
  if (age < minute) return `${Math.floor(age / second)} s ago`;
  if (age < hour) return `${Math.floor(age / minute)} min ago`;
  if (age < day) return `${Math.floor(age / hour)} h ago`;
  return `${Math.floor(age / day)} d ago`;
}

function refresh() {
  if (document.hidden) return;
  const now = Date.now();
  for (const element of document.querySelectorAll('time[data-ago]')) {
    const text = ago(Date.parse(element.dateTime), now);
    if (text && element.textContent !== text) element.textContent = text;
  }
}

setInterval(refresh, 10 * second);
document.addEventListener('visibilitychange', refresh);
