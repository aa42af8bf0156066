/* Groups of the menu close when one looks elsewhere: Escape, a press outside, or the focus leaving. Without it a
   second press on the word closes them. */
export function start(group) {
  const close = (event) => {
    if (group.open && !group.contains(event.target)) group.open = false;
  };
  document.addEventListener("click", close);
  document.addEventListener("focusin", close);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !group.open) return;
    group.open = false;
    group.querySelector("summary").focus();
  });
}
