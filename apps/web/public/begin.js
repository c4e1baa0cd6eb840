// Runs before the first paint, from a file of its own because the page allows no inline script. The build adds src/app/begin.ts.
(function () {
  try {
    var theme = localStorage.getItem("ventra.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    var language =
      new URLSearchParams(location.search).get("lang") || localStorage.getItem("ventra.language");
    if (language) document.documentElement.lang = language;
  } catch (unavailable) {
    // Storage may be forbidden; then the system's theme holds.
    console.info("theme: storage is not available", unavailable);
  }
})();
