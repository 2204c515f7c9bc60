"""The map of a list of sites: pins, and circles with numbers where there are many, counted by cells of a grid."""
