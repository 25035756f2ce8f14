// A grid of buttons, each with the filter of a neuron: click, tap, or arrow keys and Enter. May be called again at any time.

const template = document.createElement("template");
template.innerHTML = '<button type="button" tabindex="-1"><span class="picture"></span><span class="lit"><i></i></span>' +
    '<span class="words"><span class="number"></span><span class="value"></span></span></button>';

export default function ({ data, parentElement, setStateValue }) {
    const grid = parentElement.querySelector(".grid");
    grid.chosen ??= data.chosen;
    grid.onclick = (event) => {
        const tile = event.target.closest("button");
        if (!tile) return;
        grid.chosen = tile.neuron;
        frame(grid, tile);
        setStateValue("chosen", tile.neuron);
    };
    grid.onkeydown = (event) => move(grid, event);
    grid.newest = data;
    paint(grid, data);
    return () => grid.isConnected || URL.revokeObjectURL(grid.sheet);
}

// Show the data once the browser can paint their picture at once, so that nothing blinks; what is newer by then wins.
async function paint(grid, data) {
    if (grid.base64 !== data.sheet) {
        const bytes = Uint8Array.from(atob(data.sheet), (letter) => letter.charCodeAt(0));
        const image = new Image(), before = grid.sheet;
        image.src = URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
        await image.decode().catch(() => {});
        if (grid.newest !== data) return URL.revokeObjectURL(image.src);
        Object.assign(grid, { base64: data.sheet, sheet: image.src, image });
        if (before) setTimeout(() => URL.revokeObjectURL(before), 2000);
    }
    if (grid.newest === data) show(grid, data, grid.sheet);
}

function show(grid, data, sheet) {
    const rows = Math.ceil(data.neurons.length / data.columns);
    grid.className = `grid ${data.all ? "all" : "few"} ${data.lit ? "" : "without-drawing"}`;
    grid.setAttribute("aria-label", data.title);
    for (const [name, value] of Object.entries({ "--sheet": `url(${sheet})`, "--columns": data.columns,
        "--across": `${100 * data.columns}%`, "--down": `${100 * rows}%` })) grid.style.setProperty(name, value);
    while (grid.children.length > data.neurons.length) grid.lastChild.remove();
    const fresh = document.createDocumentFragment();
    for (let left = data.neurons.length - grid.children.length; left > 0; left--) fresh.append(template.content.cloneNode(true));
    grid.append(fresh);
    const brightest = Math.max(...(data.lit ?? []).map(Math.abs), 1e-9);
    [...grid.children].forEach((tile, place) => dress(tile, place, data, rows, brightest));
    frame(grid, [...grid.children].find((tile) => tile.neuron === grid.chosen));
    const [least, most] = grid.closest(".places").querySelectorAll(".legend span");
    [least.textContent, most.textContent] = data.legend;
    most.className = data.legend[1].length > 20 ? "long" : "";
}

function dress(tile, place, data, rows, brightest) {
    const lit = data.lit?.[place], strength = data.strength[place].toFixed(2);
    const value = data.shows_lit ? lit.toFixed(2) : strength;
    tile.neuron = data.neurons[place];
    const says = `${data.kind} ${tile.neuron}, strength ${strength}` + (lit == null ? "" : `, lit ${lit.toFixed(2)} by your drawing`);
    if (tile.title !== says) {
        tile.title = says;
        tile.setAttribute("aria-label", says);
    }
    const [picture, bar, words] = tile.children;
    const onSheet = data.all ? tile.neuron : place; // a sheet of all is by number, whatever their order
    picture.style.setProperty("--x", `${data.columns > 1 ? 100 * (onSheet % data.columns) / (data.columns - 1) : 0}%`);
    picture.style.setProperty("--y", `${rows > 1 ? 100 * Math.floor(onSheet / data.columns) / (rows - 1) : 0}%`);
    if (lit != null) {
        bar.className = lit < 0 ? "lit below" : "lit";
        bar.style.setProperty("--lit", `${100 * Math.abs(lit) / brightest}%`);
    }
    words.children[0].textContent = tile.neuron;
    words.children[1].textContent = value;
}

// Frame the chosen filter; the Tab key comes to it, or to the first one where it is not among those shown.
function frame(grid, chosen) {
    for (const tile of grid.children) {
        const pressed = String(tile === chosen);
        if (tile.getAttribute("aria-pressed") !== pressed) tile.setAttribute("aria-pressed", pressed);
    }
    rove(grid, chosen ?? grid.firstChild);
}

function rove(grid, tile) {
    if (grid.reached && grid.reached !== tile) grid.reached.tabIndex = -1;
    grid.reached = tile;
    tile.tabIndex = 0;
}

function move(grid, event) {
    const tiles = [...grid.children], here = tiles.indexOf(event.target.closest("button"));
    const row = tiles.filter((tile) => tile.offsetTop === tiles[0].offsetTop).length;
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: row, ArrowUp: -row, Home: -here, End: tiles.length - 1 - here };
    const next = tiles[here + steps[event.key]];
    if (here < 0 || !(event.key in steps)) return;
    event.preventDefault(); // the page stays where it is
    if (!next) return;
    rove(grid, next);
    next.focus();
}
