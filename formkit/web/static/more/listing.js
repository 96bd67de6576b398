// What waits on this phone, one by one: forms that aren't sent, drafts to go on with, and the codes
// of those that went while nobody looked.
const press = (key, work) => h("button", { type: "button", className: "btn", textContent: say(key), onclick: work });
const named = x => [x.title, x.label, time(x.at)].filter(Boolean).join(" · ");
// Its buttons are told with its name.
const item = (x, ...rest) => {
  const row = h("li", {}, h("b", { id: "fill-" + x.id }, named(x)), ...rest);
  for (const c of all("button,a", row)) c.setAttribute("aria-describedby", "fill-" + x.id);
  return row;
};
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
  const group = (key, list, each, ...rest) =>
    list.length ? [h("h2", key === "unsent" && { className: "w" }, say(key, { count: list.length })), h("ul", {}, ...list.map(each)), ...rest] : [];
  const retry = press("retry", () => phone.flush(true));
  const file = press("file", () => save(unsent));
  const controls = () => all("summary,button,a", place);
  const at = controls().indexOf(document.activeElement);
  place.replaceChildren(
    place.firstChild,
    ...group(
      "unsent",
      unsent,
      x => item(x, x.why && h("p", { className: "w" }, x.why), x.why && acts(x.clash && press("again", () => renew(x)), drop(x))),
      acts(retry, file)
    ),
    ...group("drafts", drafts, x => item(x, acts(press("resume", () => phone.resume(x)), drop(x)))),
    ...group("sent", sent, x => item(x, acts(h("a", { className: "btn", href: x.receipt }, say("code", { code: x.code.replace(/...(?=.)/g, "$& ") }))))),
    acts(press("wipe", wipe))
  );
  // Whoever is in the list stays at the same place of it.
  if (at >= 0) (controls()[at] || place.firstChild).focus();
};
show();
