"""Around one run and many: how a run begins, what is remembered of it, and what is said of several.

Others use `fitting` (train, fit), `start` (begin, resume), `history` (History), `recipes`, `comparison`, `statistics`, `coach`,
`range_test`, `sweep`, `selection`, `halving`, `mission`, `baselines` and `fine_tuning`.
"""
