// What another script needs of this one, and gives to it once it is asked for.
const phone = (window.formkitPhone = {
  $, all, h, say, tell, time, here, controls, get, put, make, parse,
  form: () => f,
  next: () => (f ? next() : show()),
  rewrite: () => {
    reshaped = true;
    return now();
  },
  speak: page => ({ words } = settings(page)),
});
let coming;
const more = async (name, ...x) => {
  coming = coming || new Promise((done, fail) => document.head.append(h("script", { src: rest, onload: done, onerror: fail })));
  try {
    await coming;
    return phone[name](...x);
  } catch {
    coming = null;
    if (name !== "list") tell("offline");
  }
};

// What waits on this phone, in one line that opens; what it opens to comes with another script.
const box = h("aside", { className: "fk phone" });
const told = h("summary");
const waits = h("details", {}, told);
let waiting = 0;
const show = async () => {
  if (!kept) return;
  const fills = (await kept.all().catch(() => [])).sort((a, b) => a.at - b.at);
  const at = f && own("~id").value;
  const groups = {
    unsent: fills.filter(x => x.body && !x.receipt),
    drafts: fills.filter(x => !x.body && x.id !== at && (!f || place(x) === location.pathname)),
    sent: fills.filter(x => x.receipt),
  };
  waiting = groups.unsent.length;
  const counts = Object.keys(groups).filter(key => groups[key].length);
  told.textContent = counts.map(key => say(key, { count: groups[key].length })).join(" · ");
  if (!counts.length) return waits.remove();
  if (!waits.isConnected) box.append(waits);
  if (groups.unsent.some(x => x.why)) waits.open = true;
  more("list", waits, groups);
};

let going;
const leave = url => {
  going = true;
  location.assign(url);
};

const boot = async () => {
  // Without the other script the browser sends the form by itself.
  const form = window.formkit && $("main form.fk:not(.read)");
  await choose();
  if (!kept) return;
  phone.kept = kept;
  const old = Date.now() - days * 864e5;
  for (const x of await kept.all().catch(() => [])) {
    // Whose receipt is shown has no need of its code here.
    if (x.receipt === location.pathname || (x.at < old && (x.receipt || !x.body))) await kept.change(x.id, () => null);
  }
  $("main").prepend(box);
  if (form?.elements["~form"]) {
    use(form);
    if (early) await now();
    if (blank) {
      const found = current() && (await kept.all()).find(x => x.id === current());
      if (found && !found.body) await resume(found, true);
      else if (found && !found.receipt) settle(found);
      else if (!changed && !stored) {
        current(null);
        const typed = controls(form).map(get);
        if (controls(blank).some((c, i) => c.type !== "hidden" && get(c) !== typed[i])) soon();
        prefill();
      }
    } else {
      reshaped = true;
      now();
    }
  }
  await show();
  flush(true);
};

// Whoever is quicker than this script loses nothing.
let early;
addEventListener("input", () => (early = true), { capture: true, once: true });
// As it is before it is started, so that another one can begin from it.
const blank = $("main form.fk.blank")?.cloneNode(true);
// What was typed before this script came is no part of the next one.
blank?.reset();

addEventListener("online", () => {
  pause = 5000;
  flush();
});
document.addEventListener("visibilitychange", () => (document.hidden ? write() : show()));
addEventListener("pagehide", () => {
  write()?.then?.(close);
});
addEventListener("pageshow", async e => {
  if (!e.persisted) return;
  going = sending = false;
  const id = f && own("~id").value;
  const found = id && (await kept.all()).find(x => x.id === id);
  if (found && !found.body && found.tab !== tab) resume(found);
  show();
});
addEventListener("click", e => {
  const way = e.target.closest?.(".fk-langs>[name]");
  const link = e.target.closest?.("a[href]");
  if (way) {
    e.preventDefault();
    // Where nothing is typed, the page as everybody has it.
    if (stored || changed) more("online", { "~do": "open " }, way.getAttribute("formaction"));
    else leave(way.formAction);
  } else if (link && !link.hash) going = true;
});
addEventListener("beforeunload", e => {
  if (!going && (waiting || trouble || (safe === "unkept" && stored))) e.preventDefault();
});

// The page that is open now is kept too, once there is a worker.
const worker = () => navigator.serviceWorker?.ready.then(x => x.active.postMessage(here()));
Object.assign(phone, { begin, show, resume, flush, fresh, settle, worker });
document.addEventListener("DOMContentLoaded", boot);
let worked = navigator.serviceWorker;
worked?.register(base + "/sw.js", { scope: base + "/f/" }).then(worker, () => {
  worked = null;
  state();
});
