// Light or dark. The choice is a cookie, so that the server writes it into the page and nothing flashes.
const root = document.documentElement;
const dark = matchMedia('(prefers-color-scheme: dark)');

export const isDark = () => (root.dataset.theme || (dark.matches ? 'dark' : 'light')) === 'dark';

const announce = () => document.dispatchEvent(new CustomEvent('pitwall:theme'));

export function toggleTheme() {
  const theme = isDark() ? 'light' : 'dark';
  // Choosing what the system has anyway means: follow the system again.
  if ((theme === 'dark') === dark.matches) {
    delete root.dataset.theme;
    document.cookie = 'pitwall-theme=; path=/; max-age=0; samesite=strict';
  } else {
    root.dataset.theme = theme;
    document.cookie = `pitwall-theme=${theme}; path=/; max-age=31536000; samesite=strict`;
  }
  announce();
}

dark.addEventListener('change', announce);
document.addEventListener('click', event => {
  if (event.target.closest('[data-act="theme"]')) toggleTheme();
});
