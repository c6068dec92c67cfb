// A table's figures as text (tabs between cells, as spreadsheets paste them), a list as lines, and the page on paper.
const written = (part) =>
  !part.rows ? part.innerText : [...part.rows].map((row) => [...row.cells].map((cell) => cell.innerText.replace(/\s+/g, " ").trim()).join("\t")).join("\n");

document.addEventListener("click", async (event) => {
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    const words = copy.lastChild;
    try {
      await navigator.clipboard.writeText(written(document.querySelector(copy.dataset.copy)));
      words.textContent = "Tersalin";
    } catch {
      words.textContent = "Peramban tidak mengizinkan menyalin";
    }
  }
  if (event.target.closest("[data-print]")) window.print();
});
