"""The command line: python -m nncore train, evaluate, predict, recipes, sweep and preparation.

`main` runs one of them; each has its file. The last line that a command prints is JSON.
"""
