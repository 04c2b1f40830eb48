// Runs before the first paint, so that neither theme nor language flashes. A file of its own: the content security
// policy allows no inline script. The same keys are written by src/design/theme.ts and src/core/language/language.ts.
(function () {
  "use strict";
  try {
    const theme = localStorage.getItem("roundtable.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
    const chosen = localStorage.getItem("roundtable.language") || navigator.languages.find((tag) => /^(zh|en)\b/i.test(tag));
    if (chosen && /^en/i.test(chosen)) document.documentElement.lang = "en";
  } catch {
    // Storage may be forbidden; the system's theme and Chinese stay.
  }
})();
