"""Pages as PDF and HTML, from templates."""
