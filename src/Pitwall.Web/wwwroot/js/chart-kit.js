// What both charts share: the page's colours, axes, figures and the box that says what is under the pointer.
const probe = document.createElement('i');

export function colour(name) {
  if (!probe.isConnected) {
    probe.hidden = true;
    document.body.append(probe);
  }
  probe.style.color = `var(--${name})`;
  return getComputedStyle(probe).color;
}

export const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize);
export const font = () => `${0.786 * rem()}px ${getComputedStyle(document.body).fontFamily}`;

export function tokens(value) {
  for (const [size, unit] of [[1e12, 'T'], [1e9, 'B'], [1e6, 'M'], [1e3, 'K']]) {
    if (Math.abs(value) >= size * 0.99995) return short(value / size) + unit;
  }
  return String(Math.round(value));
}

const short = value => value >= 99.95 ? value.toFixed(0) : value.toFixed(1).replace(/\.0$/, '');

export function money(dollars) {
  if (dollars === 0) return '$0';
  if (dollars < 0.005) return '<$0.01';
  return '$' + dollars.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

export const moneyTick = dollars => dollars === 0 ? '$0' : dollars >= 1 ? '$' + tokens(dollars) : '$' + dollars.toFixed(2);

export function axis({ grid = true, ...options }) {
  return {
    stroke: colour('ink-3'), font: font(), gap: 6,
    grid: { stroke: colour('line'), width: 1, show: grid },
    ticks: { show: false },
    ...options,
  };
}

// A box beside the pointer. say(index) gives { title, rows: [[name, figure], …] } or null.
export function tip(say) {
  let box;
  return {
    hooks: {
      init: [plot => {
        box = document.createElement('div');
        box.className = 'tip';
        box.hidden = true;
        plot.over.append(box);
        plot.over.addEventListener('mouseleave', () => { box.hidden = true; });
      }],
      setCursor: [plot => {
        const { idx, left } = plot.cursor;
        const said = idx == null || left < 0 ? null : say(idx);
        box.hidden = !said;
        if (!said) return;
        const title = document.createElement('strong');
        title.textContent = said.title;
        box.replaceChildren(title, ...said.rows.map(([name, figure]) => {
          const row = document.createElement('div');
          const a = document.createElement('span');
          const b = document.createElement('span');
          a.textContent = name;
          b.textContent = figure;
          row.append(a, b);
          return row;
        }));
        const width = box.offsetWidth;
        box.style.left = (left + 14 + width > plot.over.clientWidth ? Math.max(0, left - 14 - width) : left + 14) + 'px';
        box.style.top = '4px';
      }],
    },
  };
}
