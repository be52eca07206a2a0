// Shows the page from its top when a new answer comes; a rerun for any other reason leaves it where it is.
export default function ({ data }) {
  const shown = window.orientationTurn ?? 0;
  window.orientationTurn = data.turn;
  if (data.turn !== shown) document.querySelector('[data-testid="stMain"]')?.scrollTo({ top: 0 });
}
