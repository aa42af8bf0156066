/*
 * Pages of a PDF, or a picture, beside the officer's judgement: page, zoom, rotate. Nothing is fetched before it is
 * seen, or, with an "open" button, before that is pressed.
 *
 *   <div class="viewer" data-viewer="{% url 'document_file' … %}" data-viewer-kind="pdf"
 *        data-viewer-library="{% static 'vendor/pdfjs/pdf.min.mjs' %}"
 *        data-viewer-worker="{% static 'vendor/pdfjs/pdf.worker.min.mjs' %}">
 *     <div class="bar"><b class="push">STR.pdf <span data-viewer-place></span></b>
 *       <button type="button" data-viewer-do="previous" hidden>Halaman sebelumnya</button>
 *       <button type="button" data-viewer-do="next" hidden>…  zoom-in, zoom-out, rotate, optional open
 *       <a href="…" download>Unduh</a></div>
 *     <div data-viewer-page tabindex="0" aria-label="…"></div>   scrolls; holds <img> for a picture, works without script
 *     <p role="status" data-viewer-said></p>
 *   </div>
 *
 *   data-viewer           address of the document, fetched once with the session
 *   data-viewer-kind      pdf, or picture (then the <img> inside data-viewer-page is what is turned and enlarged)
 *   data-viewer-library   PDF.js and its worker, only for pdf; the decoders lie in the same folder
 *   data-viewer-do        what a button does; shown once the document is open
 *   data-viewer-place     gets "Halaman 1 dari 3"; data-viewer-said gets what went wrong
 *
 * Keys while the page has the focus: PageUp and PageDown, + and -, r.
 */
import { say as sayFrom } from "./page.js";

const WORDS = {
  id: {
    pageOf: "Halaman {page} dari {pages}",
    zoom: "Ukuran {percent} %",
    noPicture: "Dokumen ini tidak dapat ditampilkan di sini. Unduh untuk melihatnya.",
    loading: "Membuka dokumen…",
  },
  en: {
    pageOf: "Page {page} of {pages}",
    zoom: "Size {percent}%",
    noPicture: "This document cannot be shown here. Download it to see it.",
    loading: "Opening the document…",
  },
};
const say = (key, values) => sayFrom(key, values, WORDS);

const ZOOMS = [1, 1.25, 1.5, 2, 3, 4];
const MOST_PIXELS = 16_000_000; // what a cheap office computer still holds
const KEYS = { PageDown: "next", PageUp: "previous", "+": "zoom-in", "=": "zoom-in", "-": "zoom-out", r: "rotate" };

class Viewer {
  constructor(root) {
    this.root = root;
    this.frame = root.querySelector("[data-viewer-page]");
    this.page = 1;
    this.zoom = 0;
    this.turn = 0;
    this.canvas = document.createElement("canvas");
  }

  async open() {
    this.tell("loading");
    try {
      this.source = this.root.dataset.viewerKind === "picture" ? await openPicture(this.frame) : await openPDF(this.root.dataset);
      this.frame.replaceChildren(this.canvas);
      await this.draw();
      this.tell("");
    } catch {
      return this.tell("noPicture");
    }
    this.listen();
  }

  listen() {
    const acts = {
      previous: () => (this.page = Math.max(1, this.page - 1)),
      next: () => (this.page = Math.min(this.source.pages, this.page + 1)),
      "zoom-in": () => (this.zoom = Math.min(ZOOMS.length - 1, this.zoom + 1)),
      "zoom-out": () => (this.zoom = Math.max(0, this.zoom - 1)),
      rotate: () => (this.turn = (this.turn + 90) % 360),
    };
    const act = (name) => (acts[name](), this.draw().catch(() => this.tell("noPicture")));
    for (const button of this.root.querySelectorAll("[data-viewer-do]")) {
      const name = button.dataset.viewerDo;
      button.hidden = !acts[name] || (this.source.pages === 1 && ["next", "previous"].includes(name));
      if (acts[name]) button.addEventListener("click", () => act(name));
    }
    this.frame.addEventListener("keydown", (event) => {
      if (!KEYS[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      act(KEYS[event.key]);
    });
    this.label();
  }

  async draw() {
    const natural = await this.source.size(this.page, this.turn);
    const fit = (this.frame.clientWidth / natural.width) * ZOOMS[this.zoom];
    const sharp = Math.min(devicePixelRatio || 1, 2);
    const scale = fit * Math.min(sharp, Math.sqrt(MOST_PIXELS / (natural.width * natural.height)) / fit);
    await this.source.draw(this.canvas, this.page, this.turn, scale);
    this.canvas.style.width = `${Math.floor(natural.width * fit)}px`;
    this.label();
  }

  label() {
    const where = say("pageOf", { page: this.page, pages: this.source.pages });
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", where);
    const place = this.root.querySelector("[data-viewer-place]");
    if (place) place.textContent = this.zoom ? `${where}, ${say("zoom", { percent: ZOOMS[this.zoom] * 100 })}` : where;
    for (const [name, isEnd] of [["previous", this.page === 1], ["next", this.page === this.source.pages]]) {
      const button = this.root.querySelector(`[data-viewer-do="${name}"]`);
      if (button) button.setAttribute("aria-disabled", isEnd);
    }
  }

  tell(key) {
    const said = this.root.querySelector("[data-viewer-said]");
    if (said) said.textContent = key && say(key);
  }
}

async function openPDF({ viewer, viewerLibrary, viewerWorker }) {
  const library = await import(viewerLibrary);
  library.GlobalWorkerOptions.workerSrc = viewerWorker;
  const pdf = await library.getDocument({
    url: viewer,
    isEvalSupported: false,
    enableXfa: false,
    disableRange: true, // one request, one line in the log of openings
    useWorkerFetch: true,
    wasmUrl: new URL(".", new URL(viewerLibrary, location.href)).href,
    maxImageSize: 40_000_000,
    canvasMaxAreaInBytes: 4 * MOST_PIXELS,
    verbosity: 0,
  }).promise;
  return new PDFSource(pdf);
}

class PDFSource {
  constructor(pdf) {
    this.pdf = pdf;
    this.pages = pdf.numPages;
  }

  async viewport(number, turn, scale) {
    const page = await this.pdf.getPage(number);
    return { page, viewport: page.getViewport({ scale, rotation: (page.rotate + turn) % 360 }) };
  }

  async size(number, turn) {
    return (await this.viewport(number, turn, 1)).viewport;
  }

  /** A newer wish ends the drawing of an older one, which then changes nothing. */
  async draw(canvas, number, turn, scale) {
    this.task?.cancel();
    const { page, viewport } = await this.viewport(number, turn, scale);
    const sheet = Object.assign(document.createElement("canvas"), { width: viewport.width, height: viewport.height });
    const task = page.render({ canvas: sheet, canvasContext: sheet.getContext("2d"), viewport });
    this.task = task;
    try {
      await task.promise;
    } catch (error) {
      if (error.name === "RenderingCancelledException") return;
      throw error;
    }
    copy(sheet, canvas);
  }
}

function copy(sheet, canvas) {
  canvas.width = sheet.width;
  canvas.height = sheet.height;
  canvas.getContext("2d").drawImage(sheet, 0, 0);
}

async function openPicture(frame) {
  const image = frame.querySelector("img");
  image.loading = "eager";
  await image.decode();
  return new PictureSource(image);
}

class PictureSource {
  pages = 1;

  constructor(image) {
    this.image = image;
  }

  async size(_, turn) {
    const { naturalWidth: width, naturalHeight: height } = this.image;
    return turn % 180 ? { width: height, height: width } : { width, height };
  }

  async draw(canvas, _, turn, scale) {
    const { width, height } = await this.size(1, turn);
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    const pen = canvas.getContext("2d");
    pen.translate(canvas.width / 2, canvas.height / 2);
    pen.rotate((turn * Math.PI) / 180);
    pen.scale(scale, scale);
    pen.drawImage(this.image, -this.image.naturalWidth / 2, -this.image.naturalHeight / 2);
  }
}

/** Open when the button is pressed, or, without one, when the viewer comes into sight. */
export function start(root) {
  const viewer = new Viewer(root);
  const button = root.querySelector('[data-viewer-do="open"]');
  if (button) {
    button.hidden = false;
    button.addEventListener("click", () => viewer.open().then(() => (button.hidden = true)), { once: true });
    return;
  }
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some((entry) => entry.isIntersecting)) return;
    watcher.disconnect();
    viewer.open();
  });
  watcher.observe(root);
}
