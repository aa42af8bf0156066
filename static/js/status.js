/*
 * A part of the page that refreshes itself while somebody looks at it.
 *
 *   <div id="status" data-status-url="{% url 'application_status' … %}" data-status-every="30"> … </div>
 *
 *   data-status-url      address of a GET; its answer (a fragment or the whole page) must hold the same id
 *   data-status-every    seconds before the first look, 30 when absent; looks grow rarer, up to one a minute
 *   data-follows         on other elements with an id: replaced too when the answer holds them
 *
 * Asks only while the page is visible and stops when the new part no longer has data-status-url. A part where somebody
 * is typing or uploading is left alone until the next look.
 */
import { replaceFrom } from "./page.js";

export function start(element) {
  let seconds = Number(element.dataset.statusEvery ?? 30);

  async function look() {
    if (!element.isConnected) return; // replaced; its successor looks for itself
    if (!document.hidden && !isBusy(element)) await refresh(element);
    if (!element.isConnected) return;
    seconds = Math.max(seconds, Math.min(seconds * 1.5, 60));
    setTimeout(look, seconds * 1000);
  }

  setTimeout(look, seconds * 1000);
}

function isBusy(element) {
  const isTyping = document.activeElement?.matches("input:not([type=file]), select, textarea");
  return element.dataset.busy !== undefined || (isTyping && element.contains(document.activeElement));
}

async function refresh(element) {
  try {
    const response = await fetch(element.dataset.statusUrl, { credentials: "same-origin" });
    if (!response.ok || response.redirected) return;
    const html = await response.text();
    if (element.isConnected && !isBusy(element) && hasChanged(html, element)) replaceFrom(html, element.id);
  } catch {
    /* no connection: the next look will tell */
  }
}

/** The same part again would only disturb a screen reader. */
function hasChanged(html, element) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById(element.id);
  return fresh !== null && withoutToken(fresh) !== withoutToken(element);
}

const withoutToken = (element) => element.outerHTML.replace(/(csrfmiddlewaretoken" value=")[^"]*/g, "$1");
