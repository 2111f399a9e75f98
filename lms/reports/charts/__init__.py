"""Charts drawn on the server as SVG: pure geometry here, shapes in templates/reports/charts, a table beside each.

Shapes carry their colours as attributes, not in a stylesheet, so that page and paper draw the same.
"""
