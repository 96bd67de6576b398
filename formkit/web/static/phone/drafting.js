let f;
// Whether something isn't written yet, whether rows or questions came or went, and how many controls
// the page has that stands beside the record.
let changed;
let reshaped;
let many;
let writing;
let timer;
// This page, as long as it is open: of two that show one draft only the last goes on with it.
const tab = draw();
const field = name => f.elements[name];
const mine = () => f && field("~id").value;

const record = () => ({
  id: mine(),
  form: field("~form").value,
  path: here(),
  title: $("h1", f)?.textContent || document.title,
  at: Date.now(),
  tab,
  page: f.dataset.page,
  values: controls(f).map(get),
});

// Another page has this fill, or has sent it: what is here goes on as a fill of its own.
const part = () => {
  current((field("~id").value = draw()));
  stored = "";
  notice = "parted";
};

const write = async () => {
  clearTimeout(timer);
  timer = 0;
  if (writing || !changed) return writing;
  changed = false;
  const fill = record();
  const page = reshaped || !stored || many !== fill.values.length ? f.outerHTML : null;
  many = fill.values.length;
  reshaped = false;
  let taken;
  writing = kept
    .change(fill.id, old => {
      taken = old ? old.body || old.tab !== tab : stored;
      return taken ? old : fill;
    }, page)
    .then(
      () => {
        if (taken) {
          part();
          changed = true;
        } else {
          current(fill.id);
          stored = fill.at;
          trouble = "";
        }
      },
      () => {
        reshaped = reshaped || !!page;
        trouble = "full";
      }
    );
  await writing;
  writing = null;
  state();
  if (changed) return write();
};
const soon = () => {
  changed = true;
  timer = timer || setTimeout(write, 300);
};
const now = () => {
  changed = true;
  return write();
};
const rewrite = () => {
  reshaped = true;
  return now();
};
