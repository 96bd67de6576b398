// What waits on this phone, one by one: forms that aren't sent, drafts to go on with, and the codes
// of those that went while nobody looked.

// What a draft is known by to people: its first answers, but for what is the same at each door.
const labels = {};
const label = async ({ id, at, values }) => {
  const form = parse(await phone.kept.page(id));
  if (!form) return;
  controls(form).forEach((c, i) => put(c, values[i]));
  const texts = controls(form)
    .filter(c => c.name[0] === "/" && c.type !== "hidden" && c.value && get(c) && !c.matches(":disabled,[data-from] *"))
    .map(c => (c.selectedOptions?.[0] || (get(c) === true ? c.parentNode : {})).textContent || (c.type === "date" ? c.value.split("-").reverse().join("/") : c.value));
  labels[id + at] = texts.map(x => x.trim().slice(0, 40)).filter(Boolean).slice(0, 2).join(" · ");
};
const named = x => [x.title, labels[x.id + x.at], time(x.at)].filter(Boolean).join(" · ");
// Its buttons are told with its name.
const item = (x, ...rest) => {
  const row = h("li", {}, h("b", { id: "fill-" + x.id }, named(x)), ...rest);
  for (const c of all(row, "button,a")) c.setAttribute("aria-describedby", "fill-" + x.id);
  return row;
};
const acts = (...inside) => h("p", { className: "acts" }, ...inside);

const away = x => phone.kept.change(x.id, () => null);
const drop = x =>
  press("drop", async () => {
    if (!confirm(phrase("dropping", { name: named(x) }))) return;
    await away(x);
    show();
  });
const wipe = async () => {
  const fills = await phone.kept.all();
  if (!confirm(phrase("wiping", { count: fills.length }))) return;
  for (const x of fills) await away(x);
  attempt(() => Object.keys(localStorage).forEach(key => key.startsWith("formkit ") && localStorage.removeItem(key)));
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

let newest;
phone.list = async (place, { unsent, drafts, sent }) => {
  const turn = (newest = {});
  for (const x of [...unsent, ...drafts]) if (!(x.id + x.at in labels)) await label(x);
  // Another list may have come meanwhile.
  if (turn !== newest) return;
  const group = (key, list, each, ...rest) =>
    list.length ? [h("h2", key === "unsent" && { className: "w" }, phrase(key, { count: list.length })), h("ul", {}, ...list.map(each)), ...rest] : [];
  const retry = press("retry", () => phone.again(true));
  const file = press("file", () => save(unsent));
  const controls = () => all(place, "summary,button,a");
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
    ...group("sent", sent, x => item(x, acts(h("a", { className: "btn", href: x.receipt }, phrase("code", { code: x.code.replace(/...(?=.)/g, "$& ") }))))),
    acts(press("wipe", wipe))
  );
  // Whoever is in the list stays at the same place of it.
  if (at >= 0) (controls()[at] || place.firstChild).focus();
};
show();
