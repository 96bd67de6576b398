// What waits on this phone, one by one: forms that aren't sent, drafts to go on with, and the codes
// of those that went while nobody looked.
const press = (key, work) => h("button", { type: "button", className: "btn", textContent: say(key), onclick: work });
const named = x => [x.title, x.label, time(x.at)].filter(Boolean).join(" · ");
const item = (x, ...rest) => h("li", {}, h("b", {}, named(x)), ...rest);
const acts = (...inside) => h("p", { className: "acts" }, ...inside);

const away = x => phone.kept.change(x.id, () => null);
const drop = x =>
  press("drop", async () => {
    if (!confirm(say("dropping", { name: named(x) }))) return;
    await away(x);
    show();
  });
const wipe = async () => {
  const fills = await phone.kept.all();
  if (!confirm(say("wiping", { count: fills.length }))) return;
  for (const x of fills) await away(x);
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith("formkit ")) localStorage.removeItem(key);
  } catch {}
  phone.next();
};

// A file that the ward takes in with `formkit import`.
const save = fills => {
  const day = new Date().toISOString().slice(0, 10);
  const rows = fills.map(({ id, path, body, at }) => ({ id, path, body, at: new Date(at).toISOString() }));
  const file = new Blob([JSON.stringify({ formkit: "fills", vocabulary: 1, fills: rows })], { type: "application/json" });
  const link = h("a", { href: URL.createObjectURL(file), download: "formkit-" + day + ".json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

phone.list = (place, { unsent, drafts, sent }) => {
  const rows = [
    ...unsent.map(x =>
      item(
        x,
        x.why && h("p", { className: "waits" }, x.why),
        x.why && acts(press(x.clash ? "again" : "retry", () => (x.clash ? renew(x) : phone.flush(true))), drop(x))
      )
    ),
    ...drafts.map(x => item(x, acts(press("resume", () => phone.resume(x)), drop(x)))),
    ...sent.map(x => item(x, h("p", {}, h("a", { href: x.receipt }, say("code", { code: x.code }))))),
  ];
  const { activeElement } = document;
  place.replaceChildren(
    place.firstChild,
    h("ul", {}, ...rows),
    acts(unsent.length && press("retry", () => phone.flush(true)), unsent.length && press("file", () => save(unsent)), press("wipe", wipe))
  );
  if (!activeElement.isConnected) place.firstChild.focus();
};
show();
