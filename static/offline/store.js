/*
 * What the phone keeps: one IndexedDB database for each part of the portal that works without signal.
 *
 *   blobs    photos by the SHA-256 of their bytes, so the same photo is kept and sent once
 *   outbox   what was handed over and not yet confirmed by the server (see outbox.js)
 *   …        the part's own stores; each keeps objects with an `id`
 */
import { openDB } from "../vendor/idb/idb.js";

/** The parts of the portal that keep something on the phone, with their own stores. Logging out looks into all of them. */
export const PARTS = { tpk: ["packs", "drafts"], jemput: ["cards"] };
const VERSIONS = { jemput: 2 };

/**
 * @param {string} part      name of the part, for instance "tpk"
 * @param {string[]} stores  names of its own stores
 * @param {number} version   one more whenever `stores` grows
 * @returns {Promise<import("../vendor/idb/idb.js").IDBPDatabase>}
 */
export function openStore(part, stores = PARTS[part] ?? [], version = VERSIONS[part] ?? 1) {
  return openDB(`sejaras-${part}`, version, {
    upgrade(database) {
      const missing = (name) => !database.objectStoreNames.contains(name);
      if (missing("blobs")) database.createObjectStore("blobs");
      for (const name of ["outbox", ...stores].filter(missing)) database.createObjectStore(name, { keyPath: "id" });
    },
    blocking: (_old, _new, event) => event.target.close(), // a newer page wants to upgrade: let it
  });
}

/** Ask the browser not to throw our data away when the disk gets full; an answer of no changes nothing here. */
export const askToKeep = async () => (await navigator.storage?.persist?.()) ?? false;

/** @param {Blob} blob @returns {Promise<string>} its SHA-256 in lower-case hex */
export async function sha256(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Keep a blob under its hash. @returns {Promise<string>} the hash */
export async function keepBlob(database, blob) {
  const hash = await sha256(blob);
  await database.put("blobs", blob, hash);
  return hash;
}
