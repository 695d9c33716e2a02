// Problem is an answer that the server refused, in its words.
export class Problem extends Error {
  constructor(status, problem) {
    const details = (problem.errors || []).map((e) => e.message).join("; ");
    super(details || problem.detail || "the server answered " + status);
    this.status = status;
  }
}

// server.now is the server's clock, to tell ages by.
export const server = { skew: 0, now: () => Date.now() + server.skew };

async function ask(path, options) {
  const response = await fetch(path, { signal: AbortSignal.timeout(10000), ...options });
  const date = Date.parse(response.headers.get("Date"));
  if (date) server.skew = date - Date.now();
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
  return response;
}

// get asks for JSON. An answer that takes too long is none.
export const get = async (path, query) => (await ask(url(path, query), { headers: { Accept: "application/json" } })).json();

// text asks for text.
export const text = async (path) => (await ask(path, {})).text();

// post sends JSON. The token, if there is one, is what the server knows its user by.
export async function post(path, body, token) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = "Bearer " + token;
  const response = await ask(path, { method: "POST", headers, body: JSON.stringify(body) });
  return response.status === 204 ? null : response.json();
}

// url adds a query; what is empty is left out.
export function url(path, query = {}) {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== "" && value !== undefined && value !== null) q.set(name, value);
  return q.size ? path + "?" + q : path;
}

// pages asks for page after page, up to so many rows, and says whether there are more.
export async function pages(path, query, list, most) {
  const rows = [];
  let first = null;
  for (let cursor = ""; ;) {
    const page = await get(path, { ...query, limit: Math.min(1000, most - rows.length), cursor });
    first ??= page;
    rows.push(...page[list]);
    cursor = page.next;
    if (!cursor || rows.length >= most) return { ...first, [list]: rows, next: cursor };
  }
}
