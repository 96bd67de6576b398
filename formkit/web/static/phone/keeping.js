// What the server's pages do on a phone: each change is kept there at once, and what is sent goes
// as soon as there is a network. Without it a page can be filled in and sent as any other.
//
// A fill is a record: a draft until it has a body, which is what will be sent and never changes
// again; with a receipt once the server has it. The HTML of its page is kept beside it, so that it
// is finished in the version in which it was begun.
const $ = (s, x = document) => x.querySelector(s);
const all = (s, x) => [...x.querySelectorAll(s)];
const settings = page => JSON.parse($("meta[name=formkit]", page).content);
let { words, days, base, rest } = settings(document);
const say = (key, values = {}) => words[key].replace(/%\((\w+)\)s/g, (_, name) => values[name]);
const hex = bytes => [...new Uint8Array(bytes)].map(x => (x + 256).toString(16).slice(1)).join("");
const make = () => hex(crypto.getRandomValues(new Uint8Array(16)));
const h = (name, props, ...inside) => {
  const x = Object.assign(document.createElement(name), props);
  x.append(...inside.filter(Boolean));
  return x;
};
const here = () => location.pathname + location.search;
const place = x => new URL(x.path, location).pathname;
// This page, as long as it is open: of two that show one draft only the last goes on with it.
const tab = make();

// One database while the page is in use; a page that is kept for the way back has none open.
let opened;
const open = () =>
  (opened = opened || new Promise((done, fail) => {
    const asked = indexedDB.open("formkit", 1);
    asked.onupgradeneeded = () => {
      for (const name of ["fills", "pages"]) asked.result.createObjectStore(name);
    };
    asked.onerror = () => fail(asked.error);
    asked.onsuccess = () => {
      asked.result.onversionchange = asked.result.onclose = close;
      done(asked.result);
    };
  }));
const close = () => {
  opened?.then(x => x.close()).catch(() => {});
  opened = null;
};

// `work` gets the stores of fills and pages; what it hands to `give` is the result.
const transact = async (mode, work) => {
  const base = await open();
  return new Promise((done, fail) => {
    const t = base.transaction(["fills", "pages"], mode, { durability: "strict" });
    let found;
    t.oncomplete = () => done(found);
    t.onerror = t.onabort = () => fail(t.error);
    work(t.objectStore("fills"), t.objectStore("pages"), x => (found = x));
  });
};
const read = (request, give) => (request.onsuccess = () => give(request.result));

const DATABASE = {
  all: () => transact("readonly", (fills, _, give) => read(fills.getAll(), give)),
  page: id => transact("readonly", (_, pages, give) => read(pages.get(id), give)),
  // Reads and writes at once: `turn` gets the fill as it is, and gives it as it shall be; null
  // takes it away. No other page comes between.
  change: (id, turn, page) =>
    transact("readwrite", (fills, pages, give) =>
      read(fills.get(id), old => {
        const fill = turn(old);
        if (fill) fills.put(fill, id);
        else fills.delete(id);
        if (fill && page) pages.put(page, id);
        if (!fill || fill.receipt) pages.delete(id);
        give(fill);
      })
    ),
};

let kept;
let safe = "";
const choose = async () => {
  try {
    await open();
    kept = DATABASE;
  } catch {
    [kept, safe] = (await more("otherwise")) || [];
  }
};

// Which fill this tab is at, so that a page that is loaded again goes on with it.
const NAME = "formkit " + location.pathname;
const current = id => {
  try {
    if (id) sessionStorage.setItem(NAME, id);
    else if (id === null) sessionStorage.removeItem(NAME);
    return sessionStorage.getItem(NAME);
  } catch {
    return null;
  }
};
