-- How many keys hashed addresses of some shop's list and are not known any more.
-- Parameters: known (fingerprints). Reads a whole small table.
SELECT count(DISTINCT k.fingerprint)
FROM messaging_suppression_key AS k
WHERE NOT k.fingerprint = ANY(%(known)s::uuid[])
