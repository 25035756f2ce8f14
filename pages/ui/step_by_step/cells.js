// Rows of buttons, each a number: click, tap, or arrow keys and Enter. May be called again at any time.

const PHONE = matchMedia("(max-width: 640px)"), STILL = matchMedia("(prefers-reduced-motion: reduce)");
const template = document.createElement("template");
template.innerHTML = '<button type="button" tabindex="-1"><small></small><b></b><i></i></button>';

export default function ({ data, parentElement, setStateValue }) {
    const rows = parentElement.querySelector(".rows");
    rows.setAttribute("role", "group");
    rows.setAttribute("aria-label", data.title);
    rows.clicks ??= Date.now();
    rows.onclick = (event) => {
        const button = event.target.closest("button");
        if (!button) return;
        frame(rows, button.id);
        if (PHONE.matches) up(rows);
        setStateValue("chosen", { id: button.id, click: ++rows.clicks });
    };
    rows.onkeydown = (event) => move(rows, event);
    while (rows.children.length > data.rows.length) rows.lastChild.remove();
    data.rows.forEach((row, place) => dress(rows.children[place] ?? fresh(rows), row));
    frame(rows, data.chosen);
}

// On a phone the calculation stands below the rows: they go to the top of the screen, so that it comes into sight.
function up(rows) {
    rows.scrollIntoView({ block: "start", behavior: STILL.matches ? "auto" : "smooth" });
}

function fresh(rows) {
    const section = document.createElement("section");
    section.innerHTML = "<p><span></span> <small></small></p><div></div>";
    rows.append(section);
    return section;
}

function dress(section, row) {
    const [heading, grid] = section.children;
    section.className = row.kind;
    heading.children[0].textContent = row.name;
    heading.children[1].textContent = row.what;
    grid.className = row.cells.length === 10 ? "ten" : row.cells.length === 1 ? "one" : "";
    while (grid.children.length > row.cells.length) grid.lastChild.remove();
    while (grid.children.length < row.cells.length) grid.append(template.content.cloneNode(true));
    row.cells.forEach((cell, place) => {
        const button = grid.children[place], [unit, text, bar] = button.children;
        button.id = cell.id;
        button.title = cell.says;
        button.setAttribute("aria-label", cell.says);
        button.className = [cell.share < 0 ? "below" : "", cell.answer ? "answer" : ""].join(" ").trim();
        unit.textContent = cell.unit;
        text.textContent = cell.text;
        bar.style.setProperty("--share", `${100 * Math.min(Math.abs(cell.share), 1)}%`);
    });
}

// Frame the chosen number; the Tab key comes to it, or to the first one where it is not among those shown.
function frame(rows, id) {
    const buttons = [...rows.querySelectorAll("button")], chosen = buttons.find((each) => each.id === id);
    for (const each of buttons) each.setAttribute("aria-pressed", String(each === chosen));
    rove(rows, chosen ?? buttons[0]);
}

function rove(rows, button) {
    if (!button) return;
    for (const each of rows.querySelectorAll('button[tabindex="0"]')) each.tabIndex = -1;
    button.tabIndex = 0;
}

function move(rows, event) {
    const here = event.target.closest("button"), buttons = [...rows.querySelectorAll("button")];
    const next = {
        ArrowRight: () => buttons[buttons.indexOf(here) + 1], ArrowLeft: () => buttons[buttons.indexOf(here) - 1],
        ArrowDown: () => nearest(buttons, here, 1), ArrowUp: () => nearest(buttons, here, -1),
        Home: () => buttons[0], End: () => buttons.at(-1),
    }[event.key];
    if (!here || !next) return;
    event.preventDefault(); // the page stays where it is
    const button = next();
    if (!button) return;
    rove(rows, button);
    button.focus();
}

// The button in the next line below, or above, that stands nearest.
function nearest(buttons, here, way) {
    const box = here.getBoundingClientRect(), middle = box.left + box.width / 2;
    const beyond = buttons.map((each) => [each, each.getBoundingClientRect()]).filter(([, other]) => way * (other.top - box.top) > 2);
    const top = way * Math.min(...beyond.map(([, other]) => way * other.top));
    const line = beyond.filter(([, other]) => Math.abs(other.top - top) < 2);
    const far = ([, other]) => Math.abs(other.left + other.width / 2 - middle);
    return line.sort((one, another) => far(one) - far(another))[0]?.[0];
}
