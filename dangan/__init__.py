"""The contract: what a form, a field and a rule are. A plugin imports this package and nothing else."""
