// What is wrong with the lie of things on a page: a list of sentences, empty if all is well.
() => {
  "use strict";
  const SMALLEST = 9; // pixels: a text below cannot be read on a phone
  const TOLERANCE = 1;
  const root = document.documentElement;
  const faults = [];

  const named = (element) => `“${element.textContent.slice(0, 60)}”`;

  // The box of a line of text has room above and below its letters, which others may enter.
  const inked = (text) => {
    const { left, right, top, bottom } = text.getBoundingClientRect();
    const room = (bottom - top) * 0.15;
    return { text, left, right, top: top + room, bottom: bottom - room };
  };
  const overlap = (a, b) =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > TOLERANCE &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > TOLERANCE;
  const outside = (box, around) =>
    box.left < around.left - TOLERANCE || box.right > around.right + TOLERANCE ||
    box.top < around.top - TOLERANCE || box.bottom > around.bottom + TOLERANCE;

  const judge = (chart) => {
    const around = chart.getBoundingClientRect();
    if (around.width === 0) return;
    const which = chart.querySelector("title")?.textContent ?? "a chart without a title";
    const fault = (what) => faults.push(`${which}: ${what}`);
    // What is hidden from a screen reader stands beside the same figures in words.
    if (chart.getAttribute("aria-hidden") !== "true") {
      if (chart.getAttribute("role") !== "img") fault("no role");
      if (!(chart.getAttribute("aria-label") ?? "").trim()) fault("no text alternative");
    }
    const scale = around.width / chart.viewBox.baseVal.width;
    const boxes = [...chart.querySelectorAll("text")].filter((text) => text.textContent).map(inked);
    boxes.forEach((box, k) => {
      const size = parseFloat(getComputedStyle(box.text).fontSize) * scale;
      if (size < SMALLEST) fault(`${named(box.text)} has ${size.toFixed(1)} px`);
      if (outside(box, around)) fault(`${named(box.text)} is clipped`);
      boxes.slice(k + 1).filter((other) => overlap(box, other))
        .forEach((other) => fault(`${named(box.text)} lies on ${named(other.text)}`));
    });
  };

  if (root.scrollWidth > root.clientWidth) {
    faults.push(`the page is ${root.scrollWidth} px wide, the window ${root.clientWidth}`);
  }
  document.querySelectorAll("svg.chart").forEach(judge);
  return faults;
}
