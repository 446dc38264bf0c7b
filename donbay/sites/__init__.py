"""Pages and their forms: edited as a tree, rendered by Python, published as immutable bundles."""
