/* Keeps count beside the verdicts and opens the two ways out as soon as they are possible; the server decides. */
import { fill } from "./page.js";

const form = document.querySelector("form[data-review]");
const button = (verb) => document.querySelector(`button[name="action"][value="${verb}"]`);

function weigh() {
  const groups = [...form.querySelectorAll("fieldset.seg")];
  const chosen = groups.map((group) => group.querySelector("input:checked")?.value);
  const gaps = chosen.filter((value) => value === "needs_fix").length;
  const open = chosen.filter((value) => !value).length;
  const { labelReturn, whyGaps, whyOpen, whyNone, count } = form.dataset;
  button("return").textContent = fill(labelReturn, { n: gaps });
  button("return").disabled = gaps === 0;
  button("verify").disabled = gaps > 0 || open > 0;
  const counted = { done: groups.length - open, all: groups.length, gaps };
  document.querySelector("[data-review-count]").textContent = fill(count, counted);
  const why = [gaps ? fill(whyGaps, { n: gaps }) : open ? fill(whyOpen, { n: open }) : "", gaps ? "" : whyNone];
  say(why.filter(Boolean));
}

function say(lines) {
  const spots = document.querySelectorAll("[id^='decision-reason-']");
  spots.forEach((spot, index) => (spot.textContent = lines[index] ?? ""));
}

// A file somebody else holds stays shut: its "save" is disabled too.
if (form && button("save") && !button("save").disabled) {
  form.addEventListener("change", weigh);
  weigh();
}
