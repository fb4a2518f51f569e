
"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const said = document.getElementById("said");
  root.classList.add("scripted");
  all("button[hidden]").forEach((button) => { button.hidden = false; });

  const theme = document.getElementById("theme");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const name = () => { theme.textContent = dark() ? "Light colours" : "Dark colours"; };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; name(); });
  system.addEventListener("change", name);
  name();

  const copied = (button) => {
    said.textContent = "Copied";
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy"; said.textContent = ""; }, 2000);
  };
  const select = (code) => {
    const range = document.createRange();
    range.selectNodeContents(code);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    said.textContent = "Selected; copy it with the keyboard";
  };
  all(".copy").forEach((button) => button.addEventListener("click", () => {
    const code = button.parentElement.querySelector("code");
    const clipboard = navigator.clipboard;
    if (!clipboard) {
      select(code);
      return;
    }
    clipboard.writeText(code.dataset.original).then(() => copied(button), () => select(code));
  }));

  const fold = (button, open) => button.addEventListener("click", () => {
    all("details.node", button.closest(".tree")).forEach((node) => { node.open = open; });
  });
  all(".fold").forEach((button) => fold(button, false));
  all(".unfold").forEach((button) => fold(button, true));

  // A link into something folded unfolds it.
  const unfold = () => {
    const target = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    for (let node = target; node; node = node.parentElement) {
      if (node.tagName === "DETAILS") { node.open = true; }
    }
  };
  addEventListener("hashchange", unfold);
  unfold();

  // Paper cannot be unfolded.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    folded.forEach((node) => { node.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((node) => { node.open = false; }));

  const fit = document.getElementById("fit");
  const drawing = document.getElementById("drawing");
  if (fit && drawing) {
    fit.addEventListener("click", () => {
      const fitted = drawing.parentElement.classList.toggle("fitted");
      fit.setAttribute("aria-pressed", String(fitted));
    });
    const near = (number) => {
      drawing.classList.toggle("pointed", number !== null);
      const boxes = new Set([number]);
      all(".arrow", drawing).forEach((arrow) => {
        const { from, to } = arrow.dataset;
        const touches = from === number || to === number;
        arrow.classList.toggle("near", touches);
        if (touches) { boxes.add(from).add(to); }
      });
      all(".box", drawing).forEach((box) => box.classList.toggle("near", boxes.has(box.dataset.number)));
    };
    all(".box", drawing).forEach((box) => {
      box.addEventListener("pointerenter", () => near(box.dataset.number));
      box.addEventListener("pointerleave", () => near(null));
    });
  }
})();
