// The lit diagram: the network's picture answers to pointer, finger and keys. May be called again at any time.

const NARROW = 600; // pixels, below which the layers stand below each other

export default function ({ data, parentElement, setStateValue }) {
    const frame = parentElement.querySelector(".lit-diagram");
    Object.assign(frame, { data, tell: setStateValue });
    if (!frame.observer) {
        frame.tip = frame.querySelector(".tip");
        frame.chosen = data.chosen;
        frame.observer = new ResizeObserver(() => turn(frame));
        frame.observer.observe(frame);
        frame.onpointermove = (event) => event.pointerType === "touch" || point(frame, event);
        frame.onpointerleave = () => look(frame, reached(frame));
        frame.addEventListener("focusin", () => reached(frame) && look(frame, reached(frame)));
        frame.addEventListener("focusout", () => look(frame, null));
        frame.onclick = (event) => click(frame, event);
        frame.onkeydown = (event) => press(frame, event);
    }
    turn(frame);
    if (!frame.clientWidth || data.tall === frame.tall) show(frame);
    return () => frame.isConnected || frame.observer.disconnect();
}

// Tell Python how the layers shall stand; until its answer is there nothing changes.
function turn(frame) {
    if (!frame.clientWidth) return;
    const tall = frame.clientWidth < NARROW;
    if (tall !== (frame.tall ?? frame.data.tall)) frame.tell("tall", tall);
    frame.tall = tall;
}

// Put the new picture in the place of the old one, element by element, so that nothing blinks and the focus stays.
function show(frame) {
    const template = document.createElement("template"), before = focused(frame)?.dataset.unit;
    template.innerHTML = frame.data.picture;
    const next = template.content.firstElementChild;
    dress(frame, next);
    const here = frame.querySelector(".network-picture");
    if (here) morph(here, next);
    else frame.prepend(next);
    const after = before && frame.querySelector(`[data-unit="${before}"]`);
    if (after && after !== focused(frame)) after.focus({ preventScroll: true });
    look(frame, frame.seen?.isConnected ? frame.seen : reached(frame), frame.event);
}

// Name each neuron and line of a picture, in the order in which they stand in the data.
function dress(frame, picture) {
    const { layers, lines, chosenLines, chosen, title } = frame.data, svg = picture.querySelector("svg");
    picture.querySelectorAll("title").forEach((each) => each.remove());
    svg.setAttribute("role", "group");
    svg.setAttribute("aria-label", `${title} ${svg.getAttribute("aria-label")}`);
    const own = document.createElementNS("http://www.w3.org/2000/svg", "g");
    own.setAttribute("class", "lines own");
    own.dataset.of = chosen ? chosen.join("-") : "";
    own.innerHTML = frame.data.chosenPaths;
    svg.querySelector(".lines").after(own);
    const columns = [...picture.querySelectorAll(".neurons")].map((each) => [...each.querySelectorAll("circle")]);
    columns.push([...picture.querySelectorAll(".outputs > g")]);
    columns.forEach((column, layer) => column.forEach((each, place) => name(each, layer, layers[layer], place)));
    const known = picture.querySelector(`[data-unit="${frame.reached ?? frame.chosen?.join("-")}"]`);
    (known ?? picture.querySelector("[data-unit]")).setAttribute("tabindex", "0");
    [...picture.querySelectorAll(".lines path")].forEach((each, place) => {
        const line = place < lines.length ? lines[place] : chosenLines[place - lines.length];
        each.dataset.from = `${line[0]}-${line[1]}`;
        each.dataset.unitTo = `${line[0] + 1}-${line[2]}`;
        each.dataset.line = place;
    });
}

function name(unit, layer, { kind, name, numbers, figures }, place) {
    const [activation, , , , probability] = figures[place];
    const says = kind === "Digit" ? `Digit ${numbers[place]}, ${probability}`
        : `Neuron ${numbers[place]} of ${name}, activation ${activation}`;
    for (const [key, value] of Object.entries({ role: "button", tabindex: "-1", "aria-label": says, "aria-pressed": "false",
        "data-unit": `${layer + 1}-${numbers[place]}`, "data-place": place })) unit.setAttribute(key, value);
}

function morph(here, next) {
    if (here.nodeName !== next.nodeName) return here.replaceWith(next);
    if (here.nodeType === Node.TEXT_NODE) return here.data === next.data || (here.data = next.data);
    for (const { name, value } of next.attributes) if (here.getAttribute(name) !== value) here.setAttribute(name, value);
    const mine = [...here.childNodes], theirs = [...next.childNodes];
    theirs.forEach((each, place) => (mine[place] ? morph(mine[place], each) : here.append(each)));
    mine.slice(theirs.length).forEach((each) => each.remove());
}

const focused = (frame) => (frame.contains(document.activeElement) ? document.activeElement.closest("[data-unit]") : null);

// The neuron that the keys have reached; one that was clicked has the focus, too, but its numbers go with the pointer.
const reached = (frame) => (focused(frame)?.matches(":focus-visible") ? focused(frame) : null);

// What is under the pointer, or close to it: a neuron before a line, a line before a pixel.
function under(frame, { clientX, clientY }) {
    const near = [[0, 0], [0, 4], [0, -4], [5, 0], [-5, 0], [0, 8], [0, -8]]
        .map(([x, y]) => document.elementFromPoint(clientX + x, clientY + y)).filter((each) => frame.contains(each));
    const unit = near.map((each) => each.closest("[data-unit]")).find(Boolean);
    return unit ?? near.find((each) => each.dataset.line) ?? near[0]?.closest(".image") ?? null;
}

function point(frame, event) {
    const part = under(frame, event);
    look(frame, part ?? reached(frame), event);
}

function click(frame, event) {
    const part = under(frame, event);
    if (part?.dataset.unit) choose(frame, part);
    look(frame, part, event);
}

function choose(frame, unit) {
    const [layer, number] = unit.dataset.unit.split("-").map(Number);
    const again = frame.chosen?.join("-") === unit.dataset.unit;
    frame.chosen = again ? null : [layer, number];
    rove(frame, unit);
    frame.tell("chosen", frame.chosen);
}

// Show the numbers of a part, and the connections of the neuron that is looked at, else of the chosen one.
function look(frame, part, event) {
    Object.assign(frame, { seen: part, event });
    const svg = frame.querySelector("svg"), unit = frame.chosen && svg.querySelector(`[data-unit="${frame.chosen.join("-")}"]`);
    const chosen = unit?.dataset.unit ?? "", looked = part?.dataset.unit ?? chosen; // another digit may light others
    svg.classList.toggle("looked-at", Boolean(looked));
    svg.classList.toggle("all-of-it", looked === chosen && svg.querySelector(".own").dataset.of === chosen && Boolean(chosen));
    for (const line of svg.querySelectorAll(".lines path"))
        line.classList.toggle("on", looked === line.dataset.from || looked === line.dataset.unitTo);
    for (const unit of svg.querySelectorAll("[data-unit]")) {
        const pressed = String(unit.dataset.unit === chosen);
        if (unit.getAttribute("aria-pressed") !== pressed) unit.setAttribute("aria-pressed", pressed);
    }
    const words = !part ? null : part.dataset.unit ? ofUnit(frame.data, part) : part.dataset.line
        ? ofLine(frame.data, part) : event && ofPixel(frame.data, part, event);
    frame.tip.hidden = !words;
    if (!words) return;
    frame.tip.replaceChildren(...words);
    place(frame, part.dataset.unit ? null : event, part);
}

// Beside the part, or the pointer, and within the frame.
function place(frame, event, part) {
    const own = frame.getBoundingClientRect();
    const box = event ? { left: event.clientX, right: event.clientX, top: event.clientY, bottom: event.clientY }
        : part.getBoundingClientRect();
    const width = frame.tip.offsetWidth, height = frame.tip.offsetHeight, gap = 12;
    const right = box.right - own.left + gap, left = box.left - own.left - gap - width;
    const below = box.bottom - own.top + gap, above = box.top - own.top - gap - height;
    const aside = right + width <= own.width || left >= 0;
    const x = right + width <= own.width ? right : left >= 0 ? left : Math.max(0, Math.min(box.left - own.left, own.width - width));
    const middle = (box.top + box.bottom) / 2 - own.top - height / 2;
    const y = aside ? Math.max(0, Math.min(middle, own.height - height)) : below + height <= own.height ? below : above;
    Object.assign(frame.tip.style, { left: `${x}px`, top: `${y}px` });
}

function rove(frame, unit) {
    frame.querySelector('[data-unit][tabindex="0"]')?.setAttribute("tabindex", "-1");
    unit.setAttribute("tabindex", "0");
    frame.reached = unit.dataset.unit;
}

const DIRECTIONS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

function press(frame, event) {
    const unit = event.target.closest("[data-unit]");
    if (!unit) return;
    if (event.key === "Enter" || event.key === " ") choose(frame, unit);
    else if (event.key === "Escape") look(frame, null);
    else if (DIRECTIONS[event.key]) go(frame, unit, DIRECTIONS[event.key]);
    else return;
    event.preventDefault(); // the page stays where it is
    if (event.key === "Enter" || event.key === " ") look(frame, unit);
}

// To the nearest neuron that way.
function go(frame, unit, [right, down]) {
    const middle = (each) => { const box = each.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
    const [x, y] = middle(unit);
    let best = null, least = Infinity;
    for (const each of frame.querySelectorAll("[data-unit]")) {
        const [toX, toY] = middle(each), along = (toX - x) * right + (toY - y) * down;
        const far = along + 3 * Math.abs((toX - x) * down + (toY - y) * right);
        if (along > 2 && far < least) [best, least] = [each, far];
    }
    if (!best) return;
    rove(frame, best);
    best.focus({ preventScroll: false });
}
