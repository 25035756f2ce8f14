"""The way in for a fresh server's first visitor at /steps: Streamlit looks for this file, and the frame shows the page."""

import runpy
from pathlib import Path

if __name__ == "__main__":
    runpy.run_path(str(Path(__file__).parents[1] / "app.py"), run_name="__main__")
