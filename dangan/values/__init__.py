"""Pure functions between what a clerk types, what is stored and what is shown; no form, no field, no screen."""
