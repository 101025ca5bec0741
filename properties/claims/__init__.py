"""The claims of the source article, one file a section, and the scenarios that settle them."""
