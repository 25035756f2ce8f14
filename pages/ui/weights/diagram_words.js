// What stands under the pointer in the lit diagram, line by line, in the words and figures that Python gives.

const make = (tag, text, kind) => Object.assign(document.createElement(tag), { textContent: text, className: kind ?? "" });
const row = (what, value, kind) => { const made = make("p", "", kind); made.append(make("span", what), make("b", value)); return made; };
const sign = (value) => (value.startsWith("\u2212") ? "against" : "for");
const pixel = (number) => `pixel ${Math.floor(number / 28)}, ${number % 28}`;

// A neuron's or a digit's sum, with its real numbers.
function ofUnit({ layers, words }, unit) {
    const [layer, number] = unit.dataset.unit.split("-").map(Number), { kind, name, bend, figures } = layers[layer - 1];
    const [activation, total, bias, bent, probability, strongest, others, rest] = figures[unit.dataset.place];
    const from = (source) => (layer === 1 ? pixel(source) : `neuron ${source}`);
    return [make("strong", kind === "Digit" ? `Digit ${number}` : `Neuron ${number} of ${name}`),
        make("small", layer === 1 ? words.pixels : words.neurons),
        ...strongest.map(([source, heard, weight, says]) => row(`${from(source)}: ${heard} \u00d7 ${weight}`, says, sign(says))),
        row(`${others.toLocaleString("en")} others together`, rest), row("bias", bias),
        row(kind === "Digit" ? "weighted sum, its score" : "weighted sum", total, "sum"),
        ...(bent ? [row("batch norm makes of it", bent)] : []),
        kind === "Digit" ? row("probability, softmax of the ten scores", probability, "sum")
            : row(`activation ${bend}(${bent || total})`, activation, "sum")];
}

// A line's product.
function ofLine({ layers, lines, chosenLines, words }, path) {
    const place = Number(path.dataset.line), line = place < lines.length ? lines[place] : chosenLines[place - lines.length];
    const [layer, from, to, weight, heard, says, scaled] = line, { kind, name } = layers[layer];
    const source = layer ? `Neuron ${from}` : `P${pixel(from).slice(1)}`;
    const target = kind === "Digit" ? `digit ${to}` : `neuron ${to} of ${name}`;
    return [make("strong", `${source} to ${target}`), make("small", words[sign(says)]),
        row(`weight ${weight} \u00d7 ${layer ? "activation" : "ink"} ${heard} =`, says, sign(says)),
        ...(scaled ? [row("batch norm makes of it", scaled)] : [])];
}

function ofPixel({ image }, part, { clientX, clientY }) {
    const box = part.querySelector("rect").getBoundingClientRect();
    const [x, y] = [(clientX - box.left) / box.width, (clientY - box.top) / box.height].map((share) => Math.floor(28 * share));
    if (x < 0 || y < 0 || x > 27 || y > 27) return null;
    return [make("strong", `Pixel ${y}, ${x}`), row("its ink, from 0 to 1", String(+(image[28 * y + x] / 255).toPrecision(3)))];
}
