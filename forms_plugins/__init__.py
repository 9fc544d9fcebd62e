"""The built-in forms: one package a family, one module a form, each a plugin of its own."""
