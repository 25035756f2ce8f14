"""What comes from outside is read within bounds here, and what is not as it should be is refused in one sentence.

Whoever reads a file, a picture or a text that somebody sent does it through these functions. They look at what is promised
before they read it, read no further than `bounds` says, run nothing, and raise RefusedError, a ValueError, with what is wrong and
what would be right.

`bounds` has every limit, `refusal` the sentence in place of a traceback; `archive` opens an .npz, `packed` a .gz, `table` rows of
text, `picture` a picture, `json_text` a JSON text.
"""
