/* What the modules share: their words in the page's language, clock time, and replacing a part of the page. */

const WORDS = {
  id: {
    saving: "Menyimpan…",
    saved: "Tersimpan pukul {time}",
    unsaved: "Belum tersimpan. Sambungan terputus; kami coba lagi.",
    signedOut: "Belum tersimpan: sesi Anda berakhir. Masuk lagi; isian Anda dikembalikan di peramban ini.",
    stale: "Belum tersimpan: isian ini diubah di perangkat lain. Muat ulang halaman ini.",
    restored: "Isian Anda yang belum tersimpan sudah dikembalikan.",
    shrinking: "Mengecilkan foto",
    sending: "Sedang diunggah",
    notSent: "Belum terunggah",
    broken: "Sambungan terputus. Berkas Anda masih ada di sini.",
    tooLarge: "Berkas ini lebih besar dari 10 MB. Pilih berkas yang lebih kecil.",
    heic: "Foto ini berformat HEIC. Ubah ke JPG dahulu (iPhone: Pengaturan > Kamera > Format > Paling Kompatibel).",
    retry: "Coba lagi",
    cancel: "Batal",
  },
  en: {
    saving: "Saving…",
    saved: "Saved at {time}",
    unsaved: "Not saved yet. The connection was lost; we will try again.",
    signedOut: "Not saved: your session has ended. Log in again; your answers will be put back in this browser.",
    stale: "Not saved: these answers were changed on another device. Reload this page.",
    restored: "Your unsaved answers have been put back.",
    shrinking: "Making the photo smaller",
    sending: "Uploading",
    notSent: "Not uploaded",
    broken: "The connection was lost. Your file is still here.",
    tooLarge: "This file is larger than 10 MB. Choose a smaller one.",
    heic: "This photo is in HEIC format. Change it to JPG first (iPhone: Settings > Camera > Formats > Most Compatible).",
    retry: "Try again",
    cancel: "Cancel",
  },
};

export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** A sentence of `table` in the language of the page. */
export function say(key, values = {}, table = WORDS) {
  return fill((table[document.documentElement.lang.slice(0, 2)] ?? table.id)[key], values);
}

/** Clock time of this device as 14.30. */
export function clockTime(at = new Date()) {
  return [at.getHours(), at.getMinutes()].map((part) => String(part).padStart(2, "0")).join(".");
}

/** Put the element `id` of `html` (fragment or page) in place of ours, and all `data-follows`; false without one. */
export function replaceFrom(html, id) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  if (!answer.getElementById(id)) return false;
  const followers = [...document.querySelectorAll("[data-follows][id]")].map((element) => element.id);
  for (const one of new Set([id, ...followers])) replaceOne(answer.getElementById(one), document.getElementById(one));
  return true;
}

function replaceOne(fresh, old) {
  if (!fresh || !old) return;
  const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
  old.replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus();
  fresh.dispatchEvent(new CustomEvent("portal:swapped", { bubbles: true }));
}
