/*
 * The one script of every page: <script type="module" src="{% static 'js/portal.js' %}"></script>
 *
 * Loads the modules that a page asks for by data attributes; each says at its top which. Pages work without any.
 *   data-autosave    autosave.js    a form that saves itself
 *   data-upload      upload.js      photo shrinking, progress, retry, cancel
 *   data-status-url  status.js      a part of the page that refreshes itself
 *   data-viewer      viewer.js      PDF pages beside the judgement (fetches PDF.js)
 */
const MODULES = {
  "[data-autosave]": () => import("./autosave.js"),
  "[data-upload]": () => import("./upload.js"),
  "[data-status-url]": () => import("./status.js"),
  "[data-viewer]": () => import("./viewer.js"),
};

async function serve(root) {
  for (const [selector, load] of Object.entries(MODULES)) {
    const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    if (!found.length) continue;
    const { start } = await load();
    for (const element of found) {
      const key = `served:${selector}`;
      if (element[key]) continue;
      element[key] = true;
      start(element);
    }
  }
}

serve(document).then(() => (document.documentElement.dataset.scripts = "ready")); // browser tests wait for it
document.addEventListener("portal:swapped", (event) => serve(event.target));
document.addEventListener("htmx:load", (event) => serve(event.target));
