"""Pages of figures, of the people behind them, and of one's own department."""
