// What the scripts for phones share.
const $ = (s, x = document) => x.querySelector(s);
const controls = x => all(x, "input,select,textarea");
const slot = c => (/^(radio|ch)/.test(c.type) ? "checked" : "value");
const get = c => c[slot(c)];
const put = (c, x) => (c[slot(c)] = x);
const here = () => location.pathname + location.search;
const parse = html => {
  const t = h("template");
  t.innerHTML = html;
  return $("form.fk", t.content);
};
const time = at => {
  const x = new Date(at);
  const day = x.toDateString() !== new Date().toDateString() && { day: "2-digit", month: "2-digit" };
  return x.toLocaleString(document.documentElement.lang, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};
// What the browser may refuse.
const attempt = work => {
  try {
    return work();
  } catch {}
};
