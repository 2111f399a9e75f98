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

  document.querySelectorAll("[data-places]").forEach((root) => new Places(root));
});

// One place is a number in the picture, whether it is right, its box as text, and a way to write another box.

// Each in a field of its own.
function placesOfFields() {
  return [...document.querySelectorAll("[data-box]")].map((field) => ({
    right: document.querySelector(`[name=option_${field.dataset.box}_right]`).checked,
    box: field.value.trim(),
    write: (box) => {
      field.value = box;
      return field;
    },
  }));
}

// Each in a line: 「* 正しい場所 [左 上 幅 高さ] // その解説」
function placesOfLines(area) {
  const lines = area.value.split("\n");
  return lines.flatMap((line, index) => {
    if (!line.trim()) return [];
    const [, words, box, feedback] = line.match(/^(.*?)(?: *[[［]([\d ]+)[\]］])?((?: +\/\/.*)?)$/);
    const write = (written) => {
      lines[index] = `${words.trimEnd()} [${written}]${feedback}`;
      area.value = lines.join("\n");
      return area;
    };
    return [{ right: /^\s*[*＊](?![*＊])/.test(line), box: (box || "").trim(), write }];
  });
}

class Places {
  // `root` names the fields that it belongs to by what their names begin with: nothing, or "part_1_".
  constructor(root) {
    const prefix = root.dataset.places;
    const field = (name) => document.querySelector(`[name=${prefix}${name}]`);
    this.frame = root.querySelector("[data-places-picture]");
    this.choices = root.querySelector("[data-places-choices]");
    this.address = (number) => root.dataset.picture.replace("/0/", `/${number}/`);
    this.places = prefix ? () => placesOfLines(field("body")) : placesOfFields;
    this.size = root.dataset.width && { width: Number(root.dataset.width), height: Number(root.dataset.height) };
    this.drawn = 0;
    this.draw();
    field("picture").addEventListener("change", (event) => this.choose(event.target.value));
    document.addEventListener("input", () => this.show());
    document.addEventListener("change", () => this.show());
    if (field("picture").value) this.choose(field("picture").value);
    else if (root.dataset.shown) this.showPicture(root.dataset.shown);
    this.show();
  }

  choose(number) {
    if (!number) return;
    this.size = null;
    this.showPicture(this.address(number));
  }

  showPicture(address) {
    const picture = new Image();
    picture.alt = "";
    picture.draggable = false;
    picture.onload = () => {
      this.size = this.size || { width: picture.naturalWidth, height: picture.naturalHeight };
      this.frame.replaceChildren(picture);
      this.show();
    };
    picture.src = address;
  }

  // ---- what is shown ----

  show() {
    const places = this.places();
    this.frame.querySelectorAll(".places__box").forEach((one) => one.remove());
    if (this.size) this.frame.append(...places.map((place, index) => this.box(place, index)).filter(Boolean));
    // Only as many as are missing: a button that has the focus keeps it.
    const buttons = [...this.choices.children];
    buttons.slice(places.length).forEach((one) => one.remove());
    this.choices.append(...places.slice(buttons.length).map((_, index) => this.choice(buttons.length + index)));
    [...this.choices.children].forEach((one, index) => one.setAttribute("aria-pressed", String(index === this.drawn)));
  }

  box(place, index) {
    const numbers = place.box.match(/^(\d+) +(\d+) +(\d+) +(\d+)$/)?.slice(1).map(Number);
    if (!numbers) return null;
    const [x, y, width, height] = numbers;
    const found = document.createElement("div");
    found.className = `places__box${place.right ? " places__box--right" : ""}`;
    found.textContent = index + 1;
    const { size } = this;
    const share = { left: x / size.width, top: y / size.height, width: width / size.width, height: height / size.height };
    Object.entries(share).forEach(([side, part]) => (found.style[side] = `${100 * part}%`));
    return found;
  }

  choice(index) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button-small button-secondary";
    button.textContent = `選択肢${index + 1}の場所`;
    button.onclick = () => {
      this.drawn = index;
      this.show();
    };
    return button;
  }

  // ---- drawing ----

  draw() {
    this.frame.addEventListener("pointerdown", (down) => {
      if (!this.size || !this.places()[this.drawn]) return;
      const from = this.point(down);
      this.frame.setPointerCapture(down.pointerId);
      this.frame.onpointermove = (move) => this.write(from, this.point(move));
    });
    this.frame.addEventListener("pointerup", () => (this.frame.onpointermove = null));
  }

  point(event) {
    const edge = this.frame.firstElementChild.getBoundingClientRect();
    const part = (at, from, length) => Math.min(Math.max((at - from) / length, 0), 1);
    return {
      x: Math.round(part(event.clientX, edge.left, edge.width) * this.size.width),
      y: Math.round(part(event.clientY, edge.top, edge.height) * this.size.height),
    };
  }

  write(from, to) {
    const corner = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    const box = [...corner, Math.abs(to.x - from.x), Math.abs(to.y - from.y)].join(" ");
    this.places()[this.drawn].write(box).dispatchEvent(new Event("input", { bubbles: true }));
  }
}
