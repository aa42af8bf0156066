/* The screens of a visit, drawn from templates; nothing here writes. `field` is the Field of field.js. */
import { sign } from "./signature.js";
import { braces, fill, show } from "./template.js";
import { asked, differences, failed, missing, photosOf } from "./visit.js";

const SIDES = ["inspector", "inspected"];
const WORDS = JSON.parse(document.getElementById("words").textContent);

/** Draw the screen `step` of the visit of `field`, or the day without one. */
export async function draw(field, step) {
  const page = document.createElement("div");
  if (!field.pack) page.append(await day(field));
  else if (field.row?.state === "review" && step === "tinjau") page.append(review(field));
  else if (field.row) page.append(waiting(field));
  else if (step === "akhir") page.append(end(field));
  else if (asked(field.pack, field.draft)[step - 1]) page.append(part(field, Number(step)));
  else page.append(first(field));
  show(page, field.draft);
  if (field.pack?.readonly) for (const one of page.querySelectorAll("[data-path], [data-photo], .acts")) one.disabled = true;
  field.root.querySelector("[data-screen]").replaceChildren(page);
  thumbnails(field);
}

async function day({ database, person, outbox }) {
  const root = fill("day");
  const packs = (await database.getAll("packs")).filter(({ owner }) => owner === person);
  const rows = new Map((await outbox.rows()).map((row) => [row.id, row.state]));
  const drafts = new Set(await database.getAllKeys("drafts"));
  packs.sort((one, other) => one.at.localeCompare(other.at));
  const state = ({ id, state_label }) => WORDS[`row_${rows.get(id)}`] ?? (drafts.has(id) ? WORDS.onPhone : state_label);
  const cards = packs.map((pack) => fill("card", { ...pack, state: state(pack) }));
  root.querySelector("[data-slot=cards]").append(...(cards.length ? cards : [fill("empty")]));
  return root;
}

function first({ pack, draft }) {
  const root = fill("first", { ...pack, next: pack.parts.length ? "1" : "akhir" });
  const line = (name, values) => root.querySelector(`[data-slot=${name}]`).append(fill(name, values));
  for (const fact of pack.facts) line("fact", fact);
  pack.conditions.forEach((condition, index) => line("condition", { condition, index }));
  if (!pack.conditions.length) root.querySelector("[data-slot=condition]").closest("fieldset").remove();
  if (draft.not_inspected_reason) root.querySelector("details").open = true;
  return root;
}

function part({ pack, draft }, number) {
  const parts = asked(pack, draft);
  const { title, items } = parts[number - 1];
  const next = number < parts.length ? number + 1 : "akhir";
  const heading = braces(WORDS.part, { number, count: parts.length, title });
  const root = fill("part", { ...pack, heading, number, count: parts.length, previous: number - 1, next });
  root.querySelector("[data-slot=steps]").append(...parts.map((_, at) => fill("step", { look: at < number - 1 ? "done" : at < number ? "now" : "" })));
  const before = parts.slice(0, number - 1).reduce((sum, one) => sum + one.items.length, 0);
  root.querySelector("[data-slot=questions]").append(...items.map((item, at) => question(pack, draft, item, before + at + 1)));
  return root;
}

function question(pack, draft, item, number) {
  const root = fill("question", { ...item, number, critical: item.critical ? "1" : "", photo: item.photo ? "1" : "" });
  const choice = root.querySelector("select");
  const until = draft.answers[item.code]?.repair_until;
  const known = pack.repair_options.some(({ value }) => value === until);
  for (const { value, label } of pack.repair_options) choice.add(new Option(label, value));
  if (until && !known) choice.add(new Option(until, until));
  root.querySelector("[data-slot=photos]").append(...pictures(draft, item.code));
  return root;
}

const pictures = (draft, key) => photosOf(draft, key).map((photo, at) => fill("photo", { ...photo, number: at + 1 }));

/** Pictures are painted on canvases: the content policy allows no blob addresses. */
async function thumbnails({ root, database }) {
  for (const canvas of root.querySelectorAll("canvas[data-hash]")) {
    const blob = await database.get("blobs", canvas.dataset.hash);
    if (!blob) continue;
    const picture = await createImageBitmap(blob, { resizeWidth: canvas.width, resizeHeight: canvas.height });
    canvas.getContext("2d").drawImage(picture, 0, 0);
    picture.close();
  }
}

function end(field) {
  const { pack, draft } = field;
  const root = fill("end", { ...pack, previous: asked(pack, draft).length, no_checklist: !pack.parts.length });
  const until = ({ repair_until: day }) => pack.repair_options.find(({ value }) => value === day)?.label ?? day;
  const found = failed(pack, draft).map((item) => ({ ...item, ...draft.answers[item.code] }));
  root.querySelector("[data-slot=found]").append(...found.map((one) => fill("found", { ...one, until: until(one) })));
  if (!found.length) root.querySelector("[data-slot=found]").append(fill("nothing"));
  for (const side of SIDES) root.querySelector("[data-slot=signatures]").append(signature(field, side));
  lacking(field, root);
  return root;
}

/** What keeps the visit from being sent, written anew after every tap. */
export function lacking({ pack, draft }, root) {
  const box = root.querySelector("[data-lacking]");
  if (!box) return;
  const gaps = missing(pack, draft);
  const lines = gaps.flatMap(({ key, part: at, code }) => {
    const open = gaps.filter((gap) => key === "answer" && gap.key === key && gap.part === at); // told in one line a part
    if (open.length > 1 && open[0].code !== code) return [];
    const text = open.length > 1 ? braces(WORDS.lack_answers, { part: at, n: open.length }) : WORDS[`lack_${key}`];
    const which = open.length < 2 && /\d/.test(code) ? code : "";
    return fill("lack", { id: pack.id, step: at < 0 ? "akhir" : at, code, text, which });
  });
  box.querySelector("[data-slot=lacks]").replaceChildren(...lines);
  box.hidden = !lines.length;
  root.querySelector("[data-do=send]").disabled = Boolean(lines.length || pack.readonly);
}

function signature(field, side) {
  const { draft } = field;
  const root = fill(`sign-${side}`);
  const way = (draft.signatures[side] ??= {}).way ?? "";
  for (const block of root.querySelectorAll("[data-way]")) block.hidden = !block.dataset.way.split(" ").includes(way);
  root.querySelector("[data-slot=photos]").append(...pictures(draft, side));
  sign(root.querySelector("[data-way=drawn]"), draft, () => draft.signatures[side].name, () => field.save());
  return root;
}

function waiting({ pack, row }) {
  const reason = [row.answer?.detail, ...(row.answer?.errors ?? []).map(({ detail }) => detail)].filter(Boolean).join(" ");
  return fill(`row-${row.state}`, { ...pack, reason });
}

/** Both values of every question side by side. */
function review({ pack, row }) {
  const { current } = row.answer;
  const { by, at, over } = current; // over: concluded or called off, there is nothing left to choose
  const root = fill("review", { ...pack, by, at, may_settle: !over, may_discard: over });
  const questions = new Map(pack.parts.flatMap(({ items }) => items).map((item) => [item.code, item.question]));
  const lines = differences(row.draft, current.filled).map((one) =>
    fill("difference", {
      path: one.path,
      title: questions.get(one.code) ?? WORDS[`field_${one.code}`],
      mine: inWords(one.mine),
      theirs: inWords(one.theirs),
    }),
  );
  root.querySelector("[data-slot=differences]").append(...lines);
  return root;
}

function inWords(value) {
  if (Array.isArray(value)) return value.join(", ") || WORDS.empty;
  if (typeof value !== "object" || !value) return value || WORDS.empty;
  const { value: answer, note, repair_until: until, way, name, refusal_reason: reason } = value;
  const words = [WORDS[`value_${answer}`], note, until && answer === "tidak" && until, WORDS[`way_${way}`], name, reason];
  return words.filter(Boolean).join(" · ") || WORDS.empty;
}
