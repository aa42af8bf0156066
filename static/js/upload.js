/*
 * Uploads that fit a phone: photos are made smaller first, progress is shown, a broken upload can be tried again.
 *
 *   <div id="str" data-upload> <span role="status">state in words</span>
 *     <form …> <input type="file"> <button> <progress max="100" value="0" hidden> </form></div>
 *
 * Choosing a file sends the form as the browser would, with the smaller file. Whatever the view answers, the block with
 * the same id takes this one's place, and data-follows with it. Without such a block, "Coba lagi" keeps the file.
 */
import { replaceFrom, say } from "./page.js";
import { shrink } from "./photo.js";

const MAX_BYTES = 10 * 1024 * 1024;
const STALLED = 60000;
const sending = new Set();

addEventListener("beforeunload", (event) => sending.size && event.preventDefault());

export function start(block) {
  const form = block.querySelector("input[type=file]")?.form;
  if (form) new Upload(block, form).listen();
}

class Upload {
  constructor(block, form) {
    this.block = block;
    this.form = form;
    this.input = form.querySelector("input[type=file]");
    this.status = block.querySelector("[role=status]");
    this.progress = form.querySelector("progress");
  }

  listen() {
    const button = this.form.querySelector("button:not([type=button])");
    if (button) button.hidden = !this.input.files.length; // choosing is enough, unless it was done before this ran
    this.input.addEventListener("change", () => this.input.files.length && this.send());
    this.form.addEventListener("submit", (event) => {
      if (!this.input.files.length) return; // the server says that a file is missing
      event.preventDefault();
      this.send();
    });
  }

  async send() {
    if (sending.has(this)) return;
    sending.add(this);
    this.block.dataset.busy = "";
    this.clear();
    this.show("shrinking", "wait");
    const file = await shrink(this.input.files[0]);
    if (file.name.match(/\.hei[cf]$/i) || file.type.startsWith("image/hei")) return this.fail("heic", { again: false });
    if (file.size > MAX_BYTES) return this.fail("tooLarge", { again: false });
    this.post(file);
  }

  post(file) {
    const data = new FormData(this.form);
    data.set(this.input.name, file, file.name);
    const request = new XMLHttpRequest();
    request.open("POST", this.form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.upload.addEventListener("progress", (event) => this.advance(request, event));
    request.addEventListener("load", () => this.answered(request));
    request.addEventListener("error", () => this.fail("broken"));
    request.addEventListener("abort", () => this.fail(this.stalled ? "broken" : "cancel"));
    this.show("sending", "wait");
    this.offer("cancel", () => request.abort());
    this.watch(request);
    request.send(data);
  }

  advance(request, event) {
    this.watch(request);
    if (!this.progress || !event.lengthComputable) return;
    this.progress.hidden = false;
    this.progress.value = Math.round((100 * event.loaded) / event.total);
    this.progress.textContent = `${this.progress.value} %`;
  }

  /** A phone that lost its network mid-way often notices nothing by itself. */
  watch(request) {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => {
      this.stalled = true;
      request.abort();
    }, STALLED);
  }

  answered(request) {
    clearTimeout(this.watchdog);
    this.end();
    if (replaceFrom(request.responseText, this.block.id)) return;
    this.fail(request.status === 413 ? "tooLarge" : "broken");
  }

  fail(reason, { again = true } = {}) {
    clearTimeout(this.watchdog);
    this.stalled = false;
    this.end();
    this.clear();
    if (this.progress) this.progress.hidden = true;
    this.show("notSent", "fix");
    if (reason !== "cancel") this.explain(say(reason));
    if (again) this.offer("retry", () => this.send());
  }

  end() {
    sending.delete(this);
    delete this.block.dataset.busy;
  }

  show(key, kind) {
    const tag = Object.assign(document.createElement("span"), { className: `tag ${kind}`, textContent: say(key) });
    tag.dataset.testid = "tag";
    this.status?.replaceChildren(tag);
  }

  explain(text) {
    const error = Object.assign(document.createElement("p"), { className: "field-error", textContent: text });
    error.setAttribute("role", "alert");
    this.form.append(error);
  }

  offer(key, act) {
    this.form.querySelector("button[data-does]")?.remove();
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: say(key) });
    button.className = "btn btn-outline-primary btn-sm mt-2";
    button.dataset.does = key;
    button.addEventListener("click", act);
    this.form.append(button);
  }

  clear() {
    for (const old of this.block.querySelectorAll(".field-error, button[data-does]")) old.remove();
  }
}
