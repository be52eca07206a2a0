// Streamlit writes its own page and a few labels in English; this says the page's language and gives those labels in it.
const ATTRIBUTES = ["aria-label", "title", "placeholder"];
const LABELLED = ATTRIBUTES.map((name) => `[${name}]`).join();

export default function ({ data }) {
  document.documentElement.lang = data.language;
  const words = new Map(Object.entries(data.labels));
  if (!words.size) return;
  const begins = Object.entries(data.beginnings);

  const said = (text) => {
    if (words.has(text)) return words.get(text);
    const found = begins.find(([start]) => text.startsWith(start));
    return found ? found[1] + text.slice(found[0].length) : null;
  };
  const mend = (node) => {
    for (const name of ATTRIBUTES) {
      const french = said(node.getAttribute(name) ?? "");
      if (french) node.setAttribute(name, french);
    }
  };
  const all = (root) => {
    if (root.matches?.(LABELLED)) mend(root);
    root.querySelectorAll(LABELLED).forEach(mend);
    root.querySelectorAll("a[href^='#']").forEach((link) => {
      const french = said(link.textContent);
      if (french) link.textContent = french;
    });
  };
  all(document.body);
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") mend(change.target);
      else change.addedNodes.forEach((node) => node.nodeType === 1 && all(node));
    }
  });
  watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ATTRIBUTES });
  return () => watcher.disconnect();
}
