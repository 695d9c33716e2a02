// Numbers arrive as decimal strings and are shown by cutting, never by
// rounding: a health factor of 0.99999 must not look like 1. What isn't known
// is null, and its reader says so.

const group = (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ",");

// cut shows a decimal string with so many decimals.
export function cut(text, decimals) {
  const minus = text.startsWith("-") ? "−" : "";
  const [whole, fraction = ""] = text.replace(/^-/, "").split(".");
  return minus + group(whole) + (decimals === 0 ? "" : "." + fraction.padEnd(decimals, "0").slice(0, decimals));
}

const known = (show) => (text, ...more) => (text === null || text === undefined ? null : show(String(text), ...more));

export const usd = known((text) => (text.startsWith("-") ? "−$" + cut(text.slice(1), 2) : "$" + cut(text, 2)));

// compact keeps four digits: $28.73M.
export const compact = known((text) => (text.startsWith("-") ? "−$" + brief(text.slice(1)) : "$" + brief(text)));

// brief is compact without the sign.
export function brief(text) {
  const [whole, fraction = ""] = text.split(".");
  const units = ["", "k", "M", "B", "T", "Q"];
  const step = Math.min(units.length - 1, Math.floor((whole.length - 1) / 3));
  if (step === 0) return whole.length > 2 || /^0*$/.test(fraction) ? whole : whole + "." + fraction.padEnd(2, "0").slice(0, 2);
  const before = whole.length - 3 * step;
  const after = Math.max(0, 4 - before);
  return group(whole.slice(0, before)) + (after ? "." + whole.slice(before, before + after).slice(0, Math.min(after, 2)) : "") + units[step];
}

// price keeps digits that mean something.
export const price = known((text) => {
  const zeros = /^0\.(0*)/.exec(text);
  return "$" + cut(text, zeros ? zeros[1].length + 4 : text.split(".")[0].length > 3 ? 2 : 4);
});

// factor is a health factor; beyond a thousand only that it is.
export const factor = known((text) => (text.split(".")[0].length > 3 ? "> 999" : cut(text, 4)));

// amount is one of tokens: six digits after the point at most, fewer of many.
export const amount = known((text) => {
  const [whole, fraction = ""] = text.split(".");
  const most = Math.max(2, 7 - whole.length);
  const zeros = whole === "0" ? /^0*/.exec(fraction)[0].length : 0;
  const shown = fraction.slice(0, Math.max(most, zeros + 4)).replace(/0+$/, "");
  return group(whole) + (shown ? "." + shown : "");
});

// percent shows a share such as 0.0523 or -0.2 as 5.23 % or −20.00 %.
export function percent(share, decimals = 2, signed = false) {
  if (share === null || share === undefined || !Number.isFinite(Number(share))) return null;
  const n = Number(share) * 100;
  return (n < 0 ? "−" : signed && n > 0 ? "+" : "") + Math.abs(n).toFixed(decimals) + " %";
}

// raw is a token's smallest units in whole tokens.
export function raw(units, decimals) {
  const digits = units.padStart(decimals + 1, "0");
  return decimals ? digits.slice(0, -decimals) + "." + digits.slice(-decimals) : digits;
}

// sum adds decimal strings exactly; null where one isn't known.
export function sum(texts) {
  let total = 0n;
  for (const text of texts) {
    if (text === null || text === undefined) return null;
    const [whole, fraction = ""] = text.split(".");
    total += BigInt(whole + fraction.padEnd(18, "0").slice(0, 18));
  }
  return total < 0n ? "-" + raw((-total).toString(), 18) : raw(total.toString(), 18);
}

export const short = (address) => (address.length > 14 ? address.slice(0, 6) + "…" + address.slice(-4) : address);

// span says how long so many seconds are.
export function span(seconds) {
  const s = Math.max(0, Math.round(seconds));
  if (s < 120) return s + " s";
  if (s < 7200) return Math.floor(s / 60) + " min";
  if (s < 172800) return Math.floor(s / 3600) + " h";
  return Math.floor(s / 86400) + " d";
}

// age says how long ago a time was, by the server's clock.
export const age = (time, now) => span((now - Date.parse(time)) / 1000);

export const clock = (time) => new Date(time).toLocaleTimeString([], { hour12: false });
const two = (n) => String(n).padStart(2, "0");
export function moment(time) {
  const d = new Date(time);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

const explorers = {
  1: "https://etherscan.io", 10: "https://optimistic.etherscan.io", 56: "https://bscscan.com", 100: "https://gnosisscan.io",
  130: "https://uniscan.xyz", 137: "https://polygonscan.com", 146: "https://sonicscan.org", 324: "https://era.zksync.network",
  5000: "https://mantlescan.xyz", 8453: "https://basescan.org", 42161: "https://arbiscan.io", 42220: "https://celoscan.io",
  43114: "https://snowtrace.io", 59144: "https://lineascan.build", 534352: "https://scrollscan.com",
};

// explorer is where a chain's accounts and transactions can be looked up; null where nowhere is known.
export const explorer = (chain, kind, id) => (explorers[chain] ? `${explorers[chain]}/${kind}/${id}` : null);
