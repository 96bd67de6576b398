let going;
const leave = url => {
  going = true;
  location.assign(url);
};

const boot = async () => {
  const form = $("main form.fk:not(.read)");
  try {
    await database();
  } catch {
    const other = await more("otherwise");
    if (!other) return;
    [kept, safe] = other;
  }
  const old = Date.now() - settings().days * 864e5;
  for (const x of await fills()) {
    // Whose receipt is shown has no need of its code here.
    if (x.receipt === location.pathname || (x.at < old && (x.receipt || !x.body))) await kept.change(x.id, () => null);
  }
  $("main").prepend(box);
  if (form?.elements["~form"]) {
    use(form);
    if (hasty) await now();
    if (blank) {
      const found = await find(current());
      if (found && !found.body) await resume(found, true);
      else if (found && !found.receipt) settle(found);
      // What was put back was sent or deleted, or is a draft in the list.
      else if (held && !changed) next();
      else if (!changed && !stored) {
        current("");
        const typed = controls(form).map(get);
        if (controls(blank).some((c, i) => c.type !== "hidden" && get(c) !== typed[i])) soon();
        prefill();
      }
    } else rewrite();
  }
  await show();
  if (waiting) flush(true);
};

// Whoever is quicker than this script loses nothing.
let hasty;
addEventListener("input", () => (hasty = true), true);
// As it is before it is started, so that another one can begin from it.
const blank = $("main form.fk.blank")?.cloneNode(true);
// What was typed before this script came is no part of the next one.
blank?.reset();
// Firefox puts back into a page what its controls held, before any script runs: the id, too.
const held = blank?.elements["~id"].value;
if (held) for (const name of ["~id", "~at"]) blank.elements[name].value = "";

addEventListener("online", () => {
  pause = 5000;
  if (waiting) flush();
});
document.addEventListener("visibilitychange", () => (document.hidden ? write() : show()));
addEventListener("pagehide", () => write().then(close));
addEventListener("pageshow", async e => {
  if (!e.persisted) return;
  going = sending = false;
  const found = await find(mine());
  if (found && !found.body && found.tab !== tab) resume(found);
  show();
});
addEventListener("click", e => {
  const way = e.target.closest(".fk-langs>[name]");
  const link = e.target.closest("a[href]");
  if (way) {
    e.preventDefault();
    // Where nothing is typed, the page as everybody has it.
    if (stored || changed) more("unfold", way);
    else leave(way.formAction);
  } else if (link && !link.hash) going = true;
});
addEventListener("beforeunload", e => {
  if (!going && (waiting || trouble || (safe === "unkept" && stored))) e.preventDefault();
});

// What another script needs of this one, and gives to it once it is asked for.
const phone = (window.formkitPhone = {
  kept, tell: inform, show, rewrite, resume, leave, deliver, fresh, settle, next,
});
// What every page does by itself begins with the form first.
setTimeout(boot);
let worked = navigator.serviceWorker;
worked?.register(settings().base + "/sw.js", { scope: settings().base + "/f/" }).then(anew, () => {
  worked = null;
  state();
});
