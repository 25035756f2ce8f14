"""Every way in and out: networks, digits, pictures and links are read here, and nothing that comes in is trusted.

Networks: `networks` (save, load), `checkpoints`, `numpy_script`, `pytorch_code`. Digits: `digit_files` (read_digits) for IDX, CSV
and folders of pictures, `handwriting` for a set of one's own. One picture: `pictures`. Settings: `links`.
"""
