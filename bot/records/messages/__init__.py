"""A message on its way: accepted, answered, told, and mended by hand where that went wrong."""
