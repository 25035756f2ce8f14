"""The augmentation room changes or draws training images, so that a network learns what does not matter.

Others use `distortion` (shift, rotate, scale, shear, bend), `stroke_width` (StrokeWidthChange), `stroke_templates`
(template_digits), `scribbles` (pictures of no digit), `stroke_rendering` (prepare_strokes) and `cores` (who takes which core).
"""
