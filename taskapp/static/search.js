// The box of the search: htmx brings the first hits while one types; arrows choose among them, Enter opens, Escape closes.
// An improvement only: without it Enter opens the page of the search.

const field = document.getElementById("search");
const list = document.getElementById("search-hits");
const says = document.getElementById("search-says");
const options = () => [...list.querySelectorAll("[role=option]")];
const chosen = () => list.querySelector("[aria-selected=true]");

function show(open) {
  list.hidden = !open || !options().length;
  field.setAttribute("aria-expanded", String(!list.hidden));
  says.textContent = list.hidden ? "" : (list.querySelector("[data-says]")?.textContent ?? "");
  if (list.hidden) choose(null);
}

function choose(option) {
  for (const each of options()) each.setAttribute("aria-selected", String(each === option));
  if (option) field.setAttribute("aria-activedescendant", option.id);
  else field.removeAttribute("aria-activedescendant");
  option?.scrollIntoView({ block: "nearest" });
}

function move(step) {
  const all = [null, ...options()]; // before the first and after the last one is back in the box
  choose(all.at((all.indexOf(chosen()) + step) % all.length));
}

if (field && list) {
  list.addEventListener("htmx:afterSwap", () => show(document.activeElement === field));
  field.addEventListener("focus", () => show(field.value.trim().length > 1));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return; // the keyboard itself is still putting a letter together
    if (event.key === "ArrowDown" && list.hidden) show(true);
    else if (event.key === "ArrowDown" && !list.hidden) move(1);
    else if (event.key === "ArrowUp" && !list.hidden) move(-1);
    else if (event.key === "Enter" && chosen()) chosen().click();
    else if (event.key === "Escape" && !list.hidden) show(false);
    else return;
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the box keeps the focus
  field.addEventListener("blur", () => show(false));
}
