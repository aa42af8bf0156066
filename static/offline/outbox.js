/*
 * What was handed over waits here until the server has said 200 or 201. Nothing else ever takes it out.
 *
 * A row is one thing to send (a visit, a report): its steps are idempotent PUTs in order, photos before the rest.
 * Each confirmed step is ticked in the database, so a broken flush goes on where it stopped. Putting a row with the same
 * id replaces it, also in the middle of a flush: `revision` tells the flush that its copy is old.
 *
 *   waiting   to be sent, again and again
 *   review    the server has something newer (409); `answer` is what it said, a person has to choose
 *   refused   the server will never take it as it is (400, 403 with a reason, 404, 413, 415, 422); `answer` says why
 *
 * @typedef {{url: string, body?: object, blob?: string, type?: string, done?: boolean}} Step
 *          `body` is sent as JSON, or the kept blob of that hash as it is
 * @typedef {{id: string, owner: string, label: string, steps: Step[], state?: string, answer?: object}} Row
 *          `id` is the client's own UUID, `owner` the person of the session it was written in
 * @typedef {{status: "in" | "out" | "away", person?: string, csrf?: string}} Session
 */
const EVERY = 60_000;
const TAKEN = [200, 201];
const NEVER = [400, 403, 404, 405, 413, 415, 422];

export class Outbox extends EventTarget {
  /**
   * @param {object} database      from `openStore`
   * @param {string} sessionUrl    GET answers {person, csrf} to who is signed in, and redirects everybody else
   */
  constructor(database, sessionUrl) {
    super();
    this.database = database;
    this.sessionUrl = sessionUrl;
    this.session = { status: "away" };
  }

  /** Flush now and whenever there is hope: back online, back in view, every minute. */
  start() {
    const flush = () => this.flush();
    addEventListener("online", flush);
    document.addEventListener("visibilitychange", () => document.hidden || flush());
    setInterval(flush, EVERY);
    return flush();
  }

  /** @returns {Promise<Row[]>} every row, oldest first */
  async rows() {
    return (await this.database.getAll("outbox")).sort((one, other) => one.at - other.at);
  }

  /**
   * Take `row` over, in place of one with the same id.
   * @param {Row} row @returns {Promise<boolean>} whether it is on the disk; false on a full phone
   */
  async put(row) {
    const steps = row.steps.map((step) => ({ ...step, done: false }));
    const fresh = { state: "waiting", answer: null, at: Date.now(), revision: crypto.randomUUID() };
    const isKept = await this.database.put("outbox", { ...row, steps, ...fresh }).then(() => true, () => false);
    if (isKept) this.tell("changed");
    return isKept;
  }

  /** Take a row out because a person decided so. */
  async drop(id) {
    await this.database.delete("outbox", id);
    this.tell("changed");
  }

  /** Send what waits, in one tab at a time. Never throws: what did not go stays. Asked during a flush, it goes again. */
  async flush() {
    this.wanted = true;
    await navigator.locks.request(`outbox:${this.database.name}`, { ifAvailable: true }, async (lock) => {
      while (lock && this.wanted) {
        this.wanted = false;
        await this.sendAll();
      }
    });
    this.tell("changed");
  }

  async sendAll() {
    this.session = await this.ask();
    if (this.session.status !== "in") return;
    const mine = (await this.rows()).filter((row) => row.state === "waiting" && row.owner === this.session.person);
    for (const row of mine) if (!(await this.send(row))) return;
  }

  /** @returns {Promise<Session>} a fresh CSRF token with every flush: the old one died with the old session */
  async ask() {
    try {
      const response = await fetch(this.sessionUrl, { redirect: "manual", cache: "no-store" });
      if (response.type === "opaqueredirect" || [401, 403].includes(response.status)) return { status: "out" };
      return response.ok ? { status: "in", ...(await response.json()) } : { status: "away" };
    } catch {
      return { status: "away" };
    }
  }

  /** @returns {Promise<boolean>} false when it makes no sense to go on with the next row */
  async send(row) {
    for (const step of row.steps.filter((each) => !each.done)) {
      const response = await this.request(step).catch(() => null);
      if (!response || response.status >= 500 || response.status === 429) return false;
      if (isSignedOut(response)) return this.signedOut();
      if (!TAKEN.includes(response.status)) return this.settle(row, response);
      step.done = true;
      if (!(await this.replace(row))) return true; // a newer one took its place; it has its own turn
    }
    await this.remove(row);
    return true;
  }

  async request({ url, body, blob, type }) {
    const content = blob ? await this.database.get("blobs", blob) : JSON.stringify(body);
    const headers = { "X-CSRFToken": this.session.csrf, Accept: "application/json" };
    headers["Content-Type"] = blob ? (type ?? content.type) : "application/json";
    return fetch(url, { method: "PUT", body: content, headers, redirect: "manual", cache: "no-store" });
  }

  signedOut() {
    this.session = { status: "out" };
    return false;
  }

  async settle(row, response) {
    const answer = await response.json().catch(() => ({}));
    if (response.status === 409) await this.replace({ ...row, state: "review", answer });
    else if (NEVER.includes(response.status)) await this.replace({ ...row, state: "refused", answer });
    return true;
  }

  /** Write `row` unless it was replaced or dropped meanwhile. @returns {Promise<boolean>} whether it was written */
  async replace(row) {
    return this.ifCurrent(row, (store) => store.put(row));
  }

  async remove(row) {
    if (await this.ifCurrent(row, (store) => store.delete(row.id))) this.tell("sent", row);
  }

  async ifCurrent(row, act) {
    const change = this.database.transaction("outbox", "readwrite");
    const isCurrent = (await change.store.get(row.id))?.revision === row.revision;
    if (isCurrent) await act(change.store);
    await change.done;
    return isCurrent;
  }

  tell(name, detail = null) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/** A refusal by the rules is JSON; a 403 page means no session, another role or an old token. */
function isSignedOut({ type, status, headers }) {
  const isPage = !headers.get("Content-Type")?.includes("json");
  return type === "opaqueredirect" || status === 401 || (status === 403 && isPage);
}

/**
 * Which of the three sentences is true now, and what stands in the way.
 *
 * @param {Row[]} rows  of the outbox @param {number} drafts  not handed over yet @param {Session} session
 * @returns {{key: "onPhone" | "waiting" | "onServer", count: number, reviews: number, signedOut: boolean}}
 */
export function standing(rows, drafts, session) {
  const key = rows.length ? "waiting" : drafts ? "onPhone" : "onServer";
  const reviews = rows.filter((row) => row.state !== "waiting").length;
  return { key, count: rows.length, reviews, signedOut: session.status === "out" };
}
