/*
 * Steps of a trip where there is no signal. With signal a press posts as usual; without, it is kept on the phone and sent
 * later under the phone's own id. The phone remembers own pickups by number and group, so that its page opens offline.
 */
import { askToKeep, openStore } from "../offline/store.js";
import { Outbox } from "../offline/outbox.js";

const WAIT = 4_000; // a line that does not answer within this is no line
const line = document.querySelector("[data-steps]");
if (line && "indexedDB" in globalThis && "locks" in navigator) start();

async function start() {
  const { putUrl, sessionUrl, worker, page, person, order } = line.dataset;
  const labels = new Map(order.split(";").map((each) => each.split(":")));
  const verbs = [...labels.keys()];
  navigator.serviceWorker?.register(worker, { scope: "/jemput/" }).catch(() => {});
  askToKeep().catch(() => {});
  const database = await openStore("jemput");
  const outbox = new Outbox(database, sessionUrl);
  const isHere = location.pathname === page;

  const next = (verb) => verbs[verbs.indexOf(verb) + 1] ?? "";
  const aim = (form, verb) => {
    form.dataset.step = verb;
    form.hidden = !verb;
    form.querySelector("button").textContent = labels.get(verb) ?? "";
  };

  async function keep(form) {
    const { step: verb, pickup, title } = form.dataset;
    const id = crypto.randomUUID();
    const now = new Date();
    const row = {
      id, owner: person, label: `${title}: ${labels.get(verb)}`,
      steps: [{ url: `${putUrl}${id}/`, body: { pickup, verb, noted_at: now.toISOString() } }],
    };
    if (!(await outbox.put(row))) return say(line.dataset.full);
    await remember({ id: pickup, owner: person, title, verb: next(verb) });
    aim(form, next(verb));
    const note = document.createElement("p");
    note.className = "sm mb-1";
    const time = now.toLocaleTimeString("id", { hour: "2-digit", minute: "2-digit" });
    note.textContent = `${labels.get(verb)}: ${line.dataset.noted.replace("{t}", time)}`;
    form.before(note);
    say(line.dataset.saved);
    await outbox.flush();
  }

  const remember = (card) => (card.verb ? database.put("cards", card) : database.delete("cards", card.id));

  addEventListener("submit", async (event) => {
    const form = event.target.closest("[data-step]");
    if (!form || event.defaultPrevented) return;
    event.preventDefault();
    const away = isHere || !navigator.onLine || !(await answers(sessionUrl));
    if (away) await keep(form);
    else form.submit();
  });

  if (isHere) await draw();
  else {
    // What the portal shows now is newer than what the phone remembers; unsent steps keep theirs.
    const unsent = (await outbox.rows()).length > 0;
    if (!unsent) await database.clear("cards");
    for (const { dataset } of document.querySelectorAll("[data-step]"))
      if (!unsent && dataset.step !== verbs[0]) await remember({ id: dataset.pickup, owner: person, title: dataset.title, verb: dataset.step });
    globalThis.caches?.open("person-jemput").then((cache) => cache.add(page)).catch(() => {});
  }

  async function draw() {
    const cards = (await database.getAll("cards")).filter((card) => card.owner === person);
    const shape = document.querySelector("[data-card]").content;
    document.querySelector("[data-kept]").replaceChildren(...cards.map((card) => {
      const item = shape.cloneNode(true);
      const form = item.querySelector("form");
      item.querySelector("[data-name]").textContent = card.title;
      Object.assign(form.dataset, { pickup: card.id, title: card.title });
      aim(form, card.verb);
      return item;
    }));
    document.querySelector("[data-none]").hidden = cards.length > 0;
  }

  let sent = 0;
  outbox.addEventListener("sent", () => (sent += 1));
  outbox.addEventListener("changed", async () => {
    const rows = await outbox.rows();
    const refused = rows.filter((row) => row.state !== "waiting");
    const waiting = rows.length - refused.length;
    if (outbox.session.status === "out" && rows.length) say(line.dataset.login);
    else if (waiting) say(`${line.dataset.saved} ${line.dataset.waiting.replace("{n}", waiting)}`);
    else if (refused.length) say(line.dataset.refused.replace("{n}", refused.length));
    else if (sent && !isHere) location.reload();
    else if (!line.hidden) say(line.dataset.done);
    line.querySelector("[data-refusals]").replaceChildren(...refused.map((row) => refusal(outbox, row)));
  });
  await outbox.start();
  line.dataset.ready = "";
}

/** Whether the portal can be reached at all. */
async function answers(url) {
  return fetch(url, { cache: "no-store", signal: AbortSignal.timeout(WAIT) }).then(() => true, () => false);
}

/** A step the portal will not take: what it says, and a button that throws the step away. */
function refusal(outbox, row) {
  const item = document.createElement("li");
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "btn btn-sm btn-outline-primary ms-2";
  drop.textContent = line.dataset.drop;
  drop.addEventListener("click", () => outbox.drop(row.id));
  item.append(`${row.label}: ${row.answer?.detail ?? ""}`, drop);
  return item;
}

function say(text) {
  line.hidden = false;
  line.querySelector("[role=status]").textContent = text;
}
