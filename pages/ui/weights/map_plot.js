// A map of digits on one canvas: each digit is a point in its colour. Hover, tap, or arrow keys and Enter. May be called again.

const SIDE = 28, MARGIN = 20, NEAR = 18, GLIDE = 700, MINE = -1;

export default function ({ data, parentElement, setStateValue }) {
    const map = parentElement.querySelector(".map"), plot = map.querySelector(".plot");
    const one = map.one ??= { map, plot, canvas: plot.querySelector("canvas"), tip: plot.querySelector(".tip"),
        said: map.querySelector(".said"), buttons: [...map.querySelectorAll(".only button")], only: null, hovered: null,
        chosen: data.chosen };
    one.data = data;
    if (one.chosen === MINE && !data.drawing) one.chosen = data.chosen;
    one.choose = (row) => {
        if (row === null) return;
        one.chosen = row;
        setStateValue("chosen", row);
        hover(one, null); // what is framed shall be seen
        draw(one);
    };
    plot.setAttribute("aria-label", data.title);
    map.querySelector(".with-drawing").classList.toggle("without", !data.drawing);
    listen(one);
    place(one);
    show(one);
    return () => map.isConnected || stop(one);
}

function listen(one) {
    const { plot } = one;
    plot.onpointermove = (event) => hover(one, nearest(one, ...within(one, event)));
    plot.onpointerleave = () => hover(one, null);
    plot.onclick = (event) => one.choose(nearest(one, ...within(one, event)));
    plot.onkeydown = (event) => move(one, event);
    plot.onblur = () => hover(one, null);
    one.buttons.forEach((button, digit) => button.onclick = () => {
        one.only = one.only === digit ? null : digit;
        one.buttons.forEach((each, other) => each.setAttribute("aria-pressed", String(other === one.only)));
        draw(one);
    });
    if (one.watch) return;
    one.watch = new ResizeObserver(() => { one.now = one.target = null; place(one); draw(one); });
    one.watch.observe(plot);
    one.scheme = matchMedia("(prefers-color-scheme: dark)");
    one.scheme.onchange = () => setTimeout(() => draw(one), 300);
}

function stop(one) {
    one.watch?.disconnect();
    cancelAnimationFrame(one.frame);
    if (one.url) URL.revokeObjectURL(one.url);
}

// Where each digit shall lie, in CSS pixels, the drawing last; from where they are they go there gently.
function place(one) {
    const { clientWidth: width, clientHeight: height } = one.plot, { places, drawing } = one.data;
    const all = drawing ? [...places, drawing.place] : places;
    const [xs, ys] = [0, 1].map((axis) => all.map((each) => each[axis]));
    const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
    const scale = Math.min((width - 2 * MARGIN) / (right - left || 1), (height - 2 * MARGIN) / (high - low || 1));
    const target = all.map(([x, y]) => [width / 2 + (x - (left + right) / 2) * scale, height / 2 - (y - (low + high) / 2) * scale]);
    if (one.target && JSON.stringify(one.target) === JSON.stringify(target)) return;
    const still = !one.now || one.now.length !== target.length || matchMedia("(prefers-reduced-motion: reduce)").matches;
    Object.assign(one, { target, before: still ? target : one.now, now: still ? target : one.now, began: performance.now() });
    if (still) return;
    cancelAnimationFrame(one.frame);
    hover(one, null);
    one.frame = requestAnimationFrame(() => glide(one));
}

function glide(one) {
    const passed = Math.min(1, (performance.now() - one.began) / GLIDE), eased = passed * passed * (3 - 2 * passed);
    one.now = one.target.map(([x, y], row) => [one.before[row][0] + (x - one.before[row][0]) * eased,
        one.before[row][1] + (y - one.before[row][1]) * eased]);
    draw(one);
    if (passed < 1) one.frame = requestAnimationFrame(() => glide(one));
}

// The images come as one sheet; a map without them is drawn at once.
async function show(one) {
    draw(one);
    if (one.base64 === one.data.sheet) return;
    one.base64 = one.data.sheet;
    const bytes = Uint8Array.from(atob(one.data.sheet), (letter) => letter.charCodeAt(0)), before = one.url;
    one.url = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
    if (before) URL.revokeObjectURL(before);
}

function draw(one) {
    const { canvas, plot, data, now } = one, ratio = devicePixelRatio || 1;
    const [width, height] = [plot.clientWidth, plot.clientHeight];
    if (!now || !width) return;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
        canvas.width = Math.round(width * ratio);
        canvas.height = Math.round(height * ratio);
    }
    const brush = canvas.getContext("2d"), style = getComputedStyle(one.map);
    const colours = one.buttons.map((button) => getComputedStyle(button).color);
    const size = Math.max(9, Math.min(15, width / 60));
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.clearRect(0, 0, width, height);
    Object.assign(brush, { font: `600 ${size}px ${style.fontFamily}`, textAlign: "center", textBaseline: "middle", lineWidth: 1.5 });
    for (let row = 0; row < data.labels.length; row++) {
        const digit = +data.labels[row], [x, y] = now[row], wrong = data.answers[row] !== data.labels[row];
        brush.globalAlpha = one.only === null || one.only === digit ? wrong ? 1 : 0.85 : 0.12;
        brush.fillStyle = colours[digit];
        brush.fillText(digit, x, y);
        if (wrong) circle(brush, x, y, size * 0.78, style.color);
    }
    brush.globalAlpha = 1;
    if (data.drawing) square(brush, ...now[data.labels.length], size * 1.5, style, data.drawing.reads);
    if (now[at(one, one.chosen)]) frame(one, brush, now[at(one, one.chosen)], size * 1.25);
}

const at = (one, row) => row === MINE ? one.data.labels.length : row;

function neighbours({ data, chosen }) {
    const each = data.neighbours.length / data.labels.length;
    return chosen === MINE ? data.drawing.neighbours : data.neighbours.slice(chosen * each, (chosen + 1) * each);
}

// The chosen digit, and lines to its neighbours, in the colour of what can be clicked.
function frame(one, brush, [x, y], radius) {
    const colour = getComputedStyle(one.map.querySelector(".action")).color;
    brush.lineWidth = 3;
    circle(brush, x, y, radius, colour);
    brush.lineWidth = 1.25;
    for (const row of neighbours(one)) {
        const [left, top] = one.now[row], away = Math.hypot(left - x, top - y);
        if (away <= radius) continue;
        brush.beginPath();
        brush.moveTo(x + (left - x) * radius / away, y + (top - y) * radius / away);
        brush.lineTo(left, top);
        brush.stroke();
    }
}

function circle(brush, x, y, radius, colour) {
    brush.strokeStyle = colour;
    brush.beginPath();
    brush.arc(x, y, radius, 0, 7);
    brush.stroke();
}

function square(brush, x, y, side, style, reads) {
    brush.fillStyle = style.backgroundColor;
    Object.assign(brush, { strokeStyle: style.color, lineWidth: 2 });
    brush.fillRect(x - side / 2, y - side / 2, side, side);
    brush.strokeRect(x - side / 2, y - side / 2, side, side);
    brush.fillStyle = style.color;
    brush.fillText(reads, x, y);
}

function within(one, event) {
    const box = one.plot.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
}

// The row of the digit that is nearest to a place and not far from it; MINE is the drawing's. Those that are pale are passed over.
function nearest(one, x, y) {
    let best = null, least = NEAR * NEAR;
    (one.now ?? []).forEach(([left, top], place) => {
        const row = place === one.data.labels.length ? MINE : place, square = (left - x) ** 2 + (top - y) ** 2;
        if (square < least && (one.only === null || row === MINE || +one.data.labels[row] === one.only)) [best, least] = [row, square];
    });
    return best;
}

function told(one, row) {
    const { labels, answers, drawing } = one.data;
    if (row === MINE) return `your drawing, read as ${drawing.reads}`;
    return `a ${labels[row]}, ` + (labels[row] === answers[row] ? "read right" : `read as ${answers[row]}`);
}

// Show the image of a digit beside it; null hides it.
function hover(one, row) {
    one.hovered = row;
    const { tip, plot, data } = one;
    tip.hidden = row === null;
    if (row === null) return;
    const [x, y] = one.now[at(one, row)], [picture, words] = tip.children;
    const rows = Math.ceil(data.labels.length / data.columns);
    const url = row === MINE ? `data:image/png;base64,${data.drawing.image}` : one.url;
    picture.style.backgroundImage = `url(${url})`;
    picture.style.backgroundSize = row === MINE ? "100% 100%" : `${100 * data.columns}% ${100 * rows}%`;
    picture.style.backgroundPosition = row === MINE ? "0 0"
        : `${100 * (row % data.columns) / (data.columns - 1)}% ${100 * Math.floor(row / data.columns) / (rows - 1 || 1)}%`;
    words.textContent = told(one, row);
    tip.style.left = `${Math.max(4, Math.min(x + 14, plot.clientWidth - tip.offsetWidth - 4))}px`;
    tip.style.top = `${y + 16 + tip.offsetHeight > plot.clientHeight ? Math.max(4, y - 14 - tip.offsetHeight) : y + 14}px`;
}

// Arrow keys go to the nearest digit on that side, Enter and Space choose it, Escape leaves it.
function move(one, event) {
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] }[event.key];
    const here = one.hovered ?? one.chosen;
    if (event.key === "Escape") return hover(one, null);
    if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        return one.choose(here);
    }
    if (!step || !one.now[at(one, here)]) return;
    event.preventDefault(); // the page stays where it is
    const [x, y] = one.now[at(one, here)];
    let best = here, least = Infinity;
    one.now.forEach(([left, top], place) => {
        const [along, aside] = [(left - x) * step[0] + (top - y) * step[1], Math.abs((left - x) * step[1] + (top - y) * step[0])];
        const row = place === one.data.labels.length ? MINE : place;
        if (along > 0.5 && aside <= along && along + aside < least) [best, least] = [row, along + aside];
    });
    hover(one, best);
    one.said.textContent = told(one, best);
}
