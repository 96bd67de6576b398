// What every script of formkit needs, also one that comes later.
const all = (x, s) => [...x.querySelectorAll(s)];
const slot = c => (/^(radio|ch)/.test(c.type) ? "checked" : "value");
const get = c => c[slot(c)];
const h = (name, props, ...inside) => {
  const x = Object.assign(document.createElement(name), props);
  x.append(...inside.filter(Boolean));
  return x;
};

// A sentence with what belongs in it.
const worded = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name]);

// Eyes, ears and keys go to a place that takes no answer.
const point = (x, how) => {
  if (!x) return;
  x.tabIndex = -1;
  x.focus(how);
};

// An id of 128 bits; plain HTTP has no `randomUUID`.
const hex = bytes => bytes.reduce((text, x) => text + (x + 256).toString(16).slice(1), "");
const draw = () => hex(crypto.getRandomValues(new Uint8Array(16)));

// What the clock on the wall says, as ISO 8601 has it.
const local = () => new Date(Date().slice(0, 28)).toISOString().slice(0, 19);
