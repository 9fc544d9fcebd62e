"""Row types and option lists that several forms use."""
