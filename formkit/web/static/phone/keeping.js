// What the server's pages do on a phone: each change is kept there at once, and what is sent goes
// as soon as there is a network. Without it a page can be filled in and sent as any other.
//
// A fill is a record: a draft until it has a body, which is what will be sent and never changes
// again; with a receipt once the server has it. The HTML of its page is kept beside it, so that it
// is finished in the version in which it was begun.

// One database while the page is in use; a page that is kept for the way back has none open.
let opened;
const database = () =>
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

// `work` gets the stores of fills and pages, and gives what has the `result` at the end.
const transact = async (mode, work) => {
  const t = (await database()).transaction(["fills", "pages"], mode, { durability: "strict" });
  const asked = work(t.objectStore("fills"), t.objectStore("pages"));
  return new Promise((done, fail) => {
    t.oncomplete = () => done(asked.result);
    t.onerror = t.onabort = () => fail(t.error);
  });
};

let kept = {
  all: () => transact("readonly", fills => fills.getAll()),
  page: id => transact("readonly", (_, pages) => pages.get(id)),
  // Reads and writes at once: `turn` gets the fill as it is, and gives it as it shall be; null
  // takes it away. No other page comes between.
  change: (id, turn, page) =>
    transact("readwrite", (fills, pages) => {
      const made = {};
      const asked = fills.get(id);
      asked.onsuccess = () => {
        const fill = (made.result = turn(asked.result));
        if (fill) fills.put(fill, id);
        else fills.delete(id);
        if (fill && page) pages.put(page, id);
        if (!fill || fill.receipt) pages.delete(id);
      };
      return made;
    }),
};

const fills = () => kept.all().catch(() => []);
const find = async id => (await fills()).find(x => x.id === id);
// Which fill this tab is at, so that a page that is loaded again goes on with it; "" for none.
const current = (id, path = location.pathname) =>
  attempt(() => {
    const name = "formkit " + path;
    if (id !== undefined) sessionStorage[name] = id;
    return sessionStorage[name];
  });
