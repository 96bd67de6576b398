const clean = (x, exact) => {
  x = x.replace(/\r\n?/g, "\n");
  if (exact) return x.normalize();
  x = x.replace(/\p{sc=Khmer}/u.test(x) ? /[\u2060\ufeff]/g : /[\u200b-\u200d\u2060\ufeff]/g, "");
  return x.normalize().replace(/([^\S\n]|\x85)+/g, " ").replace(/ \n/g, "\n").trim();
};

const NUMBER = /^[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?(e[+-]?\d+)?$/i;

// The number; or the text where it is none, or one to some people and another to others.
const number = (x, lang, integer) => {
  let text = x.replace(/\u2212/g, "-");
  if (/^vi\b/i.test(lang)) {
    const turned = text.replace(/[.,]/g, sign => (sign === "," ? "." : ","));
    if (!integer && /^[+-]?[1-9]\d{0,2},\d{3}$/.test(turned)) return x;
    if (/,/.test(text) || NUMBER.test(turned)) text = turned;
  }
  const value = +text.replace(/,/g, "");
  return NUMBER.test(text) && isFinite(value) ? value : x;
};

const TYPES = {
  number,
  integer: (x, lang) => number(x, lang, true),
  tel: x => {
    const text = x.replace(/[\s.()-]/g, "");
    return /[^+\d]/.test(text) ? x : text.replace(/^(\+|00)?84(?=\d{9}$)/, "0");
  },
};

// What a control says; undefined where it is blank.
const value = (f, c) => {
  if (c.value === "" || get(c) === false) return;
  const { t, j } = (c.selectedOptions?.[0] || c).dataset;
  if (j !== undefined) return JSON.parse(j || c.value);
  const x = clean(c.value, t === "exact");
  if (!x) return;
  const offset = f.elements[c.name.replace("/", "~z/")];
  // Browsers leave out seconds that are zero.
  if (offset && /:/.test(x)) return x.replace(/^(.{11})?\d\d:\d\d$/, "$&:00") + offset.value;
  return (TYPES[t] || String)(x, f.dataset.lang);
};

const outer = p => p.replace(/\/[^/]*$/, "");
// Only ASCII is encoded there, so the old function does just what is needed.
const key = p => unescape(p.split("/").pop()).replace(/~1/g, "/").replace(/~0/g, "~");
