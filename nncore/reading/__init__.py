"""The reading room turns ink into digits: it finds them on a sheet, prepares each like MNIST's, and asks a network.

Others use `reader` (read_strokes, read_picture, read_ink, Reading, FoundDigit), `preparation` (prepare_drawing, digit_of_ink,
ink_of), `photo` (ink_of_photo), `segmentation` (BoundingBox), `preparation_ablation` (what each step of the preparation is
worth), `promises` (how often it is right when it is so sure), and `hard_digits` (nine that a network gets wrong at first).
"""
