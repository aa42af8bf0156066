/* A signature drawn with finger, pen or mouse; who has none of them signs by the typed name. */
import { read } from "./template.js";

const INK = "#1b2430";

/**
 * @param {HTMLElement} root  holds <canvas data-path>, [data-do=clear] and [data-do=typed]
 * @param {object} draft      the image (PNG, base64) is written to the canvas's path
 * @param {() => string} name what the typed signature says
 * @param {() => void} changed called after every stroke
 */
export function sign(root, draft, name, changed) {
  const canvas = root.querySelector("canvas");
  const pen = canvas.getContext("2d");
  Object.assign(pen, { lineWidth: 3, lineCap: "round", lineJoin: "round", strokeStyle: INK, fillStyle: INK });
  restore(canvas, pen, draft);

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = canvas.width / box.width;
    return [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
  };
  const keep = (image) => {
    read({ dataset: canvas.dataset, value: image }, draft);
    changed();
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => keep(canvas.toDataURL("image/png").split(",")[1]));
  root.querySelector("[data-do=clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    keep("");
  });
  root.querySelector("[data-do=typed]").addEventListener("click", () => {
    if (!name()) return;
    pen.clearRect(0, 0, canvas.width, canvas.height);
    pen.font = "italic 40px serif";
    pen.fillText(name(), 16, canvas.height / 2 + 14, canvas.width - 32);
    keep(canvas.toDataURL("image/png").split(",")[1]);
  });
}

function restore(canvas, pen, draft) {
  const image = canvas.dataset.path.split(".").reduce((found, key) => found?.[key], draft);
  if (!image) return;
  const picture = new Image();
  picture.onload = () => pen.drawImage(picture, 0, 0);
  picture.src = `data:image/png;base64,${image}`;
}
