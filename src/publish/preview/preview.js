// Shows each edit as the program tells of it: what was found, and the page where it stood before.
const page = document.getElementById("page");
const pages = document.getElementById("document");
const beside = document.getElementById("beside");
const asPage = document.getElementById("as-page");
const asDocument = document.getElementById("as-document");
let told = { page: 0, document: 0 };
let shown = { page: 0, document: 0 };

function reload() {
  if (!page.hidden && told.page !== shown.page) {
    const at = page.contentWindow.scrollY;
    page.addEventListener("load", () => page.contentWindow.scrollTo(0, at), { once: true });
    page.contentWindow.location.replace("chapter.html?edit=" + told.page);
    shown.page = told.page;
  }
  if (!pages.hidden && told.document !== shown.document) {
    pages.src = "chapter.pdf?edit=" + told.document;
    shown.document = told.document;
  }
}

function choose(document) {
  page.hidden = document;
  pages.hidden = !document;
  asPage.setAttribute("aria-pressed", String(!document));
  asDocument.setAttribute("aria-pressed", String(document));
  reload();
}

async function look() {
  const answer = await fetch("beside");
  if (answer.ok) {
    const open = beside.querySelector("details")?.open;
    beside.innerHTML = await answer.text();
    const details = beside.querySelector("details");
    if (details && open) details.open = true;
  }
}

asPage.addEventListener("click", () => choose(false));
asDocument.addEventListener("click", () => choose(true));
const events = new EventSource("events");
events.addEventListener("message", event => {
  told = JSON.parse(event.data);
  reload();
  look();
});
events.addEventListener("error", () => {
  const state = beside.querySelector(".state");
  if (state) state.textContent = "`assess watch` does not answer: it has ended, or is not reached.";
});
