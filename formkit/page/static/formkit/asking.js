// Whether no branch around is off.
const isOn = x => {
  const b = x.closest("[data-if]");
  return !b || (b.on && isOn(b.parentNode));
};

// The values of everything that is asked, by pointer, as these controls say.
const gather = (f, said) => {
  const found = new Map().set("", { __proto__: null });
  const lists = all(f, "[data-rows]").filter(isOn).map(x => x.dataset.rows);
  const put = (p, x = lists.some(x => x.replace(/^~i\d+/, "") === p) ? [] : { __proto__: null }) => {
    if (!found.has(p)) {
      found.set(p, x);
      const parent = put(outer(p));
      Object(parent)[Array.isArray(parent) ? parent.length : key(p)] = x;
    }
    return found.get(p);
  };
  // An object that is required has a fieldset, and its turn is late.
  const loose = (p, later) => later || found.has(p) || found.set(p, {});
  // Late comes what is there only when its surroundings are: a constant, an object that is required.
  for (const late of [false, true]) {
    for (const c of said) {
      const p = /^(~i\d+)?(~[vnp])?(\/[^]*)/.exec(c.name)?.[3];
      const x = p && "c" in c.dataset === late && (!late || found.has(outer(p))) ? value(f, c) : undefined;
      if (x !== undefined && isOn(c)) put(lists.includes(c.name) ? p + "/" + found.size : p, x);
      else if (late && c.dataset.j) loose(p);
    }
    // What a condition is asked of counts as empty where it isn't there.
    for (const b of all(f, "[data-if]")) loose(b.dataset.at, f.elements[b.dataset.at]);
  }
  return found;
};

// Each branch sees the answers without what is off, in the order of the page, from all on until
// nothing changes. Then the questions that are `due` are checked, as in `tell`. Gives the answers,
// and which of these questions are wrong.
const refresh = (f, due, leaving) => {
  const branches = all(f, "[data-if]");
  for (const b of branches) b.on = true;
  // Most controls say nothing, and are asked only once.
  const said = all(f, "[data-rows],[name]:not(button)").filter(c => "rows" in c.dataset || value(f, c) !== undefined || c.dataset.j);
  let found;
  const get = p => (found = found || gather(f, said)).get(p);
  [f, ...branches].some(() => {
    let done = true;
    for (const b of branches) {
      const { at } = b.dataset;
      b.test = b.test || JSON.parse(b.dataset.if);
      const x = b.dataset.b ? said.filter(c => c.name === at).map(c => c.value) : get(at);
      // Where nothing is said in it, the answers stay as they are.
      if (b.on !== (b.on = holds(b.test, x)) && said.some(x => b.contains(x))) done = found = 0;
    }
    return done;
  });
  // What is in use stays where it is on the screen.
  const used = document.activeElement;
  const place = () => used.getBoundingClientRect();
  const { top } = place();
  say(f, f, branches.find(b => b.on && b.disabled));
  for (const b of branches) b.toggleAttribute("disabled", !b.toggleAttribute("data-on", b.on));
  const wrong = due.filter(x => x && isOn(x) && tell(f, x, get, leaving));
  if (place().height) scrollBy(0, place().top - top);
  for (const x of all(f, "[data-title]")) {
    const { value } = f.elements[x.dataset.title];
    // The same text anew would be laid out anew.
    if (x.textContent !== value) x.textContent = value;
  }
  count(f);
  return [get(""), wrong];
};

const apply = f => refresh(f, [])[0];

// What a screen reader says.
const speak = (f, text) => {
  for (const x of all(f, ".say")) x.textContent = text;
};

const say = (f, x, place) => {
  const title = place?.querySelector("summary,legend,label");
  // There is more to answer than whoever sent it has seen.
  if (title) speak(f, x.dataset.say + " " + title.textContent, delete f.dataset.sent);
};
