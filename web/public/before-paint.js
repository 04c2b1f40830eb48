// Runs before the first paint, so that neither theme nor language flashes. A file of its own: the content security
// policy allows no inline script. It also asks for the files of this address and language while the shell is on its way;
// the build has written into the page which these are. The same keys are written by src/design/theme.ts and
// src/core/language/language.ts.
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
  const written = document.getElementById("ahead");
  if (!written) return;
  const { pages, languages } = JSON.parse(written.textContent);
  const pattern = Object.keys(pages).find((one) => new RegExp(one).test(location.pathname));
  for (const file of new Set([...languages[document.documentElement.lang], ...(pages[pattern] ?? [])])) {
    const link = document.createElement("link");
    const isStyle = file.endsWith(".css");
    Object.assign(link, { rel: isStyle ? "preload" : "modulepreload", href: `/${file}`, crossOrigin: "" });
    if (isStyle) link.as = "style";
    document.head.append(link);
  }
})();
