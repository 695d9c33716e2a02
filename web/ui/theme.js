// Runs before the first paint, so that it has the colours of the last visit.
"use strict";
try {
  const theme = JSON.parse(localStorage.getItem("brink.theme"));
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // The system's colours do.
}
