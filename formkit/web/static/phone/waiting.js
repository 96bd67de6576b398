let coming;
const more = async (name, ...x) => {
  const old = coming;
  const own = (coming = old || new Promise((onload, onerror) => document.head.append(h("script", { src: settings().rest, onload, onerror }))));
  try {
    await own;
    return phone[name](...x);
  } catch {
    if (coming === own) coming = null;
    // It may have begun to come while there was no network.
    if (old) return more(name, ...x);
    if (/unfold|wrong/.test(name)) inform("offline");
  }
};

// What waits on this phone, in one line that opens; what it opens to comes with another script.
const box = h("aside", { className: "fk phone" });
const waits = h("details", {}, h("summary"));
let waiting = 0;
const show = async () => {
  const list = (await fills()).sort((a, b) => a.at - b.at);
  const groups = {
    unsent: list.filter(x => x.body && !x.receipt),
    drafts: list.filter(x => !x.body && x.id !== mine() && (!f || place(x) === location.pathname)),
    sent: list.filter(x => x.receipt),
  };
  waiting = groups.unsent.length;
  const counts = Object.keys(groups).filter(key => groups[key].length);
  waits.firstChild.textContent = counts.map(key => phrase(key, { count: groups[key].length })).join(" · ");
  if (!counts.length) return waits.remove();
  if (!waits.isConnected) box.append(waits);
  if (groups.unsent.some(x => x.why)) waits.open = true;
  more("list", waits, groups);
};
