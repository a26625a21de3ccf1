"""The look of a sheet: styles, number formats, the pen that draws cells, charts."""
