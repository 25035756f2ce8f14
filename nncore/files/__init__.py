"""Every way in and out: what comes from outside is read within bounds, and a fault is said in one sentence.

Others use `networks` (save, load, to_bytes), `checkpoints` (load_checkpoint), `digit_files` (read_digits: IDX, CSV, folders of
pictures), `pictures` (open_picture), `handwriting`, `links`, and, to take home, `numpy_script` and `pytorch_code`.
"""
