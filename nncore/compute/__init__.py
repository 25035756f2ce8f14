"""Who does the work: runs go side by side in processes of this machine, or on a cluster.

Others use `workers` (local_workers, cluster_workers: a pool to start and shut down), `jobs` (Job, Finished), `dispatcher`
(run_in_parallel) and `successive_halving` (run_with_halving).
"""
