"""One channel a file: translate, call one use case, nothing else."""
