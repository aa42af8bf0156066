/*
 * An outbox on the phone (UX 4.8): rows in IndexedDB that leave only when the server answered 200 or 201.
 *
 *   const outbox = await openOutbox("jemput");
 *   await outbox.put({ id: crypto.randomUUID(), body: {…} });
 *   await outbox.flush(send);          // send(row) → "sent" | "refused" | "later" | "login"
 *   await outbox.all();                // what still waits, oldest first
 *
 * One flush at a time, over all tabs. What the server refused stays, marked, until somebody mends or drops it.
 */
const STORE = "rows";

const asked = (request) =>
  new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });

async function database(name) {
  const request = indexedDB.open(`outbox-${name}`, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
  return asked(request);
}

export async function openOutbox(name) {
  const db = await database(name);
  const store = (mode) => db.transaction(STORE, mode).objectStore(STORE);

  async function all() {
    const rows = await asked(store("readonly").getAll());
    return rows.sort((a, b) => a.at - b.at);
  }

  async function flush(send) {
    const results = [];
    await alone(`outbox-${name}`, async () => {
      for (const row of await all()) {
        if (row.refused) continue;
        const { state, answer } = await send(row);
        results.push({ row, state, answer });
        if (state === "sent") await asked(store("readwrite").delete(row.id));
        else if (state === "refused") await asked(store("readwrite").put({ ...row, refused: answer ?? true }));
        else break; // no signal, or signed out: the next flush begins with this row again
      }
    });
    return results;
  }

  return {
    all,
    flush,
    put: (row) => asked(store("readwrite").put({ at: Date.now(), ...row })),
    drop: (id) => asked(store("readwrite").delete(id)),
  };
}

async function alone(name, act) {
  if (navigator.locks) return navigator.locks.request(name, { ifAvailable: true }, (lock) => lock && act());
  return act();
}

/** PUT a row as JSON under its own id; the token is asked for anew each time, for the page may be an old one. */
export async function putJSON(base, row) {
  try {
    const token = await fetch(base, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (token.type === "opaqueredirect" || token.status === 403) return { state: "login" };
    if (!token.ok) return { state: "later" };
    const { csrf } = await token.json();
    const answer = await fetch(`${base}${row.id}/`, {
      method: "PUT",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-CSRFToken": csrf },
      body: JSON.stringify(row.body),
    });
    if (answer.status === 200 || answer.status === 201) return { state: "sent", answer: await answer.json() };
    if (answer.status === 409 || answer.status === 422) return { state: "refused", answer: await answer.json() };
    return { state: "later" };
  } catch {
    return { state: "later" };
  }
}

/** Call `flush` on load, when signal or the page comes back, and each minute. */
export function whenever(flush) {
  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => document.hidden || flush());
  setInterval(flush, 60_000);
  flush();
}
