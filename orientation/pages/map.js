// Draws a map handed in as values. It can be enlarged and moved by mouse, finger, buttons or keyboard; nothing is fetched.
const SVG = "http://www.w3.org/2000/svg";

function put(parent, name, attributes, text) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  parent.appendChild(made);
  return made;
}

export default function ({ data, parentElement }) {
  const frame = parentElement.querySelector(".o-map");
  frame.replaceChildren();
  const svg = put(frame, "svg", { role: "img", tabindex: 0, "aria-label": data.alt });
  put(svg, "title", {}, data.title);
  data.communes.forEach((one) => put(svg, "path", { d: one.path, class: one.home ? "own" : "" }));
  const names = data.communes.filter((one) => one.name).map((one) => put(svg, "text", { class: "name", x: one.x, y: one.y, dy: "1.7em" }, one.name));
  const home = data.home && put(svg, "path", { class: "home" });
  if (home) put(home, "title", {}, data.homeName);
  // The first of the list is drawn last, so that it stays on top.
  const markers = [...data.markers].reverse().map((one) => {
    const group = put(svg, "g", { class: one.doubt ? "marker doubt" : "marker" });
    put(group, "title", {}, one.label);
    put(group, "circle", { cx: one.x, cy: one.y });
    put(group, "text", { x: one.x, y: one.y }, one.rank);
    return group;
  });
  const scale = put(svg, "g", { class: "scale" });
  const line = put(scale, "line", {});
  const legend = put(scale, "text", {}, data.scale.label);

  const whole = { x: 0, y: 0, width: data.width, height: data.height };
  let view = { ...whole };

  // Sizes on screen stay the same whatever the enlargement and the width of the page.
  function show() {
    svg.setAttribute("viewBox", `${view.x} ${view.y} ${view.width} ${view.height}`);
    const pixel = view.width / (frame.clientWidth || 400);
    names.forEach((one) => { one.style.fontSize = `${12 * pixel}px`; one.style.strokeWidth = `${3 * pixel}px`; });
    markers.forEach((group) => {
      const [circle, text] = [group.children[1], group.children[2]];
      circle.setAttribute("r", 12 * pixel);
      circle.style.strokeWidth = `${2 * pixel}px`;
      text.style.fontSize = `${13 * pixel}px`;
    });
    if (home) {
      const [x, y] = data.home, r = 9 * pixel;
      home.setAttribute("d", `M${x},${y - r}l${r},${r}h${-r / 3}v${r * 0.9}h${-r * 1.34}v${-r * 0.9}h${-r / 3}Z`);
      home.style.strokeWidth = 2;
    }
    const left = view.x + 12 * pixel, low = view.y + view.height - 12 * pixel;
    Object.entries({ x1: left, x2: left + data.scale.units, y1: low, y2: low }).forEach(([key, value]) => line.setAttribute(key, value));
    line.style.strokeWidth = `${3 * pixel}px`;
    legend.setAttribute("x", left);
    legend.setAttribute("y", low - 6 * pixel);
    legend.style.fontSize = `${12 * pixel}px`;
    legend.style.strokeWidth = `${3 * pixel}px`;
  }

  function zoom(factor, x = view.x + view.width / 2, y = view.y + view.height / 2) {
    const width = Math.min(whole.width, Math.max(whole.width / 24, view.width / factor));
    const real = view.width / width;
    move(x - (x - view.x) / real, y - (y - view.y) / real, width);
  }

  function move(x, y, width = view.width) {
    const height = (width * whole.height) / whole.width;
    view = {
      width, height,
      x: Math.min(whole.width - width, Math.max(0, x)),
      y: Math.min(whole.height - height, Math.max(0, y)),
    };
    show();
  }

  const at = (event) => {
    const box = svg.getBoundingClientRect();
    return [view.x + ((event.clientX - box.left) / box.width) * view.width, view.y + ((event.clientY - box.top) / box.height) * view.height];
  };
  let held = null;
  svg.onpointerdown = (event) => { held = [event.clientX, event.clientY, view.x, view.y]; };
  svg.onpointermove = (event) => {
    if (!held || !(event.buttons & 1)) return;
    const pixel = view.width / svg.getBoundingClientRect().width;
    move(held[2] - (event.clientX - held[0]) * pixel, held[3] - (event.clientY - held[1]) * pixel);
  };
  svg.onpointerup = svg.onpointerleave = () => { held = null; };
  svg.ondblclick = (event) => zoom(2, ...at(event));
  svg.onwheel = (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    zoom(event.deltaY < 0 ? 1.3 : 1 / 1.3, ...at(event));
  };
  svg.onkeydown = (event) => {
    const step = view.width / 8;
    const done = {
      "+": () => zoom(1.5), "-": () => zoom(1 / 1.5), "0": () => { view = { ...whole }; show(); },
      ArrowLeft: () => move(view.x - step, view.y), ArrowRight: () => move(view.x + step, view.y),
      ArrowUp: () => move(view.x, view.y - step), ArrowDown: () => move(view.x, view.y + step),
    }[event.key];
    if (done) { event.preventDefault(); done(); }
  };

  const tools = document.createElement("div");
  tools.className = "tools";
  [["+", data.zoomIn, () => zoom(1.6)], ["−", data.zoomOut, () => zoom(1 / 1.6)], ["⤢", data.whole, () => { view = { ...whole }; show(); }]].forEach(([sign, label, act]) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.setAttribute("aria-label", label);
    button.title = label;
    button.onclick = act;
    tools.appendChild(button);
  });
  frame.appendChild(tools);
  show();
  const watcher = new ResizeObserver(show);
  watcher.observe(frame);
  return () => watcher.disconnect();
}
