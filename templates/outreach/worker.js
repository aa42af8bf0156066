/*
 * Keeps two pages of /jemput/ for places without signal: the report form and the page of the driver's own steps.
 * They name who is signed in, so they lie in a cache that logging out deletes (static/offline/leave.js).
 */
const CACHE = "jemput-3";
const PERSON = "person-jemput";
const PAGE = "{{ page|escapejs }}";
const PHONE = "{{ phone|escapejs }}";
const ASSETS = [{% for asset in assets %}"{{ asset|escapejs }}"{% if not forloop.last %}, {% endif %}{% endfor %}];

addEventListener("install", (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(ASSETS)).then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("jemput-") && name !== CACHE;
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name)))).then(() => clients.claim()));
});

/** The network first; without one the kept page, and for any other page below /jemput/ the one of the own steps. */
async function page(request, pathname) {
  const kept = [PAGE, PHONE].includes(pathname);
  try {
    const answer = await fetch(request);
    if (kept && answer.ok && !answer.redirected) await (await caches.open(PERSON)).put(pathname, answer.clone());
    return answer;
  } catch {
    const cache = await caches.open(PERSON);
    if (kept) return (await cache.match(pathname)) ?? Response.error();
    return (await cache.match(PHONE)) ? Response.redirect(PHONE) : Response.error();
  }
}

async function asset(request) {
  const kept = await (await caches.open(CACHE)).match(request);
  return kept ?? fetch(request);
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request, url.pathname));
  else if (ASSETS.includes(url.pathname)) event.respondWith(asset(request));
});
