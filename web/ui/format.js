// Numbers arrive as decimal strings and are shown by cutting, never by
// rounding: a health factor of 0.99999 must not look like 1.

// cut shows a decimal string with so many decimals.
export function cut(text, decimals) {
  if (text === null || text === undefined) return "–";
  const [whole, fraction = ""] = text.split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
  return decimals === 0 ? grouped : grouped + "." + fraction.padEnd(decimals, "0").slice(0, decimals);
}

export const dollars = (text) => (text === null || text === undefined ? "unknown" : "$" + cut(text, 2));

// price keeps four digits that mean something.
export function price(text) {
  if (text === null || text === undefined) return "unknown";
  const zeros = /^0\.(0*)/.exec(text);
  return "$" + cut(text, zeros ? zeros[1].length + 4 : 2);
}

export const short = (address) => (address.length > 14 ? address.slice(0, 8) + "…" + address.slice(-6) : address);

// age says how long ago a time was, by a clock that may differ from ours.
export function age(time, now) {
  const s = Math.max(0, Math.round((now - Date.parse(time)) / 1000));
  if (s < 120) return s + " s";
  if (s < 7200) return Math.floor(s / 60) + " min";
  if (s < 172800) return Math.floor(s / 3600) + " h";
  return Math.floor(s / 86400) + " days";
}

export const clock = (time) => new Date(time).toLocaleTimeString();
export const moment = (time) => new Date(time).toLocaleString();
