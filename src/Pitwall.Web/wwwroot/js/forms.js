// Filters: an empty one leaves no trace in the address. A swap that failed must not look like an empty answer.
document.addEventListener('htmx:configRequest', event => {
  const parameters = event.detail.parameters;
  if (event.detail.verb !== 'get') return;
  for (const name of [...parameters.keys()]) {
    if (parameters.getAll(name).every(value => value === '')) parameters.delete(name);
  }
});

let timer;

function say(text) {
  const place = document.getElementById('said');
  if (!place) return;
  place.textContent = text;
  place.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => { place.hidden = true; }, 8000);
}

document.addEventListener('htmx:sendError', event => {
  if (!event.detail.elt.closest('[data-live]')) say('Pitwall did not answer. Is it still running?');
});
document.addEventListener('htmx:responseError', event => {
  if (!event.detail.elt.closest('[data-live]')) say(`Pitwall answered with error ${event.detail.xhr.status}. Reload the page to see what it says.`);
});
