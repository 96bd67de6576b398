// A text that may be a number to the server, such as 1.234 or one of 400 digits.
const unsure = x => x === String(x) && /^\W?[\d.,]+(e\W?\d+)?$/i.test(x);

// A control is as wrong as the message of its question says.
const mark = x => {
  for (const c of x.role ? [x] : all(x, ".t,.o>input")) c.ariaInvalid = x.querySelector(".e") ? true : null;
};

// Says at a question what is wrong with it by the rules that it carries, `[schema, sentence,
// language]`, and takes back what isn't so any more; what else the server said stays. That there is
// no answer (no schema) is said only on leaving it, or where that was said before.
const tell = (f, x, get, leaving) => {
  const value = get(x.querySelector("[name]").name.replace(/^~i\d+/, ""));
  const none = value === undefined || kind(value) === "object";
  const rules = JSON.parse(x.dataset.rules);
  const place = x.querySelector(".err");
  const said = text => all(place, "span").find(x => x.textContent === text);
  const wrong = rules.filter(([s, text]) =>
    s ? !none && !(s.type && unsure(value)) && !holds(s, value) : none && (leaving || said(text))
  );
  for (const [, text, lang = f.lang] of rules) {
    if (!wrong.some(x => x[1] === text)) said(text)?.remove();
    else if (!said(text)) {
      place.prepend(h("span", { className: "e", textContent: text, lang }));
      if (!leaving) speak(f, text);
    }
  }
  mark(x);
  return wrong[0];
};

// Checks all questions, or those in a part of the form. Gives those that are wrong.
const check = (f, part = f) => refresh(f, all(f, "[data-rules]").filter(x => part.contains(x)), true)[1];

// Leads to a question that is wrong.
const lead = (f, wrong) => {
  let x = wrong[0];
  open(f, x);
  const c = all(x, ".t,.o>input")[0];
  speak(f, f.dataset.wrong + " " + wrong.length);
  x.scrollIntoView();
  while ((x = x.parentNode.closest("details"))) x.open = true;
  c.focus();
};
