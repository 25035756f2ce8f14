"""The command line, `python -m nncore`: one file a command, and `main`, which finds it and says what went wrong."""
