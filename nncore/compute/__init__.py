"""Who does the work: a desk with a fair queue, and workers that are processes of this machine or of a cluster.

Others use `processes` (local_desk) and `cluster` (cluster_desk) to open a desk; `run_job` (RunJob), `sweep_job` (SweepJob) and
`job` (CalculationJob) for what they want of it; and `memory` (Memory), which keeps all runs within one budget.
"""
