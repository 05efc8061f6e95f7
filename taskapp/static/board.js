// Folded parts of the dashboard stand open where there is room, and on paper.

const folded = document.querySelectorAll("details[data-open-wide]");
const open = () => folded.forEach((part) => { part.open = true; });

// htmx listens to them only once it has gone through the page
if (matchMedia("(min-width: 761px)").matches) document.addEventListener("htmx:load", open, { once: true });
addEventListener("beforeprint", open);
