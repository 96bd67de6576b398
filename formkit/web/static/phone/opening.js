const place = x => new URL(x.path, location).pathname;

// Shows a form, with what else the page has to say beside it.
const fresh = (form, page = [form]) => {
  for (const x of all(form, ".kept")) x.remove();
  $("main").replaceChildren(box, ...page);
  start(form);
  window.htmx?.process(form);
  use(form);
};

const use = form => {
  f = form;
  stored = trouble = notice = "";
  changed = reshaped = sending = false;
  line.textContent = "";
  f.append(line);
  state();
  // What is answered is printed as a filled copy.
  const on = (type, work) => f.addEventListener(type, () => sending || work(f.classList.remove("blank")));
  on("input", soon);
  on("change", now);
  // A button that the page minds itself, such as one for another row; what is asked of the server is
  // kept once it is there.
  f.addEventListener("click", e => e.defaultPrevented && setTimeout(rewrite, 50));
  f.addEventListener("submit", submit);
};

// Whoever asked for another form is at its title.
const begin = () => {
  scrollTo(0, 0);
  point($("h1", f));
};

const resume = async (fill, early) => {
  await write();
  // Another form, or another language where its page can be had without a network.
  if (place(fill) !== location.pathname || (navigator.serviceWorker?.controller && fill.path !== here())) {
    current(fill.id, place(fill));
    return leave(fill.path);
  }
  const form = parse(await kept.page(fill.id));
  if (!form) return;
  const taken = await kept.change(fill.id, old => old && { ...old, tab });
  if (!taken || taken.body) return show();
  controls(form).forEach((c, i) => put(c, taken.values[i]));
  if (taken.page) form.dataset.page = taken.page;
  fresh(form);
  history.replaceState(null, "", fill.path);
  current(fill.id);
  stored = fill.at;
  state();
  if (!early) begin();
  show();
  // Meanwhile it may have been judged, and another version may have come.
  more("resumed", taken, blank?.elements["~form"].value);
};

// A new fill on this page, also without a network.
const next = () => {
  current("");
  if (!blank) return leave(here());
  fresh(blank.cloneNode(true));
  prefill();
  begin();
  show();
};

// What stays the same from one household to the next: place, area, team, helper. A phone that keeps
// nothing asks for them again.
const LAST = "formkit last " + location.pathname;
const remember = () => {
  const steady = all(f, "[data-from]:not([data-from=today])").flatMap(controls).filter(get);
  attempt(() => (localStorage[LAST] = JSON.stringify(steady.map(c => [c.name, c.value]))));
};

// That, the day on this phone, and what a link names: `?/street=…`.
const prefill = () => {
  const days = all(f, "[data-from=today]").flatMap(controls).map(c => [c.name, local().slice(0, 10)]);
  const last = attempt(() => JSON.parse(localStorage[LAST])) || [];
  for (const [name, x] of [...days, ...last, ...new URLSearchParams(location.search)]) {
    for (const c of controls(f).filter(c => name[0] === "/" && c.name === name && c.type !== "hidden")) {
      put(c, slot(c) === "checked" ? c.value === x : x);
    }
  }
  apply(f);
};
