"""Pure rules of the trade: no I/O, standard library only."""
