"""The augmentation room changes or draws training images, so that a network learns what does not matter.

Others use `transforms` (transforms_of: what an Experiment does to the images of a batch), `prefetch` (one_ahead: a second core
makes the next batch), `stroke_rendering` (Stroke, prepare_strokes, strokes_with_points, strokes_without_each) and `cores` (who
takes which core).
"""
