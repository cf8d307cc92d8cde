// The keyboard: / search, j k rows, Enter open, e errors, g + letter pages, t theme, ? help.
import { toggleTheme } from './theme.js';

let pending = 0;

const typing = target => target.closest?.('input:not([type="checkbox"]), select, textarea, [contenteditable]');
const rows = () => [...document.querySelectorAll('[data-row]')].filter(row => row.offsetParent !== null);

function move(step) {
  const all = rows();
  if (all.length === 0) return;
  const current = document.activeElement?.closest('[data-row]');
  let index = all.indexOf(current);
  if (index < 0) {
    // Start with what is on the screen, not at the top of a long page.
    const bar = document.querySelector('.top')?.offsetHeight ?? 0;
    const visible = all.findIndex(row => row.getBoundingClientRect().top >= bar);
    index = step > 0 ? Math.max(visible, 0) : Math.max(visible - 1, 0);
  } else {
    index = Math.min(Math.max(index + step, 0), all.length - 1);
  }
  all[index].focus({ preventScroll: true });
  all[index].scrollIntoView({ block: 'nearest' });
  const top = all[index].getBoundingClientRect().top - (document.querySelector('.top')?.offsetHeight ?? 0) - 12;
  if (top < 0) scrollBy(0, top);
}

// The next record that failed, from where the page is; after the last one the first again.
function nextError() {
  const all = [...document.querySelectorAll('.op.failed > summary, .note.error')].filter(element => element.offsetParent !== null);
  if (all.length === 0) return;
  const current = all.indexOf(document.activeElement);
  const middle = innerHeight / 2;
  const next = current >= 0 ? current + 1 : all.findIndex(element => element.getBoundingClientRect().top > middle);
  const element = all[next >= 0 && next < all.length ? next : 0];
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
  element.scrollIntoView({ block: 'center' });
}

function go(key) {
  const link = document.querySelector(`.nav a[data-key="${CSS.escape(key)}"]`);
  if (link) location.href = link.href;
}

function help() {
  const dialog = document.getElementById('help');
  if (dialog.open) dialog.close(); else dialog.showModal();
}

document.addEventListener('keydown', event => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (typing(event.target)) {
    if (event.key === 'Escape') event.target.blur();
    return;
  }
  if (pending && Date.now() - pending < 1500) {
    pending = 0;
    if (/^[a-z]$/.test(event.key)) {
      event.preventDefault();
      go(event.key);
      return;
    }
  }
  switch (event.key) {
    case '/': {
      const box = document.querySelector('[data-find]');
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
      break;
    }
    case 'j': move(1); break;
    case 'k': move(-1); break;
    case 'g': pending = Date.now(); break;
    case 'e': nextError(); break;
    case 't': toggleTheme(); break;
    case '?': event.preventDefault(); help(); break;
  }
});

document.addEventListener('click', event => {
  if (event.target.closest('[data-act="help"]')) help();
  else if (event.target.closest('[data-act="error"]')) nextError();
  else if (event.target.id === 'help') event.target.close();
});
