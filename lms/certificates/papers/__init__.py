"""The words of each paper, frozen as a payload, and the drawing of a payload. Pure: no database, no clock."""
