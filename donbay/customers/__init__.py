"""Who the shop's customers are: profiles, identities, tags, consent, merge, import, export."""
