// The page is drawn anew whenever something changed, and only what differs is
// touched: focus, selection and scroll places stay where they are.

const SVG = "http://www.w3.org/2000/svg";
const drawn = new Set(["svg", "g", "path", "rect", "line", "polyline", "circle", "text", "title", "desc"]);
const handlers = ["onclick", "oninput", "onchange", "onsubmit", "onkeydown", "onscroll", "ontoggle", "onpointermove", "onpointerleave"];

// el makes an element. Strings become text, never markup: names and symbols
// come from contracts that anybody can write. Children that are null or false
// are left out, lists are flattened. A property whose value is a function is a
// handler, style is an object, key tells the element from its siblings.
export function el(tag, properties = {}, ...children) {
  const node = drawn.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") node[name] = value;
    else if (name === "style") for (const [p, v] of Object.entries(value)) node.style.setProperty(p, v);
    else if (name === "key") node.dataset.key = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...nodes(children));
  if (properties.value !== undefined && "value" in node) node.value = properties.value;
  return node;
}

const nodes = (children) => children.flat(Infinity).filter((c) => c !== null && c !== undefined && c !== false)
  .map((c) => (c instanceof Node ? c : document.createTextNode(String(c))));

// render makes the children of a parent what is wanted.
export function render(parent, ...wanted) {
  const keyed = new Map();
  for (const child of parent.children) if (child.dataset.key) keyed.set(child.dataset.key, child);
  let at = parent.firstChild;
  for (const node of nodes(wanted)) {
    const old = counterpart(node, at, keyed);
    if (!old) {
      parent.insertBefore(node, at);
      continue;
    }
    if (old === at) at = at.nextSibling;
    else if (parent.moveBefore) parent.moveBefore(old, at);
    else parent.insertBefore(old, at);
    become(old, node);
  }
  while (at) {
    const next = at.nextSibling;
    at.remove();
    at = next;
  }
}

function counterpart(node, at, keyed) {
  const key = node.dataset?.key;
  const old = key ? keyed.get(key) : at;
  if (key) keyed.delete(key);
  return old && old.nodeName === node.nodeName && old.dataset?.key === key ? old : null;
}

// become gives an element the attributes, handlers and children of another. An
// element that is marked as its own keeps its children.
function become(old, node) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== node.data) old.data = node.data;
    return;
  }
  for (const { name } of [...old.attributes]) {
    if (name !== "style" && name !== "open" && !node.hasAttribute(name)) old.removeAttribute(name);
  }
  for (const { name, value } of node.attributes) {
    if (name !== "style" && name !== "open" && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  if (old.style && old.style.cssText !== node.style.cssText) old.style.cssText = node.style.cssText;
  for (const handler of handlers) if (old[handler] !== node[handler]) old[handler] = node[handler];
  if (!node.hasAttribute("data-own")) render(old, ...node.childNodes);
  if (old === document.activeElement) return;
  if (node.nodeName === "INPUT" && node.type === "checkbox") old.checked = node.hasAttribute("checked");
  else if (/^(INPUT|SELECT|TEXTAREA)$/.test(node.nodeName) && old.value !== node.value) old.value = node.value;
}

// download hands the user a file.
export function download(name, type, text) {
  const link = el("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
