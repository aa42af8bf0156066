/*
 * The visits on the phone: loads the day, draws one screen for the address behind #, keeps every tap, hands over.
 *
 * <main data-field> carries the addresses: data-pack (the day), data-session, data-visit and data-photo with {id} and {hash},
 * data-worker. Screens are in screens.js, what a visit is in visit.js.
 */
import { shrink } from "../js/photo.js";
import { Outbox, standing } from "./outbox.js";
import { draw, lacking } from "./screens.js";
import { askToKeep, keepBlob, openStore } from "./store.js";
import { braces, fill, read } from "./template.js";
import { begin, merge, missing, payload } from "./visit.js";

const WORDS = JSON.parse(document.getElementById("words").textContent);
const READABLE = ["image/jpeg", "image/png"];

class Field {
  constructor(root, database) {
    this.root = root;
    this.urls = root.dataset;
    this.database = database;
    this.outbox = new Outbox(database, this.urls.session);
    this.person = localStorage.getItem("tpk-person") ?? "";
    this.name = localStorage.getItem("tpk-device") ?? crypto.randomUUID();
    localStorage.setItem("tpk-device", this.name);
    this.saving = Promise.resolve();
  }

  async start() {
    addEventListener("hashchange", () => this.draw());
    for (const name of ["online", "offline"]) addEventListener(name, () => this.tell());
    this.root.addEventListener("input", (event) => this.typed(event.target));
    this.root.addEventListener("change", (event) => this.changed(event.target));
    this.root.addEventListener("click", (event) => this.pressed(event.target.closest("[data-do]")));
    this.outbox.addEventListener("changed", () => this.tell());
    this.outbox.addEventListener("sent", ({ detail }) => this.sent(detail));
    await this.draw();
    await this.outbox.start();
    await this.refresh();
    askToKeep();
  }

  /** Fetch the day; the phone keeps what it has when that fails. What is being written stays, whatever the day says. */
  async load() {
    const response = await fetch(this.urls.pack, { redirect: "manual", cache: "no-store" }).catch(() => null);
    if (!response?.ok) return;
    const { person, now, visits } = await response.json();
    localStorage.setItem("tpk-ahead", Date.now() - Date.parse(now)); // how far this phone's clock is ahead
    localStorage.setItem("tpk-person", (this.person = person));
    const change = this.database.transaction(["packs", "drafts", "outbox"], "readwrite");
    const busy = [...(await change.objectStore("drafts").getAllKeys()), ...(await change.objectStore("outbox").getAllKeys())];
    const packs = change.objectStore("packs");
    for (const id of await packs.getAllKeys()) if (!busy.includes(id)) await packs.delete(id);
    for (const pack of visits) await packs.put({ ...pack, owner: person });
    await change.done;
  }

  /** Fetch the day and show it, but nothing moves under the hands of who is writing: no news changes what is written. */
  async refresh() {
    await this.load();
    if (this.pack && (await this.database.getKey("drafts", this.pack.id))) return this.tell();
    const top = scrollY;
    await this.draw();
    scrollTo(0, top);
  }

  async draw() {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const [, id, step = "0", code] = location.hash.slice(1).split("/");
    let saving, pack, row, draft;
    do {
      await (saving = this.saving);
      pack = id && (await this.database.get("packs", id));
      row = pack && (await this.database.get("outbox", id));
      draft = pack && ((await this.database.get("drafts", id)) ?? row?.draft ?? begin(pack));
      if (this.full && this.draft?.id === id) ({ draft } = this); // more than the full disk has
      if (turn !== this.turn) return; // a later call draws
    } while (saving !== this.saving); // a tap came in between: what was read is old
    Object.assign(this, { pack, row, draft });
    await draw(this, step);
    await this.tell();
    const target = code && document.getElementById(`q-${code}`);
    (target ?? this.root.querySelector("h1"))?.focus();
    if (target) target.scrollIntoView();
    else scrollTo(0, 0);
    document.documentElement.dataset.scripts = "ready";
  }

  /** The line that is always there. */
  async tell() {
    const drafts = (await this.database.getAll("drafts")).filter(({ owner }) => owner === this.person);
    const { key, count, reviews, signedOut } = standing(await this.outbox.rows(), drafts.length, this.outbox.session);
    const line = document.getElementById("standing");
    const at = key === "onPhone" ? (this.savedAt?.toLocaleTimeString(document.documentElement.lang, { timeStyle: "short" }) ?? "") : "";
    const kept = this.full ? WORDS.full : `${braces(WORDS[key], { n: count })} ${at}`.trim();
    const text = [kept, reviews && WORDS.review].filter(Boolean).join(". ");
    line.querySelector("[data-text]").textContent = text;
    line.querySelector("[data-offline]").hidden = navigator.onLine;
    line.querySelector("a").hidden = !(signedOut && navigator.onLine);
    line.className = `notice py-2 px-3 mb-3 ${key === "onServer" && navigator.onLine && !this.full ? "ok" : "fix"}`;
    line.dataset.standing = key;
  }

  /** This phone, its clock, and that clock set right. */
  get device() {
    const at = new Date();
    const now = new Date(at - Number(localStorage.getItem("tpk-ahead") ?? 0));
    return { id: this.name, at: at.toISOString(), now: now.toISOString() };
  }

  /** Every tap is on the disk before the next screen is drawn. */
  save() {
    this.draft.held_at ??= this.device.now;
    const draft = structuredClone({ ...this.draft, owner: this.person });
    const put = () => this.database.put("drafts", draft).then(() => ((this.savedAt = new Date()), false));
    this.saving = this.saving.then(put).catch(() => true).then((full) => ((this.full = full), this.tell()));
    lacking(this, this.root);
    return this.saving;
  }

  typed(field) {
    if (!field.dataset.path || !this.pack || this.pack.readonly) return;
    read(field, this.draft);
    this.save();
  }

  async changed(field) {
    if (field.dataset.photo) await this.shot(field);
    if (field.dataset.redraw !== undefined) await this.redraw(`[name="${field.name}"][value="${field.value}"]`);
  }

  /** Photos take a while; the next screen waits for them as for every tap, so they land in the visit they were taken for. */
  async shot({ id, files, dataset }) {
    let said = "";
    const developed = this.saving.then(() => this.develop([...files], dataset.photo)).then((words) => (said = words));
    this.saving = developed.catch(() => (said = WORDS.full));
    await this.saving;
    await this.save();
    await this.redraw(`#${id}`);
    const line = document.getElementById(id)?.closest(".q").querySelector("[data-said]");
    if (line) line.textContent = said;
  }

  /** Keep the photos of one item. @returns {Promise<string>} what is to be said about those that cannot be read */
  async develop(files, item) {
    const { draft } = this;
    let said = "";
    for (const [at, file] of files.entries()) {
      document.querySelector("#standing [data-text]").textContent = braces(WORDS.keeping, { n: at + 1, count: files.length });
      const photo = await shrink(file);
      if (!READABLE.includes(photo.type)) {
        said = WORDS.unreadable;
        continue;
      }
      const sha256 = await keepBlob(this.database, photo);
      draft.photos = draft.photos.filter((one) => one.sha256 !== sha256);
      draft.photos.push({ sha256, item, taken_at: new Date().toISOString() });
    }
    return said;
  }

  /** Draw the same screen again and leave the focus and the place where they were. */
  async redraw(selector) {
    const top = scrollY;
    await this.draw();
    this.root.querySelector(selector)?.focus({ preventScroll: true });
    scrollTo(0, top);
  }

  async pressed(button) {
    const act = button && this[`do_${button.dataset.do}`];
    if (act) await act.call(this, button);
  }

  async do_forget({ dataset }) {
    this.draft.photos = this.draft.photos.filter(({ sha256 }) => sha256 !== dataset.hash);
    await this.save();
    await this.draw();
  }

  do_locate(button) {
    const said = button.parentElement.querySelector("[data-said]");
    const { id } = this.draft;
    const done = ({ coords: { latitude, longitude, accuracy } }) => {
      if (this.draft?.id !== id) return; // it took so long that another visit is open
      this.draft.position = { latitude, longitude, accuracy: Math.round(accuracy) };
      said.textContent = braces(WORDS.located, { n: Math.round(accuracy) });
      this.save();
    };
    navigator.geolocation?.getCurrentPosition(done, () => (said.textContent = WORDS.notLocated), { timeout: 20_000 });
  }

  async do_send() {
    if (missing(this.pack, this.draft).length) return this.draw();
    await this.saving;
    await this.handOver(this.draft, payload(this.pack, this.draft, this.device));
  }

  async handOver(draft, body) {
    const url = (name, hash = "") => braces(this.urls[name], { id: this.pack.id, hash });
    const own = await this.database.getAllKeys("blobs"); // the others' photos are on the server already
    const photos = draft.photos.filter(({ sha256 }) => own.includes(sha256));
    const steps = photos.map(({ sha256 }) => ({ url: url("photo", sha256), blob: sha256 }));
    const label = this.pack.place;
    const row = { id: draft.id, owner: this.person, label, draft, steps: [...steps, { url: url("visit"), body }] };
    this.full = !(await this.outbox.put(row));
    if (this.full) return this.tell();
    await this.database.delete("drafts", draft.id); // only now: the row is on the disk
    location.hash = "";
    await this.outbox.flush();
  }

  /** Back from the outbox to the form; the draft is on the disk before the row goes. */
  async do_edit() {
    await this.save();
    await this.outbox.drop(this.draft.id);
    location.hash = `v/${this.draft.id}/0`;
    await this.draw();
  }

  do_all({ dataset, form }) {
    for (const radio of form.elements) if (radio.value === dataset.side) radio.checked = true;
  }

  /** After the person chose, for every difference, whose value holds. */
  async do_settle({ form }) {
    if (!form.reportValidity()) return;
    const chosen = Object.fromEntries([...new FormData(form)]);
    const { current } = this.row.answer;
    const draft = merge(this.row.draft, current.filled, current.version, chosen);
    await this.handOver(draft, { ...payload(this.pack, draft, this.device), take_over: true });
  }

  async do_discard(button) {
    if (!confirm(button.dataset.question)) return;
    await this.outbox.drop(this.pack.id);
    location.hash = "";
  }

  /** Take the visit onto this phone, from a team mate when asked to; needs the line. */
  async do_carry({ dataset }) {
    const url = braces(this.urls.carry, { id: this.pack.id });
    const headers = { "X-CSRFToken": (await this.outbox.ask()).csrf };
    const body = new URLSearchParams({ device_id: this.name, ...(dataset.over && { take_over: "1" }) });
    await fetch(url, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
    await this.load();
    await this.draw();
  }

  async sent(row) {
    await this.database.delete("drafts", row.id);
    for (const { blob } of row.steps) if (blob) await this.database.delete("blobs", blob);
    await this.refresh();
  }
}

const root = document.querySelector("[data-field]");
if (root) {
  navigator.serviceWorker?.register(root.dataset.worker, { scope: root.dataset.scope });
  openStore("tpk")
    .then((database) => new Field(root, database).start())
    .catch(() => root.replaceChildren(fill("broken")));
}
