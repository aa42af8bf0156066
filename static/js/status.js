/*
 * A part of the page that refreshes itself while somebody looks at it.
 *
 *   <div id="status" data-status-url="{% url 'application_status' … %}" data-status-every="30"> … </div>
 *
 * The answer to that GET (a fragment or a page) must hold the same id; elements with data-follows go with it. Looks
 * grow rarer, up to one a minute, happen only while the page is visible and stop when the new part has no
 * data-status-url. A part where somebody is typing or uploading waits for the next look.
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
