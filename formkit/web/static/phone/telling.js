// What is said of a browser that keeps less than others; when this draft was written, else why it
// can't be; and what else its person has to know.
let safe = "";
let stored;
let trouble;
let notice;
const line = h("p", { className: "hint kept" });
const inform = (key, values) => {
  line.ariaLive = key === "saved" ? "off" : "polite";
  line.textContent = phrase(key, values);
};
const state = () => {
  const key = trouble || safe || (stored && "saved");
  if (key) inform(key, { time: time(stored) });
  if (notice) line.prepend(phrase(notice), " ");
  // Without a worker the page can't be opened without a network: over plain HTTP, within other apps.
  if (stored && !worked) line.append(" ", phrase(isSecureContext ? "inapp" : "plain"));
};
