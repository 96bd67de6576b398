// What waits goes one after the other, in the order in which it was sent. What the server refused is
// tried with a new page, and when its person asks for it; what clashes waits for its person. Gives
// whether nothing is left to be tried by itself.
const work = async again => {
  let away;
  const fills = (await phone.kept.all()).filter(x => x.body && !x.receipt && !x.clash && (again || !x.why));
  for (const fill of fills.sort((a, b) => a.at - b.at)) {
    const got = await phone.deliver(fill);
    away = away || !got;
    // The page that says that it waits says what came of it.
    if (!got || !$("#waits-" + fill.id)) continue;
    if (got.receipt) phone.leave(got.receipt);
    else if (got.why) phone.settle(got);
    else phone.resume(got);
  }
  return !away;
};

let flushing;
phone.again = async again => {
  if (!flushing) {
    const run = () => work(again);
    flushing = (navigator.locks ? navigator.locks.request("formkit", run) : run()).catch(() => false);
    flushing.then(() => (flushing = null)).then(show);
  }
  return flushing;
};

// What a fill becomes that the server didn't take; nothing where it may later.
phone.refused = (fill, status, told) => {
  if (status === 409) return { ...fill, clash: true, why: phrase("clash") };
  if (/^4(?!08|29)/.test(status)) return { ...fill, why: told.message };
};
