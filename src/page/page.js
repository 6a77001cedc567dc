// Makes the column headers of each table into buttons that sort it. The page is whole without this.
for (const table of document.querySelectorAll("table.sortable")) {
  const body = table.tBodies[0];
  const headers = [...table.tHead.rows[0].cells];
  headers.forEach((header, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = header.textContent;
    header.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = header.getAttribute("aria-sort") === "ascending";
      for (const other of headers) other.removeAttribute("aria-sort");
      header.setAttribute("aria-sort", down ? "descending" : "ascending");
      const text = row => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
      const compare = header.dataset.sort
        ? (a, b) => Number(text(a)) - Number(text(b))
        : (a, b) => text(a).localeCompare(text(b), "en-GB", { numeric: true });
      const rows = [...body.rows].sort(compare);
      if (down) rows.reverse();
      body.replaceChildren(...rows);
    });
  });
}
