import en from "./text/en.js";

export const languages = { en: "English", zh: "中文" };
let words = en;

// speak makes t answer in a language that the page knows.
export async function speak(language) {
  words = language === "zh" ? (await import("./text/zh.js")).default : en;
  document.documentElement.lang = language === "zh" ? "zh-Hans" : "en";
}

// t is a text by its name, with values in the place of {names}. Where it has two
// forms with a bar between, the first is for one of n.
export function t(name, values = {}) {
  const forms = (words[name] ?? en[name] ?? name).split("|");
  const text = forms.length === 2 && Number(values.n) !== 1 ? forms[1] : forms[0];
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
