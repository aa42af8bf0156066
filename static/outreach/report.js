/* The report form without signal: what is typed is kept on the phone first, then sent under the phone's own id. */
import { askToKeep, openStore } from "../offline/store.js";
import { Outbox } from "../offline/outbox.js";

const form = document.querySelector("[data-outbox]");
const line = document.querySelector("[data-outbox-line]");
if (form && "indexedDB" in globalThis && "locks" in navigator) start();

async function start() {
  navigator.serviceWorker?.register(form.dataset.worker, { scope: "/jemput/" }).catch(() => {});
  askToKeep().catch(() => {});
  const { putUrl, person } = form.dataset;
  const outbox = new Outbox(await openStore("jemput"), putUrl);
  let fresh = ""; // the call just sent from this page, so that its page opens when it went through at once

  form.addEventListener("submit", async (event) => {
    if (!form.checkValidity() && navigator.onLine) return; // the server says what is missing
    event.preventDefault();
    if (!form.reportValidity()) return; // without signal the browser does, and nothing typed is lost
    const { csrfmiddlewaretoken: _token, form_key: _key, ...typed } = Object.fromEntries(new FormData(form));
    const id = crypto.randomUUID();
    const body = { ...typed, noted_at: new Date().toISOString() };
    fresh = id;
    const row = { id, owner: person, label: typed.place, steps: [{ url: `${putUrl}${id}/`, body }] };
    if (!(await outbox.put(row))) return navigator.onLine ? form.submit() : say(line.dataset.full); // what was typed stays in the form
    form.reset();
    say(line.dataset.saved);
    await outbox.flush();
  });
  outbox.addEventListener("sent", ({ detail }) => {
    if (detail.id === fresh) location.assign(`${putUrl}${detail.id}/`);
    else say(line.dataset.done);
  });
  outbox.addEventListener("changed", () => show(outbox));
  await outbox.start();
  form.dataset.ready = "";
}

async function show(outbox) {
  const rows = await outbox.rows();
  const refused = rows.filter((row) => row.state !== "waiting");
  const waiting = rows.length - refused.length;
  const isOut = outbox.session.status === "out" && rows.length > 0;
  if (isOut) say(line.dataset.login);
  else if (waiting) say(`${line.dataset.saved} ${line.dataset.waiting.replace("{n}", waiting)}`);
  else if (refused.length) say(line.dataset.refused.replace("{n}", refused.length));
  else if (!line.hidden) say(line.dataset.done);
  line.querySelector("[data-testid=outbox-login]").hidden = !isOut;
  line.querySelector("ul").replaceChildren(...refused.map((row) => refusal(outbox, row)));
}

/** A call the portal will not take as it is: what was typed, and a button that throws it away. */
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
