// A word of the glossary opens its explanation below the sentence, for fingers and keys, which know no hovering. Without
// this script, or with a modifier key, its link leads to the list of all terms.
let termNotes = 0;

function explainTerm(link) {
  const note = document.createElement("span");
  note.className = "term-note";
  note.id = `term-note-${(termNotes += 1)}`;
  const more = document.createElement("a");
  more.href = link.href;
  more.textContent = "用語の一覧で見る";
  note.append(`${link.textContent}：${link.title}　`, more);
  link.closest("p, li").append(note);
  link.setAttribute("aria-controls", note.id);
  return note;
}

function toggleTerm(link) {
  const note = document.getElementById(link.getAttribute("aria-controls")) || explainTerm(link);
  const isOpen = link.getAttribute("aria-expanded") === "true";
  link.setAttribute("aria-expanded", String(!isOpen));
  note.hidden = isOpen;
}

document.querySelectorAll("a.term").forEach((link) => {
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggleTerm(link);
  });
  // What looks like a button to a screen reader is pressed with the space key, too.
  link.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggleTerm(link);
  });
});

// Escape puts away what was opened last.
document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.activeElement.closest(".term[aria-expanded=true]");
  if (open) toggleTerm(open);
});
