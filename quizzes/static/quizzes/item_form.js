// The form of a question: shows what its kind needs, puts pictures into texts, and lets places be drawn on a picture.
// Without it every field is there to type into.
document.addEventListener("DOMContentLoaded", () => {
  const kind = document.querySelector("[name=kind]");
  if (!kind) return;

  // ---- what a kind needs ----

  const fits = (names, value) => names.split(" ").includes(value);

  function showKinds() {
    document.querySelectorAll("[data-kinds]").forEach((one) => (one.hidden = !fits(one.dataset.kinds, kind.value)));
    document.querySelectorAll("[data-question-part]").forEach((part) => {
      const chosen = part.querySelector("[name$=_kind]").value;
      part.querySelectorAll("[data-part-kinds]").forEach((one) => (one.hidden = !fits(one.dataset.partKinds, chosen)));
    });
  }
  document.addEventListener("change", (event) => event.target.name?.endsWith("kind") && showKinds());
  showKinds();

  // ---- pictures in texts ----

  let last = document.querySelector("[name=stem]");
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("textarea, input[type=text][name^=option_]:not([data-box])")) last = event.target;
  });
  document.querySelector("[name=inserted]")?.addEventListener("change", (event) => {
    const number = event.target.value;
    if (!number) return;
    const at = last.selectionEnd;
    last.setRangeText(`![画像の説明](画像:${number})`, at, at, "end");
    last.dispatchEvent(new Event("input", { bubbles: true }));
    last.focus();
    last.setSelectionRange(at + 2, at + 7);
  });

  // ---- places in a picture ----

  const places = document.querySelector("[data-places]");
  if (!places) return;
  const frame = places.querySelector("[data-places-picture]");
  const choices = places.querySelector("[data-places-choices]");
  const fields = [...document.querySelectorAll("[data-box]")];
  let size = places.dataset.width && { width: Number(places.dataset.width), height: Number(places.dataset.height) };
  let drawn = fields[0];

  function numbers(field) {
    const found = field.value.trim().match(/^(\d+) +(\d+) +(\d+) +(\d+)$/);
    return found && found.slice(1).map(Number);
  }

  function isRight(field) {
    return document.querySelector(`[name=option_${field.dataset.box}_right]`).checked;
  }

  function box(field) {
    const [x, y, width, height] = numbers(field);
    const found = document.createElement("div");
    found.className = `places__box${isRight(field) ? " places__box--right" : ""}`;
    found.textContent = field.dataset.box;
    const share = { left: x / size.width, top: y / size.height, width: width / size.width, height: height / size.height };
    Object.entries(share).forEach(([side, part]) => (found.style[side] = `${100 * part}%`));
    return found;
  }

  function show() {
    frame.querySelectorAll(".places__box").forEach((one) => one.remove());
    if (size) frame.append(...fields.filter(numbers).map(box));
    choices.querySelectorAll("button").forEach((one) => one.setAttribute("aria-pressed", String(one.field === drawn)));
  }

  function choice(field) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = `選択肢${field.dataset.box}の場所`;
    button.field = field;
    button.onclick = () => {
      drawn = field;
      show();
    };
    return button;
  }

  function showPicture(address) {
    const picture = new Image();
    picture.alt = "";
    picture.draggable = false;
    picture.onload = () => {
      size = size || { width: picture.naturalWidth, height: picture.naturalHeight };
      frame.replaceChildren(picture);
      show();
    };
    picture.src = address;
  }

  function point(event) {
    const edge = frame.firstElementChild.getBoundingClientRect();
    const part = (at, from, length) => Math.min(Math.max((at - from) / length, 0), 1);
    return {
      x: Math.round(part(event.clientX, edge.left, edge.width) * size.width),
      y: Math.round(part(event.clientY, edge.top, edge.height) * size.height),
    };
  }

  frame.addEventListener("pointerdown", (down) => {
    if (!size) return;
    const from = point(down);
    frame.setPointerCapture(down.pointerId);
    frame.onpointermove = (move) => {
      const to = point(move);
      const corner = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
      drawn.value = [...corner, Math.abs(to.x - from.x), Math.abs(to.y - from.y)].join(" ");
      show();
    };
  });
  frame.addEventListener("pointerup", () => {
    frame.onpointermove = null;
    drawn.dispatchEvent(new Event("input", { bubbles: true }));
  });

  document.querySelector("[name=picture]").addEventListener("change", (event) => {
    if (!event.target.value) return;
    size = null;
    showPicture(places.dataset.picture.replace("/0/", `/${event.target.value}/`));
  });
  document.addEventListener("input", show);
  document.addEventListener("change", show);
  choices.append(...fields.map(choice));
  if (places.dataset.shown) showPicture(places.dataset.shown);
  show();
});
