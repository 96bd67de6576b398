const start = f => {
  let timer, composing, held;
  const due = new Set();
  // Nothing moves between the press of a finger and its release.
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (composing) return later();
      refresh(f, [...due]);
      due.clear();
    }, 150);
  };
  const fill = (name, x) => {
    const c = f.elements[name] || {};
    c.value = c.value || x;
  };
  const now = Date();
  fill("~id", crypto.getRandomValues(new Uint8Array(16)).reduce((id, x) => id + (x + 256).toString(16).slice(1), ""));
  fill("~at", new Date(now.slice(0, 28)).toISOString().slice(0, 19) + now.slice(28, 31) + ":" + now.slice(31, 33));
  f.noValidate = true;
  // An empty required control is told as wrong by the browser, before anything was answered.
  for (const c of all(f, ":required")) c.required = !(c.ariaRequired = true);
  f.autocomplete = "off";
  f.addEventListener("change", e => {
    const x = e.target.closest("[data-rules]");
    if (x) due.add(x);
    held = false;
    later();
  });
  f.addEventListener("compositionstart", () => (composing = true));
  f.addEventListener("compositionend", () => (composing = false));
  f.addEventListener("click", x => act(f, x));
  // htmx swaps a question's message and nothing else.
  f.addEventListener("htmx:after:swap", e => mark(e.target));
  // What is wrong is shown before it is sent. Who presses again means it: only the server judges.
  f.addEventListener("submit", e => {
    if (e.submitter?.formNoValidate) return;
    const wrong = check(f);
    if (!wrong[0] || held) return;
    held = true;
    e.preventDefault();
    lead(f, wrong);
  });
  apply(f);
  f.classList.add("js");
};

window.formkit = { start, apply, check, holds, clean, number };
all(document, "form.fk").forEach(start);
