// The place in the page is the part of its address behind "#": a path such as
// /position/{id}, and behind "?" what is chosen there.

export function here() {
  const [path, query = ""] = location.hash.slice(1).split("?");
  const [view = "", ...rest] = path.split("/").filter(Boolean);
  let id = "";
  try {
    id = decodeURIComponent(rest.join("/"));
  } catch {
    id = rest.join("/");
  }
  return { view: view || "overview", id, query: Object.fromEntries(new URLSearchParams(query)) };
}

// to is the address of a place. What is empty is left out.
export function to(view, id = "", query = {}) {
  const q = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== "" && value !== undefined && value !== null) q.set(name, value);
  return "#/" + view + (id ? "/" + encodeURIComponent(id).replaceAll("%3A", ":") : "") + (q.size ? "?" + q : "");
}

// choose changes what is chosen at this place, without a step to go back to.
export function choose(changes) {
  const { view, id, query } = here();
  history.replaceState(null, "", to(view, id, { ...query, ...changes }));
  dispatchEvent(new HashChangeEvent("hashchange"));
}
