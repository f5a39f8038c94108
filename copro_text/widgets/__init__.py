"""Widgets and figures for notebooks."""
