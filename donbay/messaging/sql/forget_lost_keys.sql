-- Go on without the keys that are not known any more, in every shop.
-- Parameters: known (fingerprints). Reads a whole small table.
DELETE FROM messaging_suppression_key AS k
WHERE NOT k.fingerprint = ANY(%(known)s::uuid[])
