// A form of several pages shows one at a time: its sections, or its questions where the form or
// what is around it says `data-step="question"`. `data-page` is the number of the page among all.
// Here p is a page, and Q says what has to be asked on it.
const Q = ".q,.rows";
const main = f => all(f, ".main").pop();
const pages = f => {
  const found = f.closest("[data-step=question]")
    ? all(f, Q).filter(x => !x.parentNode.closest(Q))
    : all(f, "section");
  return found[1] && main(f) ? found : [];
};

// Whether anything is asked on a page.
const asks = p => (p.matches(Q) ? [p] : all(p, Q)).some(isOn);

// The page that shows, and those beside it on which something is asked.
const where = f => {
  const p = pages(f)[f.dataset.page];
  const list = pages(f).filter(x => x === p || asks(x));
  const n = list.indexOf(p);
  return { p, list, n, next: list[n + 1], back: list[n - 1] };
};

const heading = p => p.querySelector("h2,legend,label:not(.o),.l") || p;

// Says which page it is, of those that ask something, and what the main button does.
const count = f => {
  const { p, list, n, next, back } = where(f);
  if (!p) return;
  const words = f.dataset.go.split("|");
  const c = main(f);
  if (!c.value) {
    c.value = c.textContent;
    c.after(h("button", { type: "button", className: "back", textContent: words[2] }));
  }
  c.firstChild.data = next ? words[1] : c.value;
  c.nextSibling.hidden = !back;
  heading(p).dataset.at = worded(words[0], { page: n + 1, all: list.length });
};

// Shows the page that holds something; a browser's search finds what is on the others.
const open = (f, x) => {
  const n = pages(f).findIndex(p => p.contains(x));
  const p = pages(f)[n];
  if (!p) return;
  f.dataset.page = n;
  for (const x of all(f, "section,.b," + Q)) {
    const off = !p.contains(x) && !x.contains(p) && !x.parentNode.closest("[hidden]");
    x.hidden = off && "until-found";
    x.ariaHidden = off || null;
  }
  count(f);
  return heading(p);
};

const keep = (f, how) => history[how]({ [f.id]: f.dataset.page }, "");

// Goes to a page, and begins at its top.
const turn = (f, p) => {
  const x = open(f, p);
  x?.scrollIntoView();
  point(x, { preventScroll: true });
};

// Begins at the page of what the address names, where it was left, or where something is wrong.
const paginate = f => {
  const list = pages(f);
  const named = document.getElementById(location.hash.slice(1));
  if (!open(f, list[f.dataset.page] || all(f, ".e").find(isOn) || list.find(asks))) return;
  if (open(f, named)) named.scrollIntoView();
  keep(f, "replaceState");
  addEventListener("popstate", e => turn(f, list[e.state?.[f.id]]));
  f.addEventListener("beforematch", e => open(f, e.target));
};
