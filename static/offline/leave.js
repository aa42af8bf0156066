/* Logging out with something unsent on the phone asks first. The page works without: then nothing asks. */
import { openStore, PARTS } from "./store.js";

const KEPT = ["outbox", "drafts"];

/** @param {HTMLFormElement} form  the log-out form, its question in data-leaving with {n} */
export function start(form) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const count = await eachPart(unsent).catch(() => []);
    const sum = count.reduce((one, other) => one + other, 0);
    if (sum && !confirm(form.dataset.leaving.replace("{n}", sum))) return;
    await Promise.all([eachPart(forget), forgetPages()]).catch(() => []);
    form.submit();
  });
}

async function eachPart(act) {
  const there = new Set((await indexedDB.databases()).map(({ name }) => name));
  const found = [];
  for (const part of Object.keys(PARTS).filter((name) => there.has(`sejaras-${name}`))) {
    const database = await openStore(part);
    found.push(await act(database));
    database.close();
  }
  return found;
}

/** Pages kept for work without signal name who is signed in: caches called `person-…`. */
async function forgetPages() {
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.filter((name) => name.startsWith("person-")).map((name) => caches.delete(name)));
}

async function unsent(database) {
  const stores = KEPT.filter((name) => database.objectStoreNames.contains(name));
  return (await Promise.all(stores.map((name) => database.count(name)))).reduce((one, other) => one + other, 0);
}

/** What came from the server goes with the session; what the person wrote stays until it is sent. */
async function forget(database) {
  const stores = [...database.objectStoreNames].filter((name) => ![...KEPT, "blobs"].includes(name));
  await Promise.all(stores.map((name) => database.clear(name)));
}
