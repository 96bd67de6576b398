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

const send = async () => {
  while (writing || changed) await write();
  inform("sending");
  let fill = { ...record(), body: String(new URLSearchParams(new FormData(f))) };
  let clash;
  // Another page may have begun to send it, or have gone on with it: then that one has the id.
  const freeze = old => {
    const frozen = old?.body && !old.receipt;
    clash = frozen ? old.body !== fill.body : old && !old.body && old.tab !== tab && String(old.values) !== String(fill.values);
    return clash || frozen ? old : fill;
  };
  try {
    const digest = await crypto.subtle?.digest("SHA-256", new TextEncoder().encode(fill.body));
    if (digest) fill.sha256 = hex(new Uint8Array(digest));
    fill = await kept.change(fill.id, freeze, f.outerHTML);
  } catch {
    // There is no room on the phone: the open page is all that has it.
    trouble = "full";
  }
  if (clash) {
    part();
    return now();
  }
  remember();
  const slow = new Promise(done => setTimeout(done, 10000));
  const got = await Promise.race([deliver(fill), slow]);
  if (got?.receipt) {
    current("");
    // It goes from the phone by this page's own doing: the way back shows the same fill.
    stored = "";
    leave(got.receipt);
    return leave;
  }
  if (got?.problems || got?.clash) return more("wrong", got, fill.body);
  if (trouble) return got ? (line.textContent = got.why) : state();
  settle(got || fill);
  show();
  later();
};

// The page of a fill that waits for a network; once it has a receipt, that is shown.
const settle = fill => {
  const head = h("h1", {}, phrase(fill.why ? "refused" : "waits"));
  const button = h("button", { className: "main", textContent: phrase("next"), onclick: next });
  const section = h("section", { className: "fk", id: "waits-" + fill.id }, head, h("p", { className: "says" }, fill.why || phrase("goes")), button);
  $("main").replaceChildren(box, section);
  stored = changed = "";
  waiting = 1;
  current("");
  point(head);
};

// Tries to send a fill. Gives it with its receipt, with its problems, or as it waits; nothing
// but an answer that names the fill and what was sent counts as the server's.
const deliver = async fill => {
  const limit = new AbortController();
  setTimeout(() => limit.abort(), 60000);
  let change;
  try {
    const answer = await fetch(fill.path, {
      method: "POST",
      signal: limit.signal,
      redirect: "error",
      headers: { fill: fill.id, accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
      body: fill.body,
    });
    const told = await answer.json();
    // Whatever else answers, it isn't the server.
    const named = told.id === fill.id && answer.status;
    if (named === 200 && told.receipt && (!fill.sha256 || told.sha256 === fill.sha256)) {
      const { title, at, path } = fill;
      change = { ...told, title, at, path, body: "-" };
    } else if (named === 422) change = { ...fill, body: "", why: "", problems: told.problems.length };
    else if (named) change = await more("refused", fill, named, told);
  } catch {}
  if (!change) return;
  await kept.change(fill.id, old => old && change).catch(() => {});
  return change;
};

// What waits is sent by the other script; where that can't come, nothing could be sent either.
let pause = 5000;
let clock;
const flush = async again => {
  if (await more("again", again)) pause = 5000;
  else later();
};
const later = () => {
  clearTimeout(clock);
  clock = setTimeout(flush, pause * (1 + Math.random() / 4));
  pause = Math.min(pause * 2, 300000);
};
