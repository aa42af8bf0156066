/* A plain page that has a better one for browsers that can work without signal. */
export function start(element) {
  if ("serviceWorker" in navigator && "indexedDB" in window && navigator.locks) location.replace(element.dataset.opens);
}
