"""The store: study folders, append-only logs, and the files of the corpus."""
