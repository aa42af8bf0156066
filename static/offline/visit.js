/*
 * What a visit is on the phone. Pure: no screen, no database.
 *
 * @typedef {{code: string, question: string, hint: string, photo: boolean, critical: boolean, when: string}} Item
 * @typedef {{id: string, version: number, place: string, readonly: string, conditions: string[],
 *            parts: {title: string, items: Item[]}[], filled: object}} Pack   the visit as the server gave it
 * @typedef {{id: string, base_version: number, answers: Object<string, {value?: string, note?: string,
 *            repair_until?: string}>, photos: {sha256: string, item: string, taken_at: string}[],
 *            conditions: string[], signatures: object}} Draft                 what the inspector has filled in
 */
const NO = "tidak";
const LINES = ["met_name", "met_position", "statement", "not_inspected_reason", "conclusion"];
const SIDES = ["inspector", "inspected"];
const PAPER = "paper";

/** A draft that begins where the server is. @param {Pack} pack @returns {Draft} */
export function begin(pack) {
  return { ...structuredClone(pack.filled), id: pack.id, base_version: pack.version };
}

/** The parts with the questions that are asked under the ticked conditions; empty parts fall away. */
export function asked(pack, draft) {
  const isAsked = (item) => !item.when || draft.conditions.includes(item.when);
  const parts = pack.parts.map((part) => ({ ...part, items: part.items.filter(isAsked) }));
  return parts.filter((part) => part.items.length);
}

export const photosOf = (draft, item) => draft.photos.filter((photo) => photo.item === item);

/** The asked items that were answered "Tidak". */
export const failed = (pack, draft) =>
  asked(pack, draft).flatMap((part) => part.items).filter((item) => draft.answers[item.code]?.value === NO);

/** What one question still lacks: "answer", "note", "photo", "date", or nothing. */
export function lacks(item, draft) {
  const { value, note, repair_until: until } = draft.answers[item.code] ?? {};
  if (!value) return "answer";
  if (value !== NO) return "";
  if (!note?.trim()) return "note";
  if (item.photo && !photosOf(draft, item.code).length) return "photo";
  return until ? "" : "date";
}

/** What keeps the draft from being sent: {key, part, code}; part is 0 for the first screen, -1 for the last. */
export function missing(pack, draft) {
  const found = [];
  if (!draft.not_inspected_reason?.trim()) {
    if (!draft.met_name?.trim()) found.push({ key: "met_name", part: 0, code: "met_name" });
    asked(pack, draft).forEach((part, index) =>
      part.items.forEach((item) => {
        const key = lacks(item, draft);
        if (key) found.push({ key, part: index + 1, code: item.code });
      }),
    );
  }
  if (!pack.parts.length && !draft.conclusion) found.push({ key: "conclusion", part: -1, code: "conclusion" });
  for (const side of SIDES) if (!isSigned(side, draft)) found.push({ key: side, part: -1, code: side });
  return found;
}

function isSigned(side, draft) {
  const { way, name, image, refusal_reason: reason } = draft.signatures[side] ?? {};
  if (side === "inspected" && draft.not_inspected_reason?.trim()) return true;
  if (!name?.trim()) return false;
  if (way === "refused") return Boolean(reason?.trim());
  return Boolean(way === PAPER ? photosOf(draft, side).length : image);
}

/** What the server is sent. @param {Draft} draft @param {object} device {id, at, now: corrected} @returns {object} */
export function payload(pack, draft, device) {
  const items = asked(pack, draft).flatMap((part) => part.items);
  const { latitude = null, longitude = null, accuracy = null } = draft.position ?? {};
  const answered = items.filter(({ code }) => draft.answers[code]?.value);
  return {
    base_version: draft.base_version,
    finished: true,
    device_id: device.id,
    device_at: device.at,
    held_at: draft.held_at ?? device.now,
    ...{ latitude, longitude, accuracy_m: accuracy },
    conditions: draft.conditions,
    ...Object.fromEntries(LINES.map((name) => [name, draft[name] ?? ""])),
    answers: answered.map(({ code }) => answer(code, draft.answers[code])),
    photos: draft.photos.map(({ sha256, item, taken_at }) => ({ sha256, taken_at, item: SIDES.includes(item) ? "" : item })),
    signatures: SIDES.filter((side) => draft.signatures[side]?.way).map((side) => signature(side, draft, device.now)),
  };
}

const answer = (code, { value, note = "", repair_until: until }) =>
  ({ code, value, note, repair_until: value === NO && until ? until : null });

function signature(side, draft, signed_at) {
  const { way, name = "", position = "", image = "", refusal_reason = "", witness = "" } = draft.signatures[side];
  const photo_sha256 = way === PAPER ? (photosOf(draft, side)[0]?.sha256 ?? "") : "";
  const drawn = way === "drawn" ? image : "";
  return { side, way, name, position, image: drawn, photo_sha256, refusal_reason, witness, signed_at };
}

/** Where mine and the server's differ: [{path, code, mine, theirs}], values as they stand in a draft. */
export function differences(mine, theirs) {
  const paths = new Set([
    ...LINES, "conditions",
    ...[mine, theirs].flatMap(({ answers }) => Object.keys(answers).map((code) => `answers.${code}`)),
    ...SIDES.map((side) => `signatures.${side}`),
  ]);
  const at = (draft, path) => path.split(".").reduce((found, key) => found?.[key], draft);
  return [...paths]
    .map((path) => ({ path, code: path.split(".")[1] ?? path, mine: at(mine, path), theirs: at(theirs, path) }))
    .filter(({ mine: one, theirs: other }) => plain(one) !== plain(other));
}

/** Two values mean the same when they differ in empty members or the order of keys only. */
function plain(value) {
  if (Array.isArray(value)) return JSON.stringify([...value].sort());
  if (typeof value !== "object" || !value) return JSON.stringify(value || "");
  const full = Object.entries(value).filter(([, inside]) => inside !== "" && inside != null);
  return full.length ? JSON.stringify(full.sort()) : '""';
}

/** The draft after a person chose: `chosen` maps each differing path to "mine" or "theirs"; no photo is lost. */
export function merge(mine, theirs, version, chosen) {
  const merged = structuredClone({ ...mine, base_version: version });
  for (const [path, side] of Object.entries(chosen)) {
    const keys = path.split(".");
    const last = keys.pop();
    const from = keys.reduce((found, key) => found?.[key], side === "mine" ? mine : theirs)?.[last];
    keys.reduce((found, key) => (found[key] ??= {}), merged)[last] = structuredClone(from);
  }
  const known = new Set(merged.photos.map(({ sha256 }) => sha256));
  merged.photos.push(...theirs.photos.filter(({ sha256 }) => !known.has(sha256)));
  return merged;
}
