// el makes an element. Strings become text, never markup: names and symbols
// come from contracts that anybody can write.
export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === "class") node.className = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.map((child) => (child instanceof Node ? child : document.createTextNode(String(child)))));
  return node;
}

// rows replaces the rows of a table, or says why there are none.
export function rows(table, made, empty) {
  const body = table.tBodies[0];
  const columns = table.tHead.rows[0].cells.length;
  body.replaceChildren(...(made.length ? made : [el("tr", {}, el("td", { class: "empty", colspan: columns }, empty))]));
}
