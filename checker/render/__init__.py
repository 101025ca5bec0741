"""Renderers of reports and traces: one format a file, none of which knows a protocol."""
