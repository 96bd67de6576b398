let sending;
const submit = async e => {
  const button = e.submitter || document.activeElement;
  if (e.defaultPrevented) return;
  e.preventDefault();
  if (sending) return;
  sending = true;
  // On the way to the receipt a second press is the same.
  sending = (await (button.name === "~do" ? more("unfold", button) : send())) === leave;
};

const freeze = async () => {
  const fill = record();
  fill.body = new URLSearchParams(new FormData(f)).toString();
  const digest = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(fill.body));
  if (digest) fill.sha256 = hex(digest);
  let clash;
  const found = await kept.change(
    fill.id,
    old => {
      clash = old && (old.body ? !old.receipt && old.body !== fill.body : old.tab !== tab && String(old.values) !== String(fill.values));
      return clash || (old?.body && !old.receipt) ? old : fill;
    },
    f.outerHTML
  );
  return clash ? null : found;
};

const send = async () => {
  while (writing || changed) await write();
  tell("sending");
  let fill;
  try {
    fill = await freeze();
    if (!fill) {
      part();
      return now();
    }
  } catch {
    // There is no room on the phone: the open page is all that has it.
    trouble = "full";
    fill = { ...record(), body: new URLSearchParams(new FormData(f)).toString() };
  }
  remember();
  const slow = new Promise(done => setTimeout(done, 10000));
  const got = await Promise.race([deliver(fill), slow]);
  if (got?.receipt) {
    current(null);
    // It goes from the phone by this page's own doing: the way back shows the same fill.
    stored = "";
    leave(got.receipt);
    return leave;
  }
  if (got?.problems || got?.clash) return more("wrong", got);
  if (trouble) return got ? (line.textContent = got.why) : state();
  settle(got || fill);
  show();
  later();
};

// The page of a fill that waits for a network; once it has a receipt, that is shown.
let settled;
const settle = fill => {
  const head = h("h1", { tabIndex: -1 }, say(fill.why ? "refused" : "waits"));
  const section = h("section", { className: "fk" }, head, h("p", { className: "says" }, fill.why || say("goes")), press("next", next, "main"));
  $("main").replaceChildren(box, section);
  settled = fill.id;
  stored = changed = "";
  current(null);
  head.focus();
};

// Tries to send a fill. Gives it with its receipt, with its problems, or as it waits; nothing
// but an answer that names the fill and what was sent counts as the server's.
const deliver = async fill => {
  let answer;
  let told = {};
  const limit = new AbortController();
  setTimeout(() => limit.abort(), 60000);
  try {
    answer = await fetch(fill.path, {
      method: "POST",
      signal: limit.signal,
      redirect: "error",
      headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: fill.body,
    });
    told = Object(await answer.json());
  } catch {
    if (!answer) return null;
  }
  const mine = told.id === fill.id;
  let change;
  if (answer.status === 200 && mine && told.receipt && (!fill.sha256 || told.sha256 === fill.sha256)) {
    const { id, title, at } = fill;
    change = { id, title, at, path: fill.path, receipt: told.receipt, code: told.code, body: "-" };
  } else if (answer.status === 422 && mine) {
    const { body, sha256, why, ...draft } = fill;
    change = { ...draft, problems: told.problems.length };
  } else if (answer.status === 409 && mine) change = { ...fill, clash: true, why: say("clash") };
  else if (/^4(?!08|29)/.test(answer.status) && told.status === answer.status) change = { ...fill, why: told.message };
  else return null;
  await kept.change(fill.id, old => old && change).catch(() => {});
  return { ...change, was: fill.body };
};

// One after the other, in the order in which they were sent. What the server refused is tried with a
// new page, and when its person asks for it; what clashes waits for its person.
let flushing;
let pause = 5000;
let clock;
const flush = async again => {
  if (flushing) return;
  flushing = true;
  let away;
  const work = async () => {
    const fills = (await kept.all()).filter(x => x.body && !x.receipt && !x.clash && (again || !x.why));
    for (const fill of fills.sort((a, b) => a.at - b.at)) {
      const got = await deliver(fill);
      away = away || !got;
      // The page that says that it waits says what came of it.
      if (!got || settled !== fill.id) continue;
      if (got.receipt) leave(got.receipt);
      else if (got.why) settle(got);
      else resume(got);
    }
  };
  try {
    await (navigator.locks ? navigator.locks.request("formkit", work) : work());
  } catch {
    away = true;
  }
  flushing = false;
  await show();
  if (away) later();
  else pause = 5000;
};
const later = () => {
  clearTimeout(clock);
  clock = setTimeout(flush, pause * (1 + Math.random() / 4), undefined);
  pause = Math.min(pause * 2, 300000);
};
