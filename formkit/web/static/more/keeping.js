// What only some need of the script for phones, and only after the page is there: keeping without a
// database, asking the server, and the list of what waits.
const phone = window.formkitPhone;
const { tell, show } = phone;
const press = (key, work) => h("button", { type: "button", className: "btn", textContent: phrase(key), onclick: work });

// What a browser keeps of short texts, as well as it can.
const texts = store => {
  const load = key => JSON.parse(store.getItem(key) || "null");
  const FILL = "formkit fill ";
  const PAGE = "formkit page ";
  return {
    all: async () => Object.keys(store).filter(key => key.startsWith(FILL)).map(load),
    page: async id => load(PAGE + id),
    change: async (id, turn, page) => {
      const fill = turn(load(FILL + id));
      if (fill && page) store.setItem(PAGE + id, JSON.stringify(page));
      if (fill) store.setItem(FILL + id, JSON.stringify(fill));
      else store.removeItem(FILL + id);
      if (!fill || fill.receipt) store.removeItem(PAGE + id);
      return fill;
    },
  };
};

// Where it keeps nothing at all, the open page does.
const memory = () => {
  const store = {};
  const method = (name, value) => Object.defineProperty(store, name, { value });
  method("getItem", key => store[key]);
  method("setItem", (key, x) => (store[key] = x));
  method("removeItem", key => delete store[key]);
  return store;
};

// Where fills are kept without a database, and what its person is told of it.
phone.otherwise = () => {
  let told = "poorly";
  try {
    localStorage.setItem("formkit", "1");
    localStorage.removeItem("formkit");
    phone.kept = texts(localStorage);
  } catch {
    phone.kept = texts(memory());
    told = "unkept";
  }
  return [phone.kept, told];
};
