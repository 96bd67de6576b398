// What the scripts for phones share.
const $ = (s, x = document) => x.querySelector(s);
// What the server told, in the language of the page that shows.
const settings = () => JSON.parse($("meta[name=formkit]").content);
const phrase = (key, values) => worded(settings().words[key], values);
const controls = x => all(x, "input,select,textarea");
const put = (c, x) => (c[slot(c)] = x);
const here = () => location.pathname + location.search;
// The page that is open now is kept ready too, once there is a worker.
const anew = () => navigator.serviceWorker?.ready.then(x => x.active.postMessage(here()));
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
