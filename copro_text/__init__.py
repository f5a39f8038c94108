"""Groups of equals turn many comments into a few names and themes they can all stand behind."""
