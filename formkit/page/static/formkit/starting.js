const start = f => {
  const on = (type, work) => f.addEventListener(type, work);
  let timer, composing;
  let due = [];
  let held = [];
  // Nothing moves between the press of a finger and its release.
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (composing) return later();
      refresh(f, due);
      due = [];
    }, 150);
  };
  const go = p => {
    turn(f, p);
    keep(f, "pushState");
  };
  const fill = (name, x) => {
    const c = f.elements[name] || {};
    c.value = c.value || x;
  };
  const now = Date();
  fill("~id", draw());
  fill("~at", local() + now.slice(28, 31) + ":" + now.slice(31, 33));
  f.noValidate = true;
  // An empty required control is told as wrong by the browser, before anything was answered.
  for (const c of all(f, ":required")) c.required = !(c.ariaRequired = true);
  f.autocomplete = "off";
  on("change", e => {
    due.push(e.target.closest("[data-rules]"));
    held = [];
    later();
  });
  on("compositionstart", () => (composing = true));
  on("compositionend", () => (composing = false));
  on("click", e => {
    const x = e.target.closest(".main,.back,a");
    if (!x) {
      act(f, e);
      // The row shows first; what comes of it is found out afterwards.
      if (e.defaultPrevented) later();
    }
    else if (x.hash) open(f, document.getElementById(x.hash.slice(1)));
    // The second tap of a double one is no second thought.
    else if (e.detail > 1) e.preventDefault();
    else if (x.className === "back") go(where(f).back);
  });
  // htmx swaps a question's message and nothing else.
  on("htmx:after:swap", e => mark(e.target));
  // What is wrong on a page is shown before it is left, and all of it before it is sent. Who presses
  // again means it: only the server judges. After that the way leads from one place that is wrong to
  // the next, and then to the end: who mends one of forty pages has seen the others.
  on("submit", e => {
    if (e.submitter?.formNoValidate) return;
    apply(f);
    const { p, list, next } = where(f);
    if (!next) f.dataset.sent = 1;
    const wrong = check(f, f.dataset.sent ? f : p);
    const told = wrong.every(x => held.includes(x));
    held.push(...wrong);
    if (next || !told) e.preventDefault();
    if (!told) lead(f, wrong);
    else if (next) go(f.dataset.sent ? list.pop() : next);
  });
  apply(f);
  paginate(f);
  f.classList.add("js");
};

// htmx only checks questions, so it comes with the first touch. What changed before is checked then.
let htmx = document.currentScript?.dataset.htmx;
const early = [];
const call = () => {
  // It begins a turn after it has come.
  const onload = () =>
    setTimeout(() => {
      htmx = 0;
      early.forEach(x => x.dispatchEvent(new Event("change", { bubbles: true })));
    });
  document.head.append(h("script", { src: htmx, onload }));
};
if (htmx) {
  addEventListener("focusin", call, { once: true });
  addEventListener("change", e => htmx && early.push(e.target));
}

window.formkit = { start, apply, check, holds, clean, number };
all(document, "form.fk").forEach(start);
