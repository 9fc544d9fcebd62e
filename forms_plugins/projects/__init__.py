"""Group C: papers and certificates of business projects (small loans, guarantees)."""
