"""How each verb of a study is done: one module for each kind of work."""
