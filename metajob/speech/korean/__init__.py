"""How written Korean is read: numbers, Latin letters, standard pronunciation."""
