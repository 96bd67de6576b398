// What a page does by itself: branches come and go, rows are added and moved, the fill gets its
// id. Everything can be filled in and sent without it, and only the server judges; so whatever is
// left out here may make it more lenient than the server, never stricter.
//
// Short names that return: s a schema or what a keyword is given, x a value or an element, k a
// key, f a form, c a control, b a branch, p a pointer, spelled as in the names of inputs.
const { keys } = Object;
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
