// The theme: set before anything is shown, on every page, and kept whatever Gradio makes of it.
// Without a choice the system's holds.
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  function apply() {
    const chosen = localStorage.getItem("duizhao-theme");
    const dark = chosen === "dark" || (chosen !== "light" && system.matches);
    root.classList.toggle("dark", dark);
    document.body?.classList.toggle("dark", dark);
  }

  apply();
  system.addEventListener("change", apply);
  addEventListener("storage", apply);
  addEventListener("duizhao-theme", apply);
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    new MutationObserver(apply).observe(document.body, { attributeFilter: ["class"] });
  });
})();
