/*
 * The service worker of /tpk/: keeps one shell page and its files, nothing else. Data live in IndexedDB, the public site is
 * out of scope, and every other request goes to the network as if we were not here.
 *
 * `self.SHELL` = {version, page, files} is set by the view that serves us; another version is another cache.
 */
const { version, page, files } = self.SHELL;
const CACHE = `tpk-${version}`;

self.addEventListener("install", (event) => {
  const fresh = [page, ...files].map((url) => new Request(url, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith("tpk-") && name !== CACHE;
  const clean = async () => Promise.all((await caches.keys()).filter(old).map((name) => caches.delete(name)));
  event.waitUntil(clean().then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { pathname, origin } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate") event.respondWith(navigate(event.request, pathname));
  else if (files.includes(pathname)) event.respondWith(kept(pathname, event.request));
});

/** Pages come from the network; without one the shell opens, whatever page below /tpk/ was asked for. */
async function navigate(request, pathname) {
  try {
    const response = await fetch(request);
    if (response.status < 500 || pathname !== page) return response;
  } catch {
    if (pathname !== page) return Response.redirect(page);
  }
  return kept(page, request);
}

async function kept(url, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(url)) ?? fetch(request);
}
