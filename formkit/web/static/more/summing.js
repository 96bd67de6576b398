// The server's summary goes on with what isn't mended yet, and isn't read out for that.
const recount = () => {
  for (const a of all(document, ".sum [href^='#']")) {
    const x = document.getElementById(a.hash.slice(1));
    if (!x?.closest(".q,.row")?.querySelector(".e") || x.matches(":disabled")) (a.closest("li") || a).remove();
  }
  for (const { parentNode } of all(document, ".sum ul")) {
    const title = $("h2,summary", parentNode).firstChild;
    const n = all(parentNode, "li").length;
    parentNode.role = "group";
    title.data = title.data.replace(/\d+/, n);
    if (!n) parentNode.remove();
  }
};
new MutationObserver(recount).observe(document.body, { childList: true, subtree: true });
