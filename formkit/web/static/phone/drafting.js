let f;
let observer;
// Whether something isn't written yet, and whether rows or questions came or went.
let changed;
let reshaped;
let writing;
let timer;
// When it was written, else why it can't be; and what else its person has to know.
let stored;
let trouble;
let notice;

const controls = form => all("input,select,textarea", form);
const get = c => (/^(radio|ch)/.test(c.type) ? c.checked : c.value);
const put = (c, x) => (/^(radio|ch)/.test(c.type) ? (c.checked = x) : (c.value = x));
const own = name => f.elements[name];

// What a draft is known by to people: its first answers, but for what is the same at each door.
const label = () => {
  const texts = controls(f)
    .filter(c => c.name[0] === "/" && c.type !== "hidden" && c.value && get(c) && !c.matches(":disabled,[data-from] *"))
    .map(c => (c.selectedOptions?.[0] || (get(c) === true ? c.parentNode : {})).textContent || (c.type === "date" ? c.value.split("-").reverse().join("/") : c.value));
  return texts.map(x => x.trim().slice(0, 40)).filter(Boolean).slice(0, 2).join(" · ");
};

const record = () => ({
  id: own("~id").value,
  form: own("~form").value,
  path: here(),
  title: $("h1", f)?.textContent || document.title,
  label: label(),
  at: Date.now(),
  tab,
  page: f.dataset.page,
  values: controls(f).map(get),
});

// Another page has this fill, or has sent it: what is here goes on as a fill of its own.
const part = () => {
  own("~id").value = make();
  current(own("~id").value);
  stored = "";
  notice = "parted";
};

const write = async () => {
  clearTimeout(timer);
  timer = 0;
  if (writing || !changed) return writing;
  changed = false;
  const page = reshaped || !stored ? f.outerHTML : null;
  reshaped = false;
  const fill = record();
  let taken;
  writing = kept
    .change(fill.id, old => {
      taken = old ? old.body || old.tab !== tab : stored;
      return taken ? old : fill;
    }, page)
    .then(
      () => {
        if (taken) {
          part();
          changed = true;
        } else {
          current(fill.id);
          stored = fill.at;
          trouble = "";
        }
      },
      () => {
        reshaped = reshaped || !!page;
        trouble = "full";
      }
    );
  await writing;
  writing = null;
  state();
  if (changed) return write();
};
const soon = () => {
  changed = true;
  timer = timer || setTimeout(write, 300);
};
const now = () => {
  changed = true;
  return write();
};

const time = at => {
  const { lang } = document.documentElement;
  const x = new Date(at);
  const day = x.toDateString() !== new Date().toDateString() && { day: "2-digit", month: "2-digit" };
  return x.toLocaleString(lang, { ...day, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
};
const line = h("p", { className: "hint kept" });
const tell = (key, values) => {
  line.setAttribute("aria-live", key === "saved" ? "off" : "polite");
  line.textContent = say(key, values);
};
const state = () => {
  const key = trouble || safe || (stored && "saved");
  if (key) tell(key, { time: time(stored) });
  if (notice) line.prepend(say(notice), " ");
  // Without a worker the page can't be opened without a network: over plain HTTP, within other apps.
  if (stored && !worked) line.append(" ", say(isSecureContext ? "inapp" : "plain"));
};
const press = (key, work, className = "btn") => h("button", { type: "button", className, textContent: say(key), onclick: work });

// Shows a form, with what else the page has to say beside it.
const fresh = (form, page = [form]) => {
  for (const x of all(".kept", form)) x.remove();
  $("main").replaceChildren(box, ...page);
  formkit.start(form);
  window.htmx?.process(form);
  use(form);
};

const use = form => {
  f = form;
  settled = null;
  stored = trouble = notice = "";
  changed = reshaped = sending = false;
  line.textContent = "";
  f.append(line);
  state();
  observer?.disconnect();
  observer = new MutationObserver(list => {
    const spoken = x => x.closest(".err,.say,.kept,[data-title]");
    if (!list.some(x => x.target.nodeType === 1 && !spoken(x.target))) return;
    reshaped = true;
    if (stored) soon();
  });
  observer.observe(f, { childList: true, subtree: true });
  // What is answered is printed as a filled copy.
  const on = (type, work) => f.addEventListener(type, () => sending || work(f.classList.remove("blank")));
  on("input", soon);
  on("change", now);
  // A button that the page minds itself; what is asked of the server is kept once it is there.
  f.addEventListener("click", e => e.defaultPrevented && setTimeout(now));
  f.addEventListener("submit", submit);
};

// Whoever asked for another form is at its title, with eyes, ears and keys.
const begin = () => {
  scrollTo(0, 0);
  const head = $("h1", f);
  if (!head) return;
  head.tabIndex = -1;
  head.focus();
};

const parse = html => {
  const t = document.createElement("template");
  t.innerHTML = html;
  return $("form.fk", t.content);
};

const resume = async (fill, early) => {
  await write();
  // Another language is another page, where one can be had without a network.
  // A form that takes no more answers has only drafts on its page.
  if (!window.formkit?.start || place(fill) !== location.pathname || (navigator.serviceWorker?.controller && fill.path !== here())) {
    try {
      sessionStorage.setItem("formkit " + place(fill), fill.id);
    } catch {}
    leave(fill.path);
    return;
  }
  const html = await kept.page(fill.id);
  const form = html && parse(html);
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
  const newer = blank?.elements["~form"].value;
  if (newer && taken.form !== newer) f.before(h("div", { className: "fk" }, h("p", { className: "acts" }, say("newer"), press("renew", () => more("online", { "~do": "open ", "~form": newer })))));
  if (!early) begin();
  show();
  // What the server said to it while nobody looked; it says it again, at the places.
  if (taken.problems) more("wrong", { ...taken, was: new FormData(f) });
};

// A new fill on this page, also without a network.
const next = () => {
  current(null);
  if (!blank) return leave(here());
  fresh(blank.cloneNode(true));
  prefill();
  begin();
  show();
};

// What stays the same from one household to the next: place, area, team, helper. A phone that keeps
// nothing asks for them again.
const LAST = "formkit last " + location.pathname;
const steady = () => all("[data-from]:not([data-from=today])", f).flatMap(controls).filter(get);
const remember = () => {
  try {
    localStorage.setItem(LAST, JSON.stringify(steady().map(c => [c.name, c.value])));
  } catch {}
};
const recall = () => {
  try {
    return JSON.parse(localStorage.getItem(LAST) || "[]");
  } catch {
    return [];
  }
};

// That, the day on this phone, and what a link names: `?/street=…`.
const prefill = () => {
  const now = new Date();
  const today = new Date(now - now.getTimezoneOffset() * 6e4).toISOString().slice(0, 10);
  const days = all("[data-from=today]", f).flatMap(controls).map(c => [c.name, today]);
  for (const [name, x] of [...days, ...recall(), ...new URLSearchParams(location.search)]) {
    for (const c of controls(f).filter(c => name[0] === "/" && c.name === name && c.type !== "hidden")) {
      put(c, c.type === "radio" || c.type === "checkbox" ? c.value === x : x);
    }
  }
  formkit.apply(f);
};
