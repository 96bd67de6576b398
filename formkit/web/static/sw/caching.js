// Keeps the forms that were opened on this phone ready for when there is no network: their pages,
// and the files that these name. A draft keeps the page of its version by itself.
const NAME = "formkit";
// All but htmx, which asks the server and is of no use without it.
const FILES = /[^"]*\/static\/\w+\/(?!htmx)[\w.]+/g;

const own = (page, path) => new URL(path, page).href;

// The page as the server has it now, with its files; only what is a form's page, and no answer of
// somebody in between.
const keep = async url => {
  const answer = await fetch(url, { cache: "no-cache", credentials: "same-origin" });
  const text = answer.ok && !answer.redirected ? await answer.clone().text() : "";
  if (!text.includes('name="~form"')) return;
  const cache = await caches.open(NAME);
  for (const path of new Set(text.match(FILES))) {
    if (await cache.match(own(url, path))) continue;
    const file = await fetch(own(url, path));
    if (!file.ok || file.redirected || /html/.test(file.headers.get("content-type"))) return;
    await cache.put(own(url, path), file);
  }
  await cache.put(url, answer);
  await tidy(cache);
};

// Files that no kept page names any more.
const tidy = async cache => {
  const requests = await cache.keys();
  const named = new Set();
  for (const { url } of requests) {
    if (url.includes("/static/")) continue;
    const text = await (await cache.match(url)).text();
    for (const path of text.match(FILES) || []) named.add(own(url, path));
  }
  for (const { url } of requests) if (url.includes("/static/") && !named.has(url)) await cache.delete(url);
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", e => e.waitUntil(clients.claim()));
// A page that was there before: what it was loaded with isn't kept yet.
addEventListener("message", e => {
  const url = own(location, e.data);
  e.waitUntil(caches.match(url).then(kept => kept || keep(url)).catch(() => {}));
});

addEventListener("fetch", e => {
  const { method, mode, url } = e.request;
  const address = url.split("#")[0];
  if (method !== "GET" || (mode !== "navigate" && !address.includes("/static/"))) return;
  const match = options => caches.open(NAME).then(cache => cache.match(address, options));
  // Without a network the form in another language is more than nothing.
  const get = () => fetch(e.request).catch(async error => (await match({ ignoreSearch: true })) || Promise.reject(error));
  const found = match();
  e.respondWith(found.then(kept => kept || get()));
  if (mode === "navigate") e.waitUntil(found.then(kept => kept && keep(address)).catch(() => {}));
});
