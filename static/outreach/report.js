/* The report form without signal: what is typed is kept on the phone first, then sent under the phone's own id. */
import { openOutbox, putJSON, whenever } from "../offline/outbox.js";

const form = document.querySelector("[data-outbox]");
const line = document.querySelector("[data-outbox-line]");
if (form && "indexedDB" in globalThis) start();

async function start() {
  navigator.serviceWorker?.register(form.dataset.worker, { scope: "/jemput/" }).catch(() => {});
  navigator.storage?.persist?.().catch(() => {});
  const outbox = await openOutbox("jemput");
  const flush = () => send(outbox);

  form.addEventListener("submit", async (event) => {
    if (!form.checkValidity()) return; // the server says what is missing
    event.preventDefault();
    const body = Object.fromEntries(new FormData(form));
    delete body.csrfmiddlewaretoken;
    delete body.form_key;
    await outbox.put({ id: crypto.randomUUID(), body: { ...body, noted_at: new Date().toISOString() } });
    form.reset();
    say(line.dataset.saved);
    const results = (await flush()) ?? [];
    const last = results.findLast((result) => result.state === "sent");
    if (last) location.assign(last.answer.url);
  });
  whenever(flush);
  form.dataset.ready = "";
}

async function send(outbox) {
  const results = await outbox.flush((row) => putJSON(form.dataset.putUrl, row));
  for (const { state, answer } of results) if (state === "sent") listed(answer);
  const rows = await outbox.all();
  const refused = rows.filter((row) => row.refused).length;
  const waiting = rows.length - refused;
  if (waiting) say(line.dataset.waiting.replace("{n}", waiting));
  else if (refused) say(line.dataset.refused.replace("{n}", refused));
  else if (results.length) say(line.dataset.done);
  const login = results.some((result) => result.state === "login");
  line.querySelector("[data-testid=outbox-login]").hidden = !login;
  if (login) say(line.dataset.login);
  return results;
}

function listed(answer) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = answer.url;
  link.textContent = `${line.dataset.sent}: ${answer.number}`;
  item.append(link);
  line.hidden = false;
  line.querySelector("ul").append(item);
}

function say(text) {
  line.hidden = false;
  line.querySelector("[role=status]").textContent = text;
}
