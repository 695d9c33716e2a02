// What this browser keeps for its user: looks, and a watch list of their own.
// Nothing of it is sent anywhere.

function read(name, otherwise) {
  try {
    return JSON.parse(localStorage.getItem("brink." + name)) ?? otherwise;
  } catch {
    return otherwise;
  }
}

function write(name, value) {
  try {
    localStorage.setItem("brink." + name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing has forgotten it at the next visit.
  }
}

export const kept = (name, otherwise) => read(name, otherwise);
export const keep = (name, value) => write(name, value);

// watched are the accounts of the browser's own list: address, name, and the
// health factor below which they are marked.
export const watched = () => {
  const list = read("watched", []);
  return Array.isArray(list) ? list.filter((w) => /^0x[0-9a-fA-F]{40}$/.test(w?.address)) : [];
};

const same = (a, b) => a.toLowerCase() === b.toLowerCase();

export function watch(entry) {
  write("watched", [...watched().filter((w) => !same(w.address, entry.address)), entry]);
}

export const unwatch = (address) => write("watched", watched().filter((w) => !same(w.address, address)));
export const isWatched = (address) => watched().some((w) => same(w.address, address));
