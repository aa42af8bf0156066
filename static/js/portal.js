/* The one script of every page. Loads what a page asks for by data attributes; pages work without any of it. */
const MODULES = {
  "[data-autosave]": () => import("./autosave.js"),
  "[data-upload]": () => import("./upload.js"),
  "[data-status-url]": () => import("./status.js"),
  "[data-viewer]": () => import("./viewer.js"),
  "[data-opens]": () => import("../offline/opens.js"),
  "[data-leaving]": () => import("../offline/leave.js"),
};

async function serve(root) {
  for (const [selector, load] of Object.entries(MODULES)) {
    const found = [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
    if (!found.length) continue;
    const { start } = await load(), key = `served:${selector}`;
    for (const element of found) {
      if (element[key]) continue;
      element[key] = true;
      start(element);
    }
  }
}

// Browsers leave an error summary alone when the address ends in #isi, where the skip link leads.
addEventListener("load", () => setTimeout(() => document.querySelector("main [autofocus]")?.focus()));
// A press elsewhere closes a group of the menu; without this a second press on its word does.
addEventListener("click", ({ target }) => document.querySelector(".grp[open]")?.toggleAttribute("open", !!target.closest(".grp")));
serve(document).then(() => (document.documentElement.dataset.scripts = "ready")); // browser tests wait for it
["portal:swapped", "htmx:load"].forEach((name) => document.addEventListener(name, (event) => serve(event.target)));
