"""Around one run and many: what became of a run, what can be said of it, and how good settings are found.

One run: `fitting` (train, fit), `start` (begin, resume), `recipes`, `history` (run_experiment, continue_run), `checkpoints`,
`learning_curve`, `range_test`, `fine_tuning`, `mission`, `lessons`, `work`. What to say of it: `coach`, `comparison`,
`statistics`, `baselines`.
Many runs: `sweep`, `halving`, `selection`.
"""
