"""A sheet to print: one page of A4 with a lesson's title, link and code, its sentences, and room for answers."""

from __future__ import annotations

import html

from .code import code
from .handout import Handout

LINES = {"Look": 4, "Ask": 6}  # to write on, under the sentence of that word
STYLE = """
@page { size: A4; margin: 18mm; }
* { box-sizing: border-box; }
body { font: 12pt/1.45 Helvetica, Arial, sans-serif; color: #000; background: #fff; max-width: 174mm; margin: 0 auto; }
@media screen { body { padding: 18mm 4mm; } }
header { display: flex; gap: 8mm; justify-content: space-between; align-items: flex-start; }
header > div:first-child { flex: 1; min-width: 0; }
.code { width: 48mm; flex: none; }
.code svg { display: block; width: 100%; }
h1 { font-size: 22pt; line-height: 1.15; margin: 0 0 4mm; }
h2 { font-size: 12pt; margin: 5mm 0 0; }
p { margin: 1mm 0 0; }
.link { font-family: monospace; font-size: 11pt; overflow-wrap: anywhere; }
.who { display: flex; gap: 6mm; margin-top: 6mm; }
.who span { border-bottom: 0.3mm solid #000; flex: 2; padding-bottom: 1mm; }
.who span:last-child { flex: 1; }
.mission { border: 0.5mm solid #000; border-radius: 2mm; padding: 3mm 4mm; margin-top: 5mm; }
.mission p + p { margin-top: 5mm; padding-bottom: 1mm; border-bottom: 0.2mm solid #777; }
.line { border-bottom: 0.2mm solid #777; height: 9mm; }
section { break-inside: avoid; }
"""


def sheet(handout: Handout) -> str:
    """The whole sheet as an HTML file that needs nothing else: it opens in a browser, which prints it."""
    title, link, goal = map(html.escape, (handout.title, handout.link, handout.goal))
    first, *others = [_section(word, sentence) for word, sentence in handout.sentences.items()]
    mission = f'<div class="mission"><p><strong>Mission:</strong> {goal}.</p><p>Accomplished with:</p></div>' if goal else ""
    return f"""<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title><style>{STYLE}</style></head>
<body>
<header>
<div><h1>{title}</h1><p>Scan the code with a phone or a tablet, or type the address:</p><p class="link">{link}</p>
<div class="who"><span>Name</span><span>Date</span></div></div>
<div class="code" role="img" aria-label="QR code of the address">{code(handout.link)}</div>
</header>
{first}
{mission}
{"".join(others)}
</body>
</html>
"""


def _section(word: str, sentence: str) -> str:
    """One sentence under its word, and lines to write on."""
    lines = '<div class="line"></div>' * LINES.get(word, 0)
    return f"<section><h2>{html.escape(word)}</h2><p>{html.escape(sentence)}</p>{lines}</section>"
