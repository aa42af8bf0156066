/*
 * A form that saves itself: one second after the last key, and at once when a field is left or the page is hidden.
 *
 *   <form … data-autosave="{% url 'draft_autosave' … %}"> … <p role="status" data-autosave-status></p>
 *
 * The POST gets the whole form but files, passwords and data-autosave-skip fields, with the header X-Autosave: 1.
 * data-autosave-status says "Tersimpan pukul 14.30"; inside the form, or anywhere when the form has none.
 *
 * Answers: 2xx is saved (JSON {"version": 7} renews the form's field `version`); 409 was changed elsewhere; 401, 403 or
 * a redirect means that the session ended; 400 and 422 are left to the form's own sending; anything else is tried
 * again. What is not saved stays in this tab's sessionStorage and is put back when the form is shown again.
 */
import { clockTime, say } from "./page.js";

const PAUSE = 1000;
const RETRIES = [5000, 10000, 20000, 60000];
const NEVER_KEPT = new Set(["csrfmiddlewaretoken", "version"]);

class Autosave {
  constructor(form) {
    this.form = form;
    this.status = form.querySelector("[data-autosave-status]") ?? document.querySelector("[data-autosave-status]");
    this.key = `autosave:${location.pathname}:${form.id}`;
    this.dirty = false;
    this.running = false;
    this.failures = 0;
    this.stopped = false;
  }

  listen() {
    this.form.addEventListener("input", (event) => this.changed(event.target, PAUSE));
    this.form.addEventListener("change", (event) => this.changed(event.target, 0));
    this.form.addEventListener("focusout", () => this.dirty && this.plan(0));
    document.addEventListener("visibilitychange", () => document.hidden && this.dirty && this.save({ keepalive: true }));
    addEventListener("online", () => this.dirty && this.plan(0));
  }

  changed(field, delay) {
    if (!isSent(field)) return;
    this.dirty = true;
    this.remember();
    this.plan(delay);
  }

  plan(delay) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.save(), delay);
  }

  async save({ keepalive = false } = {}) {
    clearTimeout(this.timer);
    if (this.running || !this.dirty || this.stopped) return;
    this.running = true;
    this.dirty = false;
    this.tell("saving");
    try {
      this.settle(await this.send(keepalive));
    } catch {
      this.failed();
    }
    this.running = false;
    if (this.dirty && !this.failures) this.plan(PAUSE);
  }

  async send(keepalive) {
    const response = await fetch(this.form.dataset.autosave, {
      method: "POST",
      body: this.data(),
      headers: { "X-Autosave": "1", Accept: "application/json" },
      credentials: "same-origin",
      keepalive,
    });
    const isJSON = response.ok && response.headers.get("Content-Type")?.startsWith("application/json");
    return { status: response.redirected ? 401 : response.status, answer: isJSON ? await response.json() : {} };
  }

  settle({ status, answer }) {
    if (status < 300) return this.saved(answer);
    if ([401, 403].includes(status)) return this.stop("signedOut");
    if (status === 409) return this.stop("stale");
    if ([400, 422].includes(status)) return this.tell(""); // the fields' own errors come with the sending
    return this.failed();
  }

  saved(answer) {
    this.failures = 0;
    if (answer.version !== undefined && this.form.elements.version) this.form.elements.version.value = answer.version;
    if (!this.dirty) sessionStorage.removeItem(this.key);
    this.tell("saved", { time: clockTime() });
  }

  failed() {
    this.dirty = true;
    this.tell("unsaved");
    this.plan(RETRIES[Math.min(this.failures++, RETRIES.length - 1)]);
  }

  stop(reason) {
    this.dirty = true;
    this.stopped = true;
    this.tell(reason);
  }

  tell(key, values) {
    if (this.status) this.status.textContent = key && say(key, values);
  }

  data() {
    const data = new FormData(this.form);
    for (const field of this.form.elements) if (field.name && !isSent(field)) data.delete(field.name);
    return data;
  }

  remember() {
    const kept = [...this.data()].filter(([name]) => !NEVER_KEPT.has(name));
    try {
      sessionStorage.setItem(this.key, JSON.stringify(kept));
    } catch {
      /* a full or forbidden store: the server's copy is what counts */
    }
  }

  restore() {
    const kept = JSON.parse(sessionStorage.getItem(this.key) ?? "null");
    if (!kept) return;
    const shown = JSON.stringify([...this.data()].filter(([name]) => !NEVER_KEPT.has(name)));
    if (shown === JSON.stringify(kept)) return sessionStorage.removeItem(this.key);
    putBack(this.form, kept);
    this.dirty = true;
    this.tell("restored");
    this.plan(PAUSE);
  }
}

function isSent(field) {
  return !["file", "password", "submit", "button"].includes(field.type) && field.dataset?.autosaveSkip === undefined;
}

function putBack(form, kept) {
  const left = [...kept];
  for (const field of form.elements) {
    if (!field.name || !isSent(field) || NEVER_KEPT.has(field.name)) continue;
    const at = left.findIndex(([name, value]) => name === field.name && (!isTick(field) || value === field.value));
    if (isTick(field)) field.checked = at >= 0;
    else if (at >= 0) field.value = left.splice(at, 1)[0][1];
  }
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";

export function start(form) {
  const autosave = new Autosave(form);
  autosave.listen();
  autosave.restore();
}
