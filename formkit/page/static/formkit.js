// What a page does by itself: branches come and go, rows are added and moved, the fill gets its
// id. Everything can be filled in and sent without it, and only the server judges; so whatever is
// left out here may make it more lenient than the server, never stricter.
//
// Short names that return: s a schema or what a keyword is given, x a value or an element, k a
// key, f a form, c a control, b a branch, p a pointer, spelled as in the names of inputs.
(() => {
  const { keys } = Object;
  const all = (x, s) => [...x.querySelectorAll(s)];
  const own = (x, k) => keys(x).includes(k);
  const kind = x => (x === null ? "null" : Array.isArray(x) ? "array" : typeof x);
  const size = x => (kind(x) === "object" ? keys(x) : [...x]).length;
  const each = (x, test) => keys(x).every(test);

  // As JSON Schema compares: 1 is 1.0, and the order of keys says nothing.
  const same = (a, b) =>
    a === b || (Object(a) === a && kind(a) === kind(b) && size(a) === size(b) && each(a, k => own(b, k) && same(a[k], b[k])));

  // A phone may be older than what a pattern asks for.
  const matches = (s, x) => {
    try {
      return RegExp(s, "u").test(x);
    } catch {
      return true;
    }
  };

  const min = (s, x) => size(x) >= s;
  const max = (s, x) => size(x) <= s;

  // The keywords, by the kind of value that they look at. Formats only annotate, and references
  // were written out by the server. Without a prototype, `constructor` is no keyword.
  const ANY = {
    __proto__: null,
    type: (s, x) => [s].flat().some(s => s === kind(x) || (s === "integer" && Math.floor(x) === x)),
    const: same,
    enum: (s, x) => s.some(s => same(s, x)),
    not: (s, x) => !holds(s, x),
    allOf: (s, x) => s.every(s => holds(s, x)),
    anyOf: (s, x) => s.some(s => holds(s, x)),
    oneOf: (s, x) => s.filter(s => holds(s, x)).length === 1,
    if: (s, x, all) => holds(all[holds(s, x) ? "then" : "else"] ?? true, x),
  };
  const KINDS = {
    number: {
      __proto__: ANY,
      minimum: (s, x) => x >= s,
      maximum: (s, x) => x <= s,
      exclusiveMinimum: (s, x) => x > s,
      exclusiveMaximum: (s, x) => x < s,
      // 19.99 / 0.01 isn't whole in binary, but it is to the 15 digits that a double keeps.
      multipleOf: (s, x) => (x / s).toPrecision(15) % 1 === 0,
    },
    string: { __proto__: ANY, minLength: min, maxLength: max, pattern: matches },
    array: {
      __proto__: ANY,
      minItems: min,
      maxItems: max,
      prefixItems: (s, x) => x.every((x, i) => holds(s[i] ?? true, x)),
      items: (s, x, { prefixItems = [] }) => x.every((x, i) => i < prefixItems.length || holds(s, x)),
      uniqueItems: (s, x) => !s || x.every((a, i) => x.findIndex(b => same(a, b)) === i),
      contains: (s, x, { minContains = 1, maxContains = size(x) }) => {
        const found = x.filter(x => holds(s, x));
        return min(minContains, found) && max(maxContains, found);
      },
    },
    object: {
      __proto__: ANY,
      minProperties: min,
      maxProperties: max,
      required: (s, x) => s.every(k => own(x, k)),
      properties: (s, x) => each(s, k => !own(x, k) || holds(s[k], x[k])),
      propertyNames: (s, x) => each(x, k => holds(s, k)),
      patternProperties: (s, x) => each(s, p => each(x, k => !matches(p, k) || holds(s[p], x[k]))),
      additionalProperties: (s, x, { properties = {}, patternProperties = {} }) =>
        each(x, k => own(properties, k) || !each(patternProperties, p => !matches(p, k)) || holds(s, x[k])),
      dependentRequired: (s, x) => each(s, k => !own(x, k) || holds({ required: s[k] }, x)),
      dependentSchemas: (s, x) => each(s, k => !own(x, k) || holds(s[k], x)),
    },
  };

  // Whether a value is valid; `true` and `false` have no keys.
  const holds = (s, x) =>
    s !== false &&
    each(s, k => {
      const test = (KINDS[kind(x)] || ANY)[k];
      return !test || test(s[k], x, s);
    });

  const clean = (x, exact) => {
    x = x.replace(/\r\n?/g, "\n");
    if (exact) return x.normalize();
    x = x.replace(/\p{sc=Khmer}/u.test(x) ? /[\u2060\ufeff]/g : /[\u200b-\u200d\u2060\ufeff]/g, "");
    return x.normalize().replace(/([^\S\n]|\x85)+/g, " ").replace(/ \n/g, "\n").trim();
  };

  const NUMBER = /^[+-]?(\d+|[1-9]\d{0,2}(,\d{3})+)(\.\d+)?(e[+-]?\d+)?$/i;

  // The number; or the text where it is none, or one to some people and another to others.
  const number = (x, lang, integer) => {
    let text = x.replace(/\u2212/g, "-");
    if (/^vi\b/i.test(lang)) {
      const turned = text.replace(/[.,]/g, sign => (sign === "," ? "." : ","));
      if (!integer && /^[+-]?[1-9]\d{0,2},\d{3}$/.test(turned)) return x;
      if (/,/.test(text) || NUMBER.test(turned)) text = turned;
    }
    const value = +text.replace(/,/g, "");
    return NUMBER.test(text) && isFinite(value) ? value : x;
  };

  const TYPES = {
    number,
    integer: (x, lang) => number(x, lang, true),
    tel: x => {
      const text = x.replace(/[\s.()-]/g, "");
      return /[^+\d]/.test(text) ? x : text.replace(/^(\+|00)?84(?=\d{9}$)/, "0");
    },
  };

  // What a control says; undefined where it is blank.
  const value = (f, c) => {
    const { t, j } = (c.selectedOptions?.[0] || c).dataset;
    if (/^(radio|ch)/.test(c.type) && !c.checked) return;
    if (j !== undefined) return JSON.parse(j || c.value);
    const x = clean(c.value, t === "exact");
    const offset = f.elements[c.name.replace("/", "~z/")];
    if (!x) return;
    // Browsers leave out seconds that are zero.
    if (offset && /:/.test(x)) return x.replace(/^(.{11})?\d\d:\d\d$/, "$&:00") + offset.value;
    return (TYPES[t] || String)(x, f.dataset.lang);
  };

  const outer = p => p.replace(/\/[^/]*$/, "");
  // Only ASCII is encoded there, so the old function does just what is needed.
  const key = p => unescape(p.split("/").pop()).replace(/~1/g, "/").replace(/~0/g, "~");

  // Whether no branch around is off.
  const isOn = x => {
    const b = x.closest("[data-if]");
    return !b || (b.on && isOn(b.parentNode));
  };

  // The values of everything that is asked, by pointer.
  const gather = f => {
    const found = new Map([["", { __proto__: null }]]);
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
      for (const c of f.elements) {
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
  // nothing changes. Gives the answers.
  const apply = f => {
    const branches = all(f, "[data-if]");
    // What is disabled says nothing of what is chosen in it.
    const off = all(f, ".b:disabled");
    for (const b of branches) b.disabled = !(b.on = true);
    let found;
    const get = p => (found = found || gather(f)).get(p);
    [f, ...branches].some(() => {
      const old = found;
      for (const b of branches) {
        const x = b.dataset;
        const on = holds(JSON.parse(x.if), x.b ? new FormData(f).getAll(x.at) : get(x.at));
        if (on !== b.on) found = (b.on = on) && 0;
      }
      return found === old;
    });
    // What is in use stays where it is on the screen.
    const used = document.activeElement;
    const place = () => used.getBoundingClientRect();
    const { top } = place();
    say(f, f, off.find(b => b.on));
    for (const b of branches) b.disabled = !b.toggleAttribute("data-on", b.on);
    if (place().height) scrollBy(0, place().top - top);
    for (const x of all(f, "[data-title]")) x.textContent = f.elements[x.dataset.title].value;
    return get("");
  };

  const say = (f, x, place) => {
    const title = place?.querySelector("summary,legend,label");
    if (title) f.querySelector(".say").textContent = x.dataset.say + " " + title.textContent;
  };

  // Does what a `~do` button says, and keeps the focus where the work is.
  const act = (f, e) => {
    const button = e.target.closest("[name='~do']");
    if (!button) return;
    const [verb] = button.value.split(" ");
    const row = verb === "add" ? button : button.closest(".row") || button;
    const { previousElementSibling: up, nextElementSibling: down } = row;
    let focus = [button, row.querySelector("summary")];
    if (verb === "add") {
      row.insertAdjacentHTML("beforebegin", down.innerHTML.split(down.dataset.key).join(down.dataset.next++));
      const added = row.previousElementSibling;
      window.htmx?.process(added);
      say(f, row, added);
      focus = all(added, "input,select,textarea");
    } else if (verb === "remove") {
      row.remove();
      focus = [down.querySelector("summary") || down];
    } else if (verb === "down") {
      if (down.dataset.row) row.before(down);
    } else if (verb === "up") {
      if (up?.dataset.row) row.after(up);
    } else return;
    e.preventDefault();
    apply(f);
    focus.find(x => x.getClientRects()[0])?.focus();
  };

  const start = f => {
    let timer, composing;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => (composing ? later() : apply(f)), 150);
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
    f.addEventListener("change", later);
    f.addEventListener("compositionstart", () => (composing = true));
    f.addEventListener("compositionend", () => (composing = false));
    f.addEventListener("click", x => act(f, x));
    // htmx swaps a question's message and nothing else; the control is as wrong as that says.
    f.addEventListener("htmx:after:swap", e => {
      const x = e.target;
      for (const c of x.role ? [x] : all(x, ".t,.o>input")) c.ariaInvalid = x.querySelector(".e") && true;
    });
    apply(f);
    f.classList.add("js");
  };

  window.formkit = { start, apply, holds, clean, number };
  all(document, "form.fk").forEach(start);
})();
