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

// get asks for JSON. An answer that takes too long is none.
export async function get(path) {
  const response = await fetch(path, { signal: AbortSignal.timeout(10000), headers: { Accept: "application/json" } });
  const date = Date.parse(response.headers.get("Date"));
  if (date) server.skew = date - Date.now();
  if (!response.ok) throw new Problem(response.status, await response.json().catch(() => ({})));
  return response.json();
}

// follow opens the stream after a cursor. happened is called with each event,
// anew when the cursor has expired, up with whether the stream stands.
export function follow(after, { happened, anew, up }) {
  const stream = new EventSource("/v1/events/stream?after=" + encodeURIComponent(after));
  stream.onopen = () => up(true);
  stream.onmessage = (message) => happened(JSON.parse(message.data));
  stream.addEventListener("reset", anew);
  stream.onerror = () => {
    up(false);
    // A refusal ends the stream for good; a lost connection is tried again by the browser.
    if (stream.readyState === EventSource.CLOSED) setTimeout(anew, 2000);
  };
  return () => stream.close();
}
