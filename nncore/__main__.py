"""python -m nncore: one BLAS thread, unless OPENBLAS_NUM_THREADS says otherwise.

Two are up to 1.4 times as fast on a machine that has nothing else to do, and half as fast beside one other busy program
(`python tests/benchmarks/speed.py` measures both).
"""

import os
import sys

from threadpoolctl import threadpool_limits

from .cli.main import main

if "OPENBLAS_NUM_THREADS" not in os.environ:
    threadpool_limits(1)
sys.exit(main())
