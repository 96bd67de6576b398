const shown = () => $("main form.fk:not(.read)");

// Everything that is typed, also what isn't asked now.
const everything = f => {
  const off = all(f, "fieldset:disabled");
  for (const b of off) b.disabled = false;
  const pairs = new URLSearchParams(new FormData(f));
  for (const b of off) b.disabled = true;
  return pairs;
};

// The page as the server shows it with what is typed, in place of this one.
const ask = async (pairs, url, body) => {
  const old = shown();
  const typed = () => String(controls(old).map(get));
  const before = typed();
  for (const name in pairs) body.set(name, pairs[name]);
  const answer = await fetch(url, { method: "POST", redirect: "error", headers: { accept: "text/html" }, body });
  // What was typed meanwhile is asked with, too.
  if (pairs["~do"] && typed() !== before) return ask(pairs, url, everything(old));
  // Its stylesheet may be another one, which this page's policy doesn't know.
  const text = (await answer.text()).replace(/<style>[^]*?<\/style>/, "");
  const page = new DOMParser().parseFromString(text, "text/html");
  const form = $("form.fk:not(.read)", page);
  if (!form?.elements["~form"]) throw Error();
  const root = document.documentElement;
  const { lang, dataset } = page.documentElement;
  if (pairs["~do"] && dataset.step === root.dataset.step && old.dataset.page) form.dataset.page = old.dataset.page;
  for (const key of ["size", "step"]) delete root.dataset[key];
  Object.assign(root.dataset, dataset);
  root.lang = lang;
  document.title = page.title;
  phone.fresh(form, $("main", page).children);
  $("meta[name=formkit]").replaceWith($("meta[name=formkit]", page));
  if (url !== here()) {
    history.replaceState(null, "", url);
    $(".fk-langs").replaceWith($(".fk-langs", page));
    anew();
  }
  // What isn't asked now wasn't sent, and stays as it was typed.
  for (const c of all(old, "fieldset:disabled *").filter(c => c.name && !body.has(c.name))) {
    const alike = controls(form).find(x => x.name === c.name && (c.type !== "radio" || x.value === c.value));
    if (alike) put(alike, get(c));
  }
  formkit.apply(form);
  if (pairs["~do"] === "open ") {
    scrollTo(0, 0);
    point($("h1", form));
  }
  await phone.rewrite();
  // What waits is told in the language of the page.
  show();
};

// What the server has to do: another language, a level that opens, a newer version.
const online = async (pairs, url = here()) => {
  try {
    await ask(pairs, url, everything(shown()));
    return true;
  } catch {
    tell("offline");
  }
};

phone.unfold = async button => {
  const url = button.getAttribute("formaction");
  const pairs = { "~do": button.value };
  if (button.closest(".fk-langs")) online(pairs, url);
  else if (await online(pairs)) location.hash = url?.split("#")[1] || "";
};

// What the server said to a fill that was sent: its problems, or that it clashes.
phone.wrong = async (fill, sent) => {
  try {
    await ask({}, here(), new URLSearchParams(sent));
    $("main .sum")?.focus();
    // The page of a clash has an id of its own, and all that was typed.
    if (fill.clash) await phone.kept.change(fill.id, () => null);
    show();
  } catch {
    if (fill.clash) phone.settle(fill);
    else tell("problems", { count: fill.problems });
  }
};

phone.resumed = (fill, newest) => {
  const form = shown();
  // A draft that was begun in an older version may be taken over into the newer one.
  if (newest && fill.form !== newest) {
    const renew = press("renew", () => online({ "~do": "open ", "~form": newest }));
    form.before(h("div", { className: "fk" }, h("p", { className: "acts" }, phrase("newer"), renew)));
  }
  // What the server said to it while nobody looked; it says it again, at the places.
  if (fill.problems) return phone.wrong(fill, new FormData(form));
  // The page was kept before some of it was mended.
  for (const x of all(form, ".err:not(:empty)")) $("[name]", x.parentNode)?.dispatchEvent(new Event("change", { bubbles: true }));
};

// Sent before with other answers: as a fill of its own, since its person says so.
const renew = async fill => {
  const { body, sha256, why, clash, ...draft } = fill;
  const id = draw();
  const html = await phone.kept.page(fill.id);
  const index = controls(parse(html)).findIndex(c => c.name === "~id");
  const values = draft.values.map((x, i) => (i === index ? id : x));
  await phone.kept.change(id, () => ({ ...draft, id, values, at: Date.now() }), html);
  await phone.kept.change(fill.id, () => null);
  phone.resume({ ...draft, id });
};
