"""Excel in: templates, workbooks read in a bounded child process, rows checked one and all, imports all or nothing."""
