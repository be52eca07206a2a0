// Streamlit writes its own page and a few labels in English; this says the page's language and gives those labels in it.
export default function ({ data }) {
  document.documentElement.lang = data.language;
  const words = new Map(Object.entries(data.labels));
  if (!words.size) return;
  const attributes = ["aria-label", "title", "placeholder"];
  const mend = (node) => {
    for (const name of attributes) {
      const said = node.getAttribute?.(name);
      if (said && words.has(said)) node.setAttribute(name, words.get(said));
    }
  };
  const all = (root) => {
    mend(root);
    root.querySelectorAll?.("[aria-label],[title],[placeholder]").forEach(mend);
  };
  all(document.body);
  const watcher = new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "attributes") mend(change.target);
      else change.addedNodes.forEach((node) => node.nodeType === 1 && all(node));
    }
  });
  watcher.observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: attributes });
  return () => watcher.disconnect();
}
