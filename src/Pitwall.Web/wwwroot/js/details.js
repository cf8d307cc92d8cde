// A link to a record inside folded blocks opens them; new items at the end of a live timeline are announced, not jumped to.
function reveal() {
  if (!/^#r\d+$/.test(location.hash)) return;
  const item = document.getElementById(location.hash.slice(1));
  if (!item) return;
  for (let element = item.parentElement; element; element = element.parentElement) {
    if (element.tagName === 'DETAILS') element.open = true;
  }
  const own = item.querySelector(':scope > .what > details');
  if (own) own.open = true;
  item.scrollIntoView({ block: 'center' });
}

addEventListener('hashchange', reveal);
reveal();

const atEnd = () => innerHeight + scrollY >= document.documentElement.scrollHeight - 160;
let follow = false;

document.addEventListener('htmx:beforeSwap', event => {
  if (event.detail.target.id === 'tail') follow = atEnd();
});

document.addEventListener('htmx:afterSettle', event => {
  const tail = document.getElementById('tail');
  if (!tail || !event.detail.requestConfig?.path?.includes('/timeline')) return;
  if (!event.detail.requestConfig.path.includes('live=1')) return;
  const jump = document.getElementById('jump');
  if (follow) tail.scrollIntoView({ block: 'end' });
  else if (jump && document.querySelector('.it.fresh')) jump.hidden = false;
});

document.addEventListener('click', event => {
  const jump = event.target.closest('#jump');
  if (!jump) return;
  document.getElementById('tail')?.scrollIntoView({ block: 'end' });
  jump.hidden = true;
});
