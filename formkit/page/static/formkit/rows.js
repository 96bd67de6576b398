// Does what a `~do` button says, and keeps the focus where the work is.
const act = (f, e) => {
  const button = e.target.closest("[name='~do']");
  if (!button) return;
  const [verb] = button.value.split(" ");
  const row = verb === "add" ? button : button.closest(".row") || button;
  const { previousElementSibling: up, nextElementSibling: down } = row;
  let focus = [button, row.querySelector("summary")];
  if (verb === "add") {
    row.insertAdjacentHTML("beforebegin", down.innerHTML.split(down.dataset.key).join(down.dataset.next++));
    const added = row.previousElementSibling;
    window.htmx?.process(added);
    say(f, row, added);
    focus = all(added, "input,select,textarea");
  } else if (verb === "remove") {
    row.remove();
    focus = [down.querySelector("summary") || down];
  } else if (verb === "down") {
    if (down.dataset.row) row.before(down);
  } else if (verb === "up") {
    if (up?.dataset.row) row.after(up);
  } else return;
  e.preventDefault();
  focus.find(x => x.getClientRects()[0])?.focus();
};
