// Filters at the moments of a run: a slider, play and stop, and two moments beside each other. May be called again at any time.

const SIDE = 28, MIDDLE = 128, PACE = 400; // pixels of a filter's side, the byte of a weight of zero, ms for a moment

export default function ({ data, parentElement }) {
    const player = parentElement.querySelector(".player");
    player.data = data;
    listen(player);
    unpack(player, data);
    return () => player.isConnected || stop(player);
}

function listen(player) {
    const [now, then, two] = ["input.now", "input.then", ".two"].map((name) => player.querySelector(name));
    now.oninput = then.oninput = () => { stop(player); show(player); };
    two.onchange = () => show(player);
    player.querySelector(".play").onclick = () => (player.timer ? stop(player) : play(player));
    player.querySelector(".back").onclick = () => { stop(player); go(player, Number(now.value) - 1); };
    player.querySelector(".on").onclick = () => { stop(player); go(player, Number(now.value) + 1); };
}

// The bytes of all moments, from what each changed in the one before.
async function unpack(player, data) {
    if (player.packed !== data.filters) {
        const squeezed = Uint8Array.from(atob(data.filters), (letter) => letter.charCodeAt(0));
        const stream = new Blob([squeezed]).stream().pipeThrough(new DecompressionStream("deflate"));
        const bytes = new Uint8Array(await new Response(stream).arrayBuffer()), size = data.neurons.length * SIDE * SIDE;
        for (let place = size; place < bytes.length; place++) bytes[place] += bytes[place - size]; // goes round beyond 255
        if (player.data !== data) return;
        Object.assign(player, { packed: data.filters, bytes, size });
        player.colours = Uint8Array.from(atob(data.colours), (letter) => letter.charCodeAt(0));
        stop(player);
        prepare(player, data);
    }
    show(player);
}

function prepare(player, data) {
    const last = data.titles.length - 1, [now, then] = player.querySelectorAll("input[type=range]");
    now.max = then.max = last;
    now.value = last;
    then.value = 0;
    for (const panel of player.querySelectorAll("figure > div")) {
        panel.replaceChildren(...data.neurons.map((neuron) => tile(neuron, data.kind)));
        panel.style.setProperty("--few", data.neurons.length <= 10 ? 1 : 0);
        panel.classList.toggle("few", data.neurons.length <= 10);
    }
    drawCurve(player, data, last);
    const [least, most] = player.querySelectorAll(".legend span");
    [least.textContent, most.textContent] = data.legend;
}

function tile(neuron, kind) {
    const place = document.createElement("span"), canvas = document.createElement("canvas"), word = document.createElement("small");
    canvas.width = canvas.height = SIDE;
    word.textContent = neuron;
    place.title = `${kind} ${neuron}`;
    place.append(canvas, word);
    return place;
}

// Above each place of the slider the accuracy of its moment, where it is known.
function drawCurve(player, data, last) {
    const known = data.accuracies.map((accuracy, place) => [place, accuracy]).filter(([, accuracy]) => accuracy != null);
    const svg = player.querySelector("svg"), first = player.querySelector(".ends .first");
    svg.setAttribute("viewBox", `0 0 ${Math.max(last, 1)} 1`);
    svg.firstChild.setAttribute("points", known.map(([place, accuracy]) => `${place},${1 - accuracy}`).join(" "));
    player.querySelector(".curve").hidden = known.length < 2;
    const inside = data.first_epoch != null && data.first_epoch > 0.1 * last && data.first_epoch < 0.85 * last;
    first.textContent = inside ? data.titles[data.first_epoch].split(",")[0].toLowerCase() : "";
    first.style.setProperty("--at", data.first_epoch / Math.max(last, 1));
    player.querySelector(".ends .last").textContent = data.titles[last].split(",")[0].toLowerCase();
}

function play(player) {
    const now = player.querySelector("input.now");
    if (now.value === now.max) go(player, 0);
    player.timer = setInterval(() => {
        go(player, Number(now.value) + 1);
        if (now.value === now.max) stop(player);
    }, PACE);
    name(player);
}

function stop(player) {
    clearInterval(player.timer);
    player.timer = null;
    name(player);
}

function name(player) {
    player.querySelector(".play").textContent = player.timer ? "Stop" : "Play";
}

function go(player, moment) {
    player.querySelector("input.now").value = moment; // a slider keeps within its ends
    show(player);
}

function show(player) {
    const { data } = player, [now, then] = [...player.querySelectorAll("input[type=range]")].map((each) => Number(each.value));
    const two = player.querySelector(".two").checked;
    player.classList.toggle("two", two);
    say(player, data, now, then, two);
    paint(player, "now", (place) => at(player, now, place));
    if (!two) return;
    paint(player, "then", (place) => at(player, then, place));
    paint(player, "difference", (place) => MIDDLE + at(player, now, place) - at(player, then, place));
}

function at(player, moment, place) {
    return player.bytes[moment * player.size + place];
}

function say(player, data, now, then, two) {
    const accuracy = (moment) => (data.accuracies[moment] == null ? "" : `${(100 * data.accuracies[moment]).toFixed(1)}%`);
    const says = (moment) => data.titles[moment] + (accuracy(moment) ? `, ${accuracy(moment)} ${data.measured_on}` : "");
    player.querySelector(".title").textContent = data.titles[now];
    player.querySelector(".accuracy").textContent = accuracy(now) ? `${accuracy(now)} ${data.measured_on}` : "";
    for (const [name, moment, label] of [["now", now, "Moment"], ["then", then, "The other moment"]]) {
        const slider = player.querySelector(`input.${name}`), panel = player.querySelector(`figure.${name}`);
        slider.setAttribute("aria-label", label);
        slider.previousElementSibling.textContent = `${label}: ${data.titles[moment]}`;
        slider.setAttribute("aria-valuetext", says(moment));
        label_panel(panel, data, data.titles[moment], two);
    }
    label_panel(player.querySelector("figure.difference"), data, "The difference: orange was added, purple taken away", two);
    const marker = player.querySelector(".curve i");
    marker.hidden = data.accuracies[now] == null;
    marker.style.setProperty("--at", now / Math.max(data.titles.length - 1, 1));
    marker.style.setProperty("--height", data.accuracies[now] ?? 0);
}

function label_panel(panel, data, title, two) {
    panel.firstElementChild.textContent = two ? title : "";
    panel.lastElementChild.setAttribute("role", "img");
    panel.lastElementChild.setAttribute("aria-label", `${data.neurons.length} filters. ${title}`);
}

// Each filter of a panel in colours; `level` gives the byte of a pixel, counted through all filters.
function paint(player, panel, level) {
    const { colours } = player;
    player.querySelectorAll(`figure.${panel} canvas`).forEach((canvas, number) => {
        const picture = new ImageData(SIDE, SIDE);
        for (let pixel = 0; pixel < SIDE * SIDE; pixel++) {
            const colour = 3 * (Math.min(Math.max(level(number * SIDE * SIDE + pixel), 1), 255) - 1);
            for (let part = 0; part < 3; part++) picture.data[4 * pixel + part] = colours[colour + part];
            picture.data[4 * pixel + 3] = 255;
        }
        canvas.getContext("2d").putImageData(picture, 0, 0);
    });
}
