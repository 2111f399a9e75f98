// Small comforts on top of pages that work without any script.

// A form is sent once, however often the button is pressed. A form that answers with a file stays on the page and may be
// sent again: data-may-repeat. What htmx sends is not ours to hold back (it has prevented the default by then).
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-may-repeat")) return;
  if (form.getAttribute("aria-busy") === "true") event.preventDefault();
  form.setAttribute("aria-busy", "true");
});

// The browser's "back" shows the page as it was left: let its forms be sent again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy"));
});

// On narrow screens the navigation folds behind a button; without this script it is simply there.
const menuButton = document.querySelector(".menu-button");
const navigation = document.querySelector(".site-nav");
if (menuButton && navigation) {
  document.body.classList.add("menu-ready");
  menuButton.hidden = false;
  menuButton.addEventListener("click", () => {
    const open = navigation.classList.toggle("site-nav--open");
    menuButton.setAttribute("aria-expanded", String(open));
  });
}

// Buttons that print the page exist only where they can do it.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// 西暦 beside every date, once asked for, on every page of this terminal.
const bothYears = document.querySelector("#both-years");
if (bothYears) {
  bothYears.checked = localStorage.getItem("both-years") === "yes";
  bothYears.addEventListener("change", () => localStorage.setItem("both-years", bothYears.checked ? "yes" : "no"));
}
