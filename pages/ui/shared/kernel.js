// A kernel whose pixels tell their weights, under the pointer or where the arrow keys go. May be called again at any time.

const SIDE = 28, KEYS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

export default function ({ data, parentElement }) {
    const kernel = parentElement.querySelector(".kernel"), paper = kernel.querySelector(".paper"), image = kernel.querySelector("img");
    kernel.data = data;
    const source = `data:image/png;base64,${data.picture}`;
    if (image.src !== source) image.src = source;
    image.alt = data.alt;
    paper.setAttribute("aria-label", "The weights, pixel by pixel: arrow keys go from one to the next");
    paper.onpointermove = paper.onpointerdown = (event) => {
        const box = image.getBoundingClientRect();
        tell(kernel, ...[(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
            .map((share) => Math.floor(SIDE * share)));
    };
    paper.onpointerleave = () => tell(kernel, ...(kernel.keys ?? [-1, -1]));
    paper.onfocus = () => paper.matches(":focus-visible") && tell(kernel, ...(kernel.keys ??= [SIDE / 2, SIDE / 2]));
    paper.onblur = () => tell(kernel, ...(kernel.keys = null) ?? [-1, -1]);
    paper.onkeydown = (event) => {
        const way = KEYS[event.key];
        if (!way) return;
        event.preventDefault(); // the page stays where it is
        kernel.keys = (kernel.keys ?? kernel.at).map((place, axis) => Math.min(Math.max(place + way[axis], 0), SIDE - 1));
        tell(kernel, ...kernel.keys);
    };
    tell(kernel, ...(kernel.at ?? [-1, -1]));
}

const figure = (value) => String(+value.toPrecision(3)).replace("-", "\u2212");

function tell(kernel, column, row) {
    const { weights, ink } = kernel.data, mark = kernel.querySelector("i"), inside = [column, row].every((at) => at >= 0 && at < SIDE);
    kernel.at = [column, row];
    mark.hidden = !inside;
    mark.style.setProperty("--column", column);
    mark.style.setProperty("--row", row);
    const place = SIDE * row + column, weight = weights[place], dark = ink && ink[place] / 255;
    const says = !inside ? "Point at a pixel for its weight." : weight === null ? `Pixel ${row}, ${column}: no number`
        : `Pixel ${row}, ${column}: weight ${figure(weight)}` +
            (ink ? ` × ink ${figure(dark)} = ${figure(weight * dark)}` : "");
    const output = kernel.querySelector("output");
    if (output.textContent !== says) output.textContent = says;
}
