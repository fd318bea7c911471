"""Publishing a site: release folders by number, one switch, a check of the live site, a way back."""
