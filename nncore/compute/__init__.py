"""Who does the work: jobs, given to the processes of this machine or to a cluster.

Others use `jobs` (what a worker is given and gives back), `workers` (local_workers, cluster_workers), `dispatcher`
(run_in_parallel) and `successive_halving` (run_with_halving).
"""
