// Before anything is drawn, so that nothing flashes: the theme somebody chose, else that of the system.
"use strict";
try {
  const chosen = localStorage.getItem("rushes-theme");
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
} catch {
  // A browser that keeps nothing shows the system's theme.
}
