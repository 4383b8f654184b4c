"use strict";

/* The page is complete without this: it adds buttons that sort, a filter, and notes beside a point
   that is looked at. What it makes is made of text, never of markup. */

(() => {
  const made = (name, settings = {}, ...children) => {
    const element = Object.assign(document.createElement(name), settings);
    element.append(...children);
    return element;
  };

  // Sorting: by the raw figure of a cell where it has one, else by its text; what is missing is last.

  const collator = new Intl.Collator("en", { numeric: true });

  const valueOf = (row, column) => {
    const cell = row.cells[column];
    const said = (cell?.dataset.v ?? cell?.textContent ?? "").trim();
    if (said === "" || said === "·" || said === "nan") return null;
    const figure = said === "inf" ? Infinity : Number(said);
    return Number.isNaN(figure) ? said : figure;
  };

  const compared = (one, other) =>
    typeof one === "number" && typeof other === "number"
      ? (one > other) - (one < other)
      : collator.compare(String(one), String(other));

  const sort = (table, header) => {
    const down = header.getAttribute("aria-sort") === "ascending";
    for (const other of table.querySelectorAll("th[aria-sort]")) other.removeAttribute("aria-sort");
    header.setAttribute("aria-sort", down ? "descending" : "ascending");
    const column = header.cellIndex;
    const body = table.tBodies[0];
    const rows = [...body.rows].map((row) => ({ row, value: valueOf(row, column) }));
    rows.sort((a, b) => {
      if (a.value === null || b.value === null) return (a.value === null) - (b.value === null);
      return down ? compared(b.value, a.value) : compared(a.value, b.value);
    });
    body.append(...rows.map(({ row }) => row));
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    for (const header of table.tHead.rows[0].cells) {
      if (!header.textContent.trim()) continue;
      const button = made("button", { type: "button" }, ...header.childNodes);
      button.addEventListener("click", () => sort(table, header));
      header.append(button);
    }
  }

  // The filter of questions: by words that all occur in a card, and by what has become of them.

  const filter = (cards) => {
    const texts = new Map(cards.map((card) => [card, card.textContent.toLowerCase()]));
    const field = made("input", { type: "search", placeholder: "Words in a question" });
    const choice = made("select", {}, new Option("in any state", ""));
    const told = made("p");
    field.setAttribute("aria-label", "Words in a question");
    choice.setAttribute("aria-label", "State of a question");
    told.setAttribute("aria-live", "polite");
    for (const status of new Set(cards.map((card) => card.dataset.status))) choice.add(new Option(status));

    const apply = () => {
      const words = field.value.toLowerCase().split(/\s+/);
      let shown = 0;
      for (const card of cards) {
        const fits = !choice.value || card.dataset.status === choice.value;
        card.hidden = !(fits && words.every((word) => texts.get(card).includes(word)));
        shown += card.hidden ? 0 : 1;
      }
      told.textContent = `${shown} of ${cards.length} questions`;
    };

    field.addEventListener("input", apply);
    choice.addEventListener("change", apply);
    apply();
    return made("div", { className: "filter" }, field, choice, told);
  };

  const cards = [...document.querySelectorAll("#questions article")];
  if (cards.length > 1) cards[0].parentElement.before(filter(cards));

  // Notes: what data-tip says, beside an element that the pointer or the keyboard is at.

  const tip = made("div", { className: "tip", hidden: true });
  tip.setAttribute("role", "tooltip");
  document.body.append(tip);

  const show = (event) => {
    const element = event.target.closest?.("[data-tip]");
    tip.hidden = !element;
    if (!element) return;
    tip.textContent = element.dataset.tip;
    const place = element.getBoundingClientRect();
    const left = Math.min(place.left, window.innerWidth - tip.offsetWidth - 8);
    const above = place.top - tip.offsetHeight - 6;
    // Set by the script, which the policy trusts; a style attribute in the page would be refused.
    tip.style.left = `${Math.max(left, 8)}px`;
    tip.style.top = `${above < 0 ? place.bottom + 6 : above}px`;
  };

  document.addEventListener("pointerover", show);
  document.addEventListener("focusin", show);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });

  // A printed page has nothing folded away, and no question filtered out.

  let folded = [];
  window.addEventListener("beforeprint", () => {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const one of folded) one.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const one of folded) one.open = false;
  });
})();
